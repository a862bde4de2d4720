import test from 'ava';
import '../../src/default-elements.js';
import { OperationContext, ServiceHost } from '../../src/contracts/index.js';
import { CustomBinding } from '../../src/core/binding/index.js';
import { textEncoding } from '../../src/elements/text-encoding/index.js';
import { HttpReceivedRequestKey, httpTransport } from '../../src/transports/http/index.js';
import { NamedFile, Streams } from '../transports/http/streams-contract.js';
import { DotnetPeer, dotnetAvailable } from './dotnet-peer.js';
import { peerTest } from './peer-test.js';

const dotnet = await dotnetAvailable();
let peer: DotnetPeer;

test.before(async () => {
  if (dotnet.available) peer = await DotnetPeer.start();
});
test.after.always(async () => {
  if (dotnet.available) await peer.stop();
});

async function* pieces(bytes: number): AsyncGenerator<Uint8Array> {
  for (let left = bytes; left > 0; left -= 7_001) {
    yield await Promise.resolve(Buffer.alloc(Math.min(left, 7_001), left));
  }
}

/** How the requests came: whole, with their length, or in chunks. */
function createService(framings: Set<string>): new () => Streams {
  return class implements Streams {
    async count(data: AsyncIterable<Uint8Array>): Promise<number> {
      const request = OperationContext.current.incomingMessage.getProperty(HttpReceivedRequestKey);
      framings.add(request?.headers['transfer-encoding'] === 'chunked' ? 'chunks' : 'whole');
      let count = 0;
      for await (const chunk of data) count += chunk.length;
      return count;
    }

    make(bytes: number): Promise<AsyncIterable<Uint8Array>> {
      return Promise.resolve(pieces(bytes));
    }

    echo(data: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array>> {
      return Promise.resolve(data);
    }

    rename({ name, content }: NamedFile): Promise<NamedFile> {
      return Promise.resolve(Object.assign(new NamedFile(), { name: `new ${name}`, content }));
    }

    add(number: number): Promise<number> {
      return Promise.resolve(number + 1);
    }
  };
}

for (const transferMode of [
  'Buffered',
  'Streamed',
  'StreamedRequest',
  'StreamedResponse',
] as const) {
  for (const messageVersion of ['Soap11', 'Soap12WSAddressing10'] as const) {
    peerTest(
      dotnet,
      `streams of a .NET client with ${transferMode} come back from our service as they were, with ${messageVersion}`,
      async (t) => {
        const framings = new Set<string>();
        const host = new ServiceHost(createService(framings));
        const binding = new CustomBinding('streams', [
          textEncoding({ messageVersion }),
          httpTransport({ transferMode, maxReceivedMessageSize: 10_000_000 }),
        ]);
        host.addEndpoint(Streams, binding, 'http://localhost:0/streams');
        await host.open();
        t.teardown(() => {
          host.abort();
        });
        const channel = await peer.openChannel({
          address: host.endpoints[0]?.address.uri ?? '',
          contract: 'IStreams',
          binding: { messageVersion, transferMode },
        });
        const echoes = await channel.callStreams();
        t.is(echoes.length, 7);
        for (const { name, sent, returned } of echoes)
          t.deepEqual({ name, returned }, { name, returned: sent });
        const isChunked = transferMode === 'Streamed' || transferMode === 'StreamedRequest';
        t.deepEqual([...framings], [isChunked ? 'chunks' : 'whole']);
        await channel.close();
      },
    );
  }
}
