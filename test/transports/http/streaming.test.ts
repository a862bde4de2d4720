import { once } from 'node:events';
import { request } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import test from 'ava';
import { from, interval, map, take } from 'rxjs';
import {
  ChannelFactory,
  FaultError,
  Operation,
  OperationContext,
  ServiceBehavior,
  ServiceContract,
  ServiceHost,
  byteStream,
  contractOnly,
  describeContract,
  toByteStream,
  xsd,
} from '../../../src/contracts/index.js';
import type { ClosableClient } from '../../../src/contracts/index.js';
import { CustomBinding } from '../../../src/core/binding/index.js';
import type { TransferMode } from '../../../src/core/binding/index.js';
import {
  CommunicationError,
  InvalidBindingError,
  TimeoutError,
} from '../../../src/core/errors/index.js';
import type { MessageVersionName } from '../../../src/core/message/index.js';
import { reliableSession } from '../../../src/elements/reliable-session/index.js';
import { textEncoding } from '../../../src/elements/text-encoding/index.js';
import { httpTransport } from '../../../src/transports/http/index.js';
import { NamedFile, Streams } from './streams-contract.js';
import '../../../src/default-elements.js';

@ServiceContract({ name: 'IStreams', namespace: 'urn:channelstack:streams' })
class Files extends Streams {
  @Operation({ name: 'Break', returns: byteStream })
  break(): Promise<AsyncIterable<Uint8Array>> {
    return contractOnly();
  }
}

const ticks: string[] = [];

@ServiceBehavior({ instanceContextMode: 'PerCall' })
class FileService implements Files {
  #isDisposed = false;

  async count(data: AsyncIterable<Uint8Array>): Promise<number> {
    let count = 0;
    for await (const chunk of data) {
      ticks.push('read');
      count += chunk.length;
    }
    return count;
  }

