import test from 'ava';
import { Observable, firstValueFrom } from 'rxjs';
import {
  ChannelFactory,
  FaultError,
  Operation,
  OperationContext,
  ServiceBehavior,
  ServiceContract,
  ServiceHost,
  contractOnly,
  operationScope,
  serviceTimeouts,
  xsd,
} from '../../../src/contracts/index.js';
import type { ClosableClient } from '../../../src/contracts/index.js';
import { CustomBinding } from '../../../src/core/binding/index.js';
import { serviceModule, ClockToken, createContainer } from '../../../src/core/container/index.js';
import { InvalidOperationError } from '../../../src/core/errors/index.js';
import { MessageHeader } from '../../../src/core/message/index.js';
import { reliableSession } from '../../../src/elements/reliable-session/index.js';
import { textEncoding } from '../../../src/elements/text-encoding/index.js';
import { virtualClock } from '../../../src/testing/index.js';
import {
  HttpResponseMessagePropertyKey,
  httpTransport,
} from '../../../src/transports/http/index.js';
import { inProcessTransport } from '../../../src/transports/in-process/index.js';
import '../../../src/default-elements.js';
import { newAddress } from './with-host.js';

const tenant = (text: string): MessageHeader => MessageHeader.create('Tenant', 'urn:x', text);

@ServiceContract({ name: 'IProbe', namespace: 'urn:example:probe' })
class Probe {
  @Operation({ name: 'Describe', returns: xsd.string })
  describe(): Promise<string> {
    return contractOnly();
  }

  @Operation({ name: 'WaitForEnd', parameters: [['id', xsd.string]], returns: xsd.string })
  waitForEnd(id: string): Promise<string> {
    return contractOnly(id);
  }

  @Operation({ name: 'Never', returns: xsd.string })
  never(): Promise<string> {
    return contractOnly();
  }
}

/** What services saw of their calls' ends, by the calls' identifiers. */
class Ends {
  readonly #known = new Map<string, PromiseWithResolvers>();

  of(id: string): PromiseWithResolvers {
    let known = this.#known.get(id);
    if (known === undefined) {
      known = new PromiseWithResolvers();
      this.#known.set(id, known);
    }
    return known;
  }
}

class PromiseWithResolvers {
  resolve: (reason: unknown) => void = () => undefined;
  start: () => void = () => undefined;
  readonly ended = new Promise<unknown>((resolve) => {
    this.resolve = resolve;
  });
  readonly started = new Promise<void>((resolve) => {
    this.start = resolve;
  });
}

const ends = new Ends();

class ProbeService implements Probe {
  async describe(): Promise<string> {
    const context = OperationContext.current;
    await new Promise((resolve) => setImmediate(resolve));
    const again = await firstValueFrom(
      new Observable<OperationContext>((subscriber) => {
        subscriber.next(OperationContext.current);
      }),
    );
    context.outgoingMessageHeaders.push(tenant('answered'));
    context.setOutgoingMessageProperty(HttpResponseMessagePropertyKey, {
      headers: { 'x-probe': 'yes' },
    });
    return [
      again === context,
      context.operation?.name,
      context.instance === this,
      context.incomingMessageHeaders.find('Tenant', 'urn:x')?.text ?? 'nobody',
      context.sessionId === null ? 'no session' : 'session',
      context.remoteAddress === null ? 'unknown' : 'known',
    ].join(', ');
  }

  async waitForEnd(id: string): Promise<string> {
    const { signal } = OperationContext.current;
    ends.of(id).start();
    await new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => {
        resolve();
      });
    });
    ends.of(id).resolve(signal.reason);
    return 'too late';
  }

  never(): Promise<string> {
    return new Promise(() => undefined);
  }
}

const bindings = {
  http: () => new CustomBinding('http', [textEncoding(), httpTransport()]),
  'http with a reliable session': () =>
    new CustomBinding('rm', [reliableSession(), textEncoding(), httpTransport()]),
  'in-process': () => new CustomBinding('inProcess', [inProcessTransport()]),
};

async function withProbe(
  binding: CustomBinding,
  run: (parts: {
    readonly host: ServiceHost;
    readonly client: ClosableClient<Probe>;
    readonly factory: ChannelFactory<Probe>;
  }) => Promise<void>,
  prepare: (host: ServiceHost) => void = () => undefined,
): Promise<void> {
  const host = new ServiceHost(ProbeService);
  prepare(host);
  const isHttp = binding.elements.at(-1)?.name === 'httpTransport';
  host.addEndpoint(Probe, binding, isHttp ? 'http://localhost:0/probe' : newAddress());
  await host.open();
  const factory = new ChannelFactory(Probe, binding, host.endpoints[0]?.address ?? '');
  try {
    await run({ host, factory, client: await factory.createChannel() });
  } finally {
    factory.abort();
    host.abort();
  }
}

