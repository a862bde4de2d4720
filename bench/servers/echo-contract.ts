import { Operation, ServiceBehavior, ServiceContract, contractOnly, xsd } from '../../src/index.js';

/** One operation with one string. */
@ServiceContract({ name: 'IEcho', namespace: 'urn:echo' })
export class Echo {
  @Operation({ name: 'Echo', parameters: [['text', xsd.string]], returns: xsd.string })
  echo(text: string): Promise<string> {
    return contractOnly(text);
  }
}

/** The service behind it. */
@ServiceBehavior({ concurrencyMode: 'Multiple' })
export class EchoService implements Echo {
  echo(text: string): Promise<string> {
    return Promise.resolve(text);
  }
}