  make(bytes: number): Promise<AsyncIterable<Uint8Array>> {
    return Promise.resolve(this.#chunks(bytes));
  }

  echo(data: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array>> {
    return Promise.resolve(data);
  }

  rename(file: NamedFile): Promise<NamedFile> {
    return Promise.resolve(Object.assign(new NamedFile(), file, { name: `new ${file.name}` }));
  }

  add(n: number): Promise<number> {
    return Promise.resolve(n + 1);
  }

  break(): Promise<AsyncIterable<Uint8Array>> {
    return Promise.resolve(
      (async function* () {
        yield Buffer.alloc(100_000);
        await setTimeout(5);
        throw new Error('secret of the source');
      })(),
    );
  }

  [Symbol.dispose](): void {
    this.#isDisposed = true;
  }

  async *#chunks(bytes: number): AsyncGenerator<Uint8Array> {
    for (let left = bytes; left > 0; left -= 10_000) {
      if (this.#isDisposed) throw new Error('The instance is gone.');
      yield Buffer.alloc(Math.min(left, 10_000), left);
      await setTimeout(0);
    }
  }
}

interface Parts {
  readonly client: ClosableClient<Files>;
  readonly address: string;
  readonly host: ServiceHost;
}

async function withFiles(
  transferMode: TransferMode,
  messageVersion: MessageVersionName,
  run: (parts: Parts) => Promise<void>,
  maxReceivedMessageSize = 10_000_000,
): Promise<void> {
  const binding = new CustomBinding('files', [
    textEncoding({ messageVersion }),
    httpTransport({ transferMode, maxReceivedMessageSize }),
  ]);
  const host = new ServiceHost(FileService);
  host.addEndpoint(Files, binding, 'http://localhost:0/files');
  await host.open();
  const address = host.endpoints[0]?.address.uri ?? '';
  const factory = new ChannelFactory(Files, binding, address);
  try {
    await run({ client: await factory.createChannel(), address, host });
  } finally {
    factory.abort();
    host.abort();
  }
}

async function collect(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Bytes that are all different near each other, in pieces of odd lengths. */
async function* pieces(count: number, length: number): AsyncGenerator<Uint8Array> {
  for (let index = 0; index < count; index += 1) {
    yield Buffer.alloc(length, index);
    await setTimeout(0);
  }
}

const modes = ['Buffered', 'Streamed', 'StreamedRequest', 'StreamedResponse'] as const;
const versions = ['Soap11', 'Soap12WSAddressing10'] as const;

for (const mode of modes) {
  for (const version of versions) {
    test(`${mode}: streams go both ways and come out as they went in, with ${version}`, async (t) => {
      await withFiles(mode, version, async ({ client }) => {
        t.is(await client.count(pieces(50, 3_001)), 150_050);
        t.is((await collect(await client.make(200_000))).length, 200_000);
        const sent = await collect(pieces(40, 2_999));
        const echoed = await collect(await client.echo(pieces(40, 2_999)));
        t.true(echoed.equals(sent));
        t.is((await collect(await client.echo(pieces(0, 1)))).length, 0);
        t.is(
          (
            await collect(
              await client.echo(toByteStream(from([Buffer.from('a'), Buffer.from('bc')]))),
            )
          ).toString(),
          'abc',
        );
        t.is(
          (await collect(await client.echo(toByteStream(Buffer.from('all at once'))))).toString(),
          'all at once',
        );
        const file = Object.assign(new NamedFile(), { name: 'a', content: pieces(30, 5_000) });
        const renamed = await client.rename(file);
        t.is(renamed.name, 'new a');
        t.is((await collect(renamed.content)).length, 150_000);
        t.is(await client.add(1), 2, 'and what has no stream works as before');
      });
    });
  }
}

test.serial(
  'what is streamed is read while it is still sent, and an Observable is subscribed when it is',
  async (t) => {
    await withFiles('Streamed', 'Soap12WSAddressing10', async ({ client }) => {
      ticks.length = 0;
      const seen: number[] = [];
      const source = interval(20).pipe(
        take(5),
        map((tick) => {
          seen.push(ticks.length);
          return Buffer.alloc(3_000, tick);
        }),
      );
      t.is(await client.count(toByteStream(source)), 15_000);
      t.true(
        (seen.at(-1) ?? 0) >= 2,
        'the service had read what came first before the last was made',
      );
      const stream = await client.make(100_000);
      for await (const chunk of stream) {
        t.true(chunk.length < 100_000);
        break;
      }
    });
  },
);

test('a streamed message has no length, and stands on the wire as a buffered one', async (t) => {
  await withFiles('Streamed', 'Soap11', async ({ address }) => {
    const body =
      '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><Echo xmlns="urn:channelstack:streams"><data>AAEC\n AwQF</data></Echo></s:Body></s:Envelope>';
    const call = request(address, {
      method: 'POST',
      headers: {
        'Content-Type': 'text/xml; charset=utf-8',
        SOAPAction: '"urn:channelstack:streams/IStreams/Echo"',
      },
    });
    const responded = once(call, 'response');
    for (const character of body) {
      call.write(character);
      if (character === '>') await setTimeout(0);
    }
    call.end();
    const [response] = (await responded) as [
      AsyncIterable<Buffer> & { headers: Record<string, unknown> },
    ];
    t.is(response.headers['transfer-encoding'], 'chunked');
    t.is(
      (await collect(response)).toString(),
      '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><EchoResponse xmlns="urn:channelstack:streams"><EchoResult>AAECAwQF</EchoResult></EchoResponse></s:Body></s:Envelope>',
    );
  });
});

test('a source that fails cuts the reply off: the reader gets an error, the host lives', async (t) => {
  await withFiles('Streamed', 'Soap12WSAddressing10', async ({ client, host }) => {
    const stream = await client.break();
    const error = await t.throwsAsync(collect(stream), { instanceOf: CommunicationError });
    t.false(error.message.includes('secret'));
    t.is(await client.add(1), 2);
    while (host.health.calls.running > 0) await setTimeout(1);
    t.is(host.health.instances.running, 0);
  });
  await withFiles('Buffered', 'Soap12WSAddressing10', async ({ client }) => {
    await t.throwsAsync(client.break(), { instanceOf: FaultError });
  });
});

test('a stream that is longer than a message may be ends with an error on both sides', async (t) => {
  await withFiles(
    'Streamed',
    'Soap12WSAddressing10',
    async ({ client }) => {
      await t.throwsAsync(client.count(pieces(300, 1_000)));
      await t.throwsAsync(collect(await client.make(300_000)), { message: /100000|100,000/ });
      t.is(await client.add(1), 2);
    },
    100_000,
  );
});

test.serial(
  'a stream that begins behind maxBufferSize is read when all of it has come',
  async (t) => {
    const binding = new CustomBinding('files', [
      textEncoding(),
      httpTransport({
        transferMode: 'Streamed',
        maxReceivedMessageSize: 100_000,
        maxBufferSize: 300,
      }),
    ]);
    const host = new ServiceHost(FileService);
    host.addEndpoint(Files, binding, 'http://localhost:0/files');
    await host.open();
    const factory = new ChannelFactory(Files, binding, host.endpoints[0]?.address ?? '');
    const client = await factory.createChannel();
    ticks.length = 0;
    const seen: number[] = [];
    async function* slowly(): AsyncGenerator<Uint8Array> {
      for (let index = 0; index < 4; index += 1) {
        yield Buffer.alloc(3_000);
        await setTimeout(10);
        seen.push(ticks.length);
      }
    }
    t.is(await client.count(slowly()), 12_000);
    t.deepEqual(seen, [0, 0, 0, 0]);
    factory.abort();
    host.abort();
  },
);

test('a stream that is collected first takes the time of the call', async (t) => {
  await withFiles('Buffered', 'Soap12WSAddressing10', async ({ client }) => {
    async function* never(): AsyncGenerator<Uint8Array> {
      yield await new Promise<Uint8Array>(() => undefined);
    }
    await t.throwsAsync(client.count(never(), { timeout: 30 }), { instanceOf: TimeoutError });
    const signal = AbortSignal.abort(new Error('enough'));
    await t.throwsAsync(client.count(never(), { signal }), { message: 'enough' });
  });
});

test('bad bytes in a stream are an error of its reader', async (t) => {
  await withFiles('Streamed', 'Soap11', async ({ address }) => {
    for (const [content, tail] of [
      ['AAEC!', '</data></Count></s:Body></s:Envelope>'],
      ['AAE', '</data></Count></s:Body></s:Envelope>'],
      ['AAEC', '</data><more/></Count></s:Body></s:Envelope>'],
      ['AAEC', '</wrong></Count></s:Body></s:Envelope>'],
      ['AAEC', '</data>'],
    ] as const) {
      const call = request(address, {
        method: 'POST',
        headers: {
          'Content-Type': 'text/xml; charset=utf-8',
          SOAPAction: '"urn:channelstack:streams/IStreams/Count"',
        },
      });
      call.write(
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><Count xmlns="urn:channelstack:streams"><data>',
      );
      await setTimeout(5);
      call.end(content + tail);
      const [response] = (await once(call, 'response')) as [
        AsyncIterable<Buffer> & { statusCode: number },
      ];
      t.is(response.statusCode, 500);
      t.regex((await collect(response)).toString(), /Fault/);
    }
  });
});

test('a client that gives up in the midst of its stream ends the reading of it', async (t) => {
  const ended: unknown[] = [];
  class Watching extends FileService {
    override async count(data: AsyncIterable<Uint8Array>): Promise<number> {
      const { signal } = OperationContext.current;
      try {
        return await super.count(data);
      } catch (error) {
        ended.push(error, signal.aborted);
        throw error;
      }
    }
  }
  const binding = new CustomBinding('files', [
    textEncoding(),
    httpTransport({ transferMode: 'Streamed', maxReceivedMessageSize: 1_000_000_000 }),
  ]);
  const host = new ServiceHost(Watching);
  host.addEndpoint(Files, binding, 'http://localhost:0/files');
  await host.open();
  const factory = new ChannelFactory(Files, binding, host.endpoints[0]?.address ?? '');
  const client = await factory.createChannel();
  const controller = new AbortController();
  const counting = client.count(pieces(1_000_000, 1_000), { signal: controller.signal });
  while (host.health.calls.running === 0) await setTimeout(1);
  controller.abort(new Error('enough'));
  await t.throwsAsync(counting, { message: 'enough' });
  while (host.health.calls.running > 0) await setTimeout(1);
  t.true(ended[0] instanceof CommunicationError);
  factory.abort();
  host.abort();
});

test('streams stand alone, and not where messages must be sent again', (t) => {
  @ServiceContract()
  class Mixed {
    @Operation({
      parameters: [
        ['data', byteStream],
        ['name', xsd.string],
      ],
    })
    both(data: AsyncIterable<Uint8Array>, name: string): Promise<void> {
      return contractOnly(data, name);
    }
  }
  t.throws(() => describeContract(Mixed), { message: /a stream is the whole body/ });
  const binding = new CustomBinding('rm', [
    reliableSession(),
    textEncoding(),
    httpTransport({ transferMode: 'Streamed' }),
  ]);
  t.throws(() => new ChannelFactory(Files, binding, 'http://localhost/files'), {
    instanceOf: InvalidBindingError,
    message: /Buffered/,
  });
});