const expected = {
  http: 'no session, known',
  'http with a reliable session': 'session, known',
  'in-process': 'no session, unknown',
};

for (const name of ['http', 'http with a reliable session', 'in-process'] as const) {
  test(`a method knows its call, behind await and in Observables that it makes, over ${name}`, async (t) => {
    await withProbe(bindings[name](), async ({ client }) => {
      const described = await Promise.all([
        client.describe(),
        client.describe({ headers: [tenant('acme')] }),
      ]);
      t.deepEqual(
        described,
        ['nobody', 'acme'].map((who) => `true, Describe, true, ${who}, ${expected[name]}`),
      );
    });
  });

  test(`headers of a scope go with each request, and the reply's come back, over ${name}`, async (t) => {
    await withProbe(bindings[name](), async ({ client }) => {
      await operationScope(async (scope) => {
        scope.outgoingMessageHeaders.push(tenant('scoped'));
        t.regex(await client.describe(), /scoped/);
        t.is(scope.incomingMessage?.headers.find('Tenant', 'urn:x')?.text, 'answered');
        const inner = await operationScope(() => client.describe());
        t.regex(inner, /scoped/, 'a scope inside has the headers of the one around it');
      });
      t.regex(await client.describe(), /nobody/);
    });
  });
}

test('a method decides over the HTTP response', async (t) => {
  await withProbe(bindings.http(), async ({ client }) => {
    await operationScope(async (scope) => {
      await client.describe();
      const response = scope.incomingMessage?.getProperty(HttpResponseMessagePropertyKey);
      t.is(response?.headers?.['x-probe'], 'yes');
    });
  });
});

test('outside of a call there is no context, and the error says what to do', (t) => {
  t.is(OperationContext.currentOrNull, null);
  t.throws(() => OperationContext.current, { instanceOf: InvalidOperationError, message: /start/ });
});

test('a client that gives up over HTTP is told to the method by its signal', async (t) => {
  await withProbe(bindings.http(), async ({ client, host }) => {
    const controller = new AbortController();
    const call = client.waitForEnd('http', { signal: controller.signal });
    await ends.of('http').started;
    t.is(host.health.calls.running, 1);
    controller.abort(new Error('no longer interested'));
    await t.throwsAsync(call, { message: 'no longer interested' });
    t.true((await ends.of('http').ended) instanceof Error);
    await new Promise((resolve) => setImmediate(resolve));
    t.is(host.health.calls.running, 0);
  });
});

for (const name of ['http', 'http with a reliable session', 'in-process'] as const) {
  test(`a host that is aborted ends the calls of its methods by their signal, over ${name}`, async (t) => {
    await withProbe(bindings[name](), async ({ client, host }) => {
      const id = `abort ${name}`;
      client.waitForEnd(id).catch(() => undefined);
      await ends.of(id).started;
      host.abort(new Error('shutting down'));
      t.true((await ends.of(id).ended) instanceof Error);
    });
  });
}

test('a method that never settles loses its turn and its place when its time is over, and its caller gets a fault', async (t) => {
  const clock = virtualClock();
  const container = createContainer(serviceModule(ClockToken, clock));
  @ServiceBehavior({ instanceContextMode: 'Single' })
  class Stuck extends ProbeService {}
  const host = new ServiceHost(Stuck, { container });
  host.behaviors.add(serviceTimeouts({ operationTimeout: 30_000 }));
  const binding = bindings['in-process']();
  const { address } = host.addEndpoint(Probe, binding, newAddress());
  await host.open();
  const factory = new ChannelFactory(Probe, binding, address, { container });
  const client = await factory.createChannel();
  const stuck = client.never({ timeout: Infinity });
  const waiting = client.describe({ timeout: Infinity });
  const late = client.waitForEnd('expired', { timeout: Infinity });
  await clock.advance(30_000);
  await t.throwsAsync(stuck, { instanceOf: FaultError });
  t.regex(await waiting, /Describe/);
  await clock.advance(30_000);
  await t.throwsAsync(late, { instanceOf: FaultError });
  t.regex(String(await ends.of('expired').ended), /operationTimeout/);
  t.like(host.health, { isReady: true, calls: { running: 0, queued: 0 } });
  factory.abort();
  host.abort();
});
