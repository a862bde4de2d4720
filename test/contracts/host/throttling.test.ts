import test from 'ava';
import {
  ChannelFactory,
  Operation,
  ServiceBehavior,
  ServiceContract,
  ServiceHost,
  channelOf,
  contractOnly,
  serviceAuthorization,
  serviceThrottling,
  serviceTimeouts,
  xsd,
} from '../../../src/contracts/index.js';
import type { ClosableClient, ServiceThrottlingSettings } from '../../../src/contracts/index.js';
import { CustomBinding } from '../../../src/core/binding/index.js';
import { ClockToken, createContainer, serviceModule } from '../../../src/core/container/index.js';
import { InvalidBindingError, ServerTooBusyError } from '../../../src/core/errors/index.js';
import { reliableSession } from '../../../src/elements/reliable-session/index.js';
import { textEncoding } from '../../../src/elements/text-encoding/index.js';
import { virtualClock } from '../../../src/testing/index.js';
import { httpTransport } from '../../../src/transports/http/index.js';
import { inProcessTransport } from '../../../src/transports/in-process/index.js';
import '../../../src/default-elements.js';
import { newAddress } from './with-host.js';

@ServiceContract({ name: 'IGate', namespace: 'urn:example:gate' })
class Gate {
  @Operation({ name: 'Pass', parameters: [['id', xsd.int]], returns: xsd.int })
  pass(id: number): Promise<number> {
    return contractOnly(id);
  }
}

/** A service whose calls end when the test says so. */
class Held {
  readonly started: number[] = [];
  readonly #waiting = new Map<number, () => void>();
  #onStart: (() => void)[] = [];
  instances = 0;

  hold(id: number): Promise<number> {
    this.started.push(id);
    for (const resolve of this.#onStart.splice(0)) resolve();
    return new Promise((resolve) => {
      this.#waiting.set(id, () => {
        resolve(id);
      });
    });
  }

  release(...ids: number[]): void {
    for (const id of ids) this.#waiting.get(id)?.();
  }

  releaseAll(): void {
    for (const release of this.#waiting.values()) release();
    this.#waiting.clear();
  }

  /** Resolves when a number of calls have started. */
  async until(count: number): Promise<void> {
    while (this.started.length < count) {
      await new Promise<void>((resolve) => {
        this.#onStart.push(resolve);
      });
    }
  }
}

const bindings = {
  http: () => new CustomBinding('http', [textEncoding(), httpTransport()]),
  session: () => new CustomBinding('session', [reliableSession(), inProcessTransport()]),
  'in-process': () => new CustomBinding('inProcess', [inProcessTransport()]),
};

interface Parts {
  readonly host: ServiceHost;
  readonly held: Held;
  readonly open: () => Promise<ClosableClient<Gate>>;
}

async function withGate(
  binding: CustomBinding,
  throttling: Partial<ServiceThrottlingSettings>,
  run: (parts: Parts) => Promise<void>,
  behavior: Parameters<typeof ServiceBehavior>[0] = { concurrencyMode: 'Multiple' },
): Promise<void> {
  const held = new Held();
  @ServiceBehavior(behavior)
  class GateService implements Gate {
    constructor() {
      held.instances += 1;
    }

    pass(id: number): Promise<number> {
      return held.hold(id);
    }
  }
  const host = new ServiceHost(GateService);
  host.behaviors.add(serviceThrottling(throttling));
  const isHttp = binding.elements.at(-1)?.name === 'httpTransport';
  host.addEndpoint(Gate, binding, isHttp ? 'http://localhost:0/gate' : newAddress());
  await host.open();
  const factory = new ChannelFactory(Gate, binding, host.endpoints[0]?.address ?? '');
  try {
    await run({ host, held, open: () => factory.createChannel() });
  } finally {
    held.releaseAll();
    factory.abort();
    host.abort();
  }
}

