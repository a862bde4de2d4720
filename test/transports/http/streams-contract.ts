import {
  MessageBodyMember,
  MessageContract,
  MessageHeaderMember,
  Operation,
  ServiceContract,
  byteStream,
  contractOnly,
  xsd,
} from '../../../src/contracts/index.js';

@MessageContract()
export class NamedFile {
  @MessageHeaderMember(xsd.string, { name: 'Name' }) name!: string;
  @MessageBodyMember(byteStream, { name: 'Content' }) content!: AsyncIterable<Uint8Array>;
}

/** Operations whose messages have a stream as their body; the .NET peer has the same contract. */
@ServiceContract({ name: 'IStreams', namespace: 'urn:channelstack:streams' })
export class Streams {
  @Operation({ name: 'Count', parameters: [['data', byteStream]], returns: xsd.int })
  count(data: AsyncIterable<Uint8Array>): Promise<number> {
    return contractOnly(data);
  }

  @Operation({ name: 'Make', parameters: [['bytes', xsd.int]], returns: byteStream })
  make(bytes: number): Promise<AsyncIterable<Uint8Array>> {
    return contractOnly(bytes);
  }

  @Operation({ name: 'Echo', parameters: [['data', byteStream]], returns: byteStream })
  echo(data: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array>> {
    return contractOnly(data);
  }

  @Operation({ name: 'Rename', parameters: [['file', NamedFile]], returns: NamedFile })
  rename(file: NamedFile): Promise<NamedFile> {
    return contractOnly(file);
  }

  @Operation({ name: 'Add', parameters: [['number', xsd.int]], returns: xsd.int })
  add(number: number): Promise<number> {
    return contractOnly(number);
  }
}