/** Lets what was sent come in. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

test('no more calls run than the throttle allows; the others wait, and the host tells how many', async (t) => {
  await withGate(bindings['in-process'](), { maxConcurrentCalls: 2 }, async (parts) => {
    const { held, host } = parts;
    const client = await parts.open();
    const calls = [1, 2, 3, 4].map((id) => client.pass(id));
    await held.until(2);
    await settle();
    t.deepEqual(held.started, [1, 2]);
    t.like(host.health, {
      isReady: true,
      calls: { running: 2, queued: 2, limit: 2 },
      instances: { running: 2 },
    });
    held.release(2);
    await held.until(3);
    t.deepEqual(held.started, [1, 2, 3]);
    held.release(1, 3);
    await held.until(4);
    held.release(4);
    t.deepEqual(await Promise.all(calls), [1, 2, 3, 4]);
    t.like(host.health, { calls: { running: 0, queued: 0 }, instances: { running: 0 } });
  });
});

for (const name of ['http', 'in-process'] as const) {
  test(`calls that find the queue full are refused at once as too busy, over ${name}`, async (t) => {
    const limits = { maxConcurrentCalls: 1, maxQueuedCalls: 1 };
    await withGate(bindings[name](), limits, async ({ held, host, open }) => {
      const client = await open();
      const first = client.pass(1);
      await held.until(1);
      const second = client.pass(2);
      while (host.health.calls.queued === 0) await settle();
      await t.throwsAsync(client.pass(3), { instanceOf: ServerTooBusyError, message: /too busy/ });
      held.release(1);
      await held.until(2);
      held.release(2);
      t.deepEqual(await Promise.all([first, second]), [1, 2]);
      const again = client.pass(4);
      await held.until(3);
      held.release(4);
      t.is(await again, 4, 'and afterwards all is as before');
    });
  });
}

test('a call whose client gives up while it waits never starts, and leaves its place in the queue', async (t) => {
  const limits = { maxConcurrentCalls: 1, maxQueuedCalls: 1 };
  await withGate(bindings.http(), limits, async ({ held, host, open }) => {
    const client = await open();
    const first = client.pass(1);
    await held.until(1);
    const controller = new AbortController();
    const second = client.pass(2, { signal: controller.signal });
    while (host.health.calls.queued === 0) await settle();
    controller.abort(new Error('enough'));
    await t.throwsAsync(second, { message: 'enough' });
    while (host.health.calls.queued === 1) await settle();
    held.release(1);
    t.is(await first, 1);
    await settle();
    t.deepEqual(held.started, [1]);
  });
});

test('calls of a session wait and are not refused: its window bounds them', async (t) => {
  const limits = { maxConcurrentCalls: 1, maxQueuedCalls: 1 };
  await withGate(bindings.session(), limits, async ({ held, open }) => {
    const client = await open();
    const calls = [1, 2, 3, 4, 5].map((id) => client.pass(id));
    for (let id = 1; id <= 5; id += 1) {
      await held.until(id);
      held.release(id);
    }
    t.deepEqual(await Promise.all(calls), [1, 2, 3, 4, 5]);
  });
});

test('a session that has no place waits until another one ends', async (t) => {
  await withGate(bindings.session(), { maxConcurrentSessions: 1 }, async ({ held, host, open }) => {
    const first = await open();
    const call = first.pass(1);
    await held.until(1);
    const second = await open();
    const later = second.pass(2);
    await settle();
    t.deepEqual(held.started, [1]);
    t.like(host.health, { sessions: { running: 1, queued: 1, limit: 1 } });
    held.release(1);
    await call;
    await channelOf(first).close();
    await held.until(2);
    held.release(2);
    t.is(await later, 2);
  });
});

test('no more instances are there than the throttle allows, and calls of one instance do not count twice', async (t) => {
  await withGate(bindings.session(), { maxConcurrentInstances: 1 }, async (parts) => {
    const { held, host } = parts;
    const [first, second] = [await parts.open(), await parts.open()];
    // The window of a new session lets one message out; an answer widens it.
    const warmUp = first.pass(0);
    await held.until(1);
    held.release(0);
    await warmUp;
    const calls = [first.pass(1), first.pass(2)];
    await held.until(3);
    const later = second.pass(3);
    await settle();
    t.like(host.health, { instances: { running: 1, queued: 1 }, calls: { running: 3 } });
    held.release(1, 2);
    await Promise.all(calls);
    await channelOf(first).close();
    await held.until(4);
    t.is(held.instances, 2);
    held.release(3);
    t.is(await later, 3);
  });
});

test('a limit that is none is refused with its name', (t) => {
  t.throws(() => serviceThrottling({ maxConcurrentCalls: 0 }), {
    instanceOf: InvalidBindingError,
    message: /maxConcurrentCalls is 0; .* from 1 up/,
  });
});

test('an instance that is not made gives its place back: its constructor throws, its call is not allowed, its time is over', async (t) => {
  const clock = virtualClock();
  const container = createContainer(serviceModule(ClockToken, clock));
  let isBroken = true;
  @ServiceBehavior({ instanceContextMode: 'PerCall' })
  class Fragile implements Gate {
    constructor() {
      if (isBroken) throw new Error('broken');
    }

    pass(id: number): Promise<number> {
      return Promise.resolve(id);
    }
  }
  const host = new ServiceHost(Fragile, { container });
  let allow: () => Promise<boolean> = () => Promise.resolve(true);
  host.behaviors.add(
    serviceThrottling({ maxConcurrentInstances: 1, maxConcurrentCalls: 1 }),
    serviceAuthorization({ authorize: () => allow() }),
    serviceTimeouts({ operationTimeout: 1_000 }),
  );
  const binding = bindings['in-process']();
  const { address } = host.addEndpoint(Gate, binding, newAddress());
  await host.open();
  const factory = new ChannelFactory(Gate, binding, address, { container });
  const client = await factory.createChannel();
  await t.throwsAsync(client.pass(1));
  isBroken = false;
  allow = () => Promise.resolve(false);
  await t.throwsAsync(client.pass(2), { message: /denied/ });
  allow = () => new Promise(() => undefined);
  const stuck = client.pass(3);
  await settle();
  await clock.advance(1_000);
  await t.throwsAsync(stuck);
  allow = () => Promise.resolve(true);
  t.is(await client.pass(4), 4);
  t.like(host.health, { calls: { running: 0, queued: 0 }, instances: { running: 0 } });
  factory.abort();
  host.abort();
});
