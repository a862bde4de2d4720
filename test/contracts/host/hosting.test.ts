import { setMaxListeners } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import test from 'ava';
import {
  ChannelFactory,
  OnOpen,
  Operation,
  OperationContext,
  ServiceBehavior,
  ServiceContract,
  ServiceHost,
  channelOf,
  contractOnly,
  serviceThrottling,
  xsd,
} from '../../../src/contracts/index.js';
import { CustomBinding } from '../../../src/core/binding/index.js';
import { InvalidBindingError, ServerTooBusyError } from '../../../src/core/errors/index.js';
import { reliableSession } from '../../../src/elements/reliable-session/index.js';
import { textEncoding } from '../../../src/elements/text-encoding/index.js';
import { httpTransport } from '../../../src/transports/http/index.js';
import { inProcessTransport } from '../../../src/transports/in-process/index.js';
import '../../../src/default-elements.js';
import { newAddress } from './with-host.js';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

@ServiceContract({ name: 'IWork', namespace: 'urn:example:work' })
class Work {
  @Operation({ name: 'Do', parameters: [['milliseconds', xsd.int]], returns: xsd.int })
  do(milliseconds: number): Promise<number> {
    return contractOnly(milliseconds);
  }
}

const pause = (milliseconds: number): Promise<void> => setTimeout(milliseconds);

class WorkService implements Work {
  async do(milliseconds: number): Promise<number> {
    const { signal } = OperationContext.current;
    await setTimeout(milliseconds, null, { signal });
    return milliseconds;
  }
}

const overHttp = (): CustomBinding => new CustomBinding('http', [textEncoding(), httpTransport()]);

test('@OnOpen methods run before the host listens, those of base classes first, and an error of one fails the opening', async (t) => {
  const order: string[] = [];
  class Base extends WorkService {
    @OnOpen()
    static async connect(): Promise<void> {
      await pause(1);
      order.push('connected');
    }
  }
  class Derived extends Base {
    @OnOpen()
    static load(): void {
      order.push('loaded');
    }
  }
  const binding = new CustomBinding('inProcess', [inProcessTransport()]);
  const host = new ServiceHost(Derived);
  host.addEndpoint(Work, binding, newAddress());
  const opening = host.open();
  t.false(host.health.isReady);
  await opening;
  t.deepEqual(order, ['connected', 'loaded']);
  t.true(host.health.isReady);
  await host.close();
  t.like(host.health, { isReady: false, state: 'closed' });

  class Broken extends WorkService {
    @OnOpen()
    static fail(): void {
      throw new Error('no database');
    }
  }
  const broken = new ServiceHost(Broken);
  broken.addEndpoint(Work, binding, newAddress());
  await t.throwsAsync(broken.open(), { message: 'no database' });
  t.is(broken.health.state, 'faulted');
  broken.abort();
});

test('@OnOpen stands on a method of an instance only where the host has the instance', async (t) => {
  let opened = 0;
  class Prepared extends WorkService {
    @OnOpen()
    prepare(): void {
      opened += 1;
    }
  }
  const binding = new CustomBinding('inProcess', [inProcessTransport()]);
  const host = new ServiceHost(new Prepared());
  host.addEndpoint(Work, binding, newAddress());
  await host.open();
  t.is(opened, 1);
  host.abort();
  const other = new ServiceHost(Prepared);
  other.addEndpoint(Work, binding, newAddress());
  await t.throwsAsync(other.open(), { instanceOf: InvalidBindingError, message: /static/ });
  other.abort();
});

test('an instance without a dispose method is closed by its close(), unless that is an operation', async (t) => {
  const closed: string[] = [];
  class Closable extends WorkService {
    close(): void {
      closed.push('closed');
    }
  }
  const binding = new CustomBinding('inProcess', [inProcessTransport()]);
  const address = newAddress();
  const host = new ServiceHost(Closable);
  host.addEndpoint(Work, binding, address);
  await host.open();
  const factory = new ChannelFactory(Work, binding, address);
  const client = await factory.createChannel();
  await client.do(0);
  t.deepEqual(closed, ['closed']);

  @ServiceContract({ name: 'IDoor', namespace: 'urn:example:door' })
  class Door {
    @Operation({ name: 'Close', isOneWay: true })
    close(): Promise<void> {
      return contractOnly();
    }
  }
  class DoorService implements Door {
    close(): Promise<void> {
      closed.push('the door');
      return Promise.resolve();
    }
  }
  const doors = new ServiceHost(DoorService);
  const { address: doorAddress } = doors.addEndpoint(Door, binding, newAddress());
  await doors.open();
  const doorFactory = new ChannelFactory(Door, binding, doorAddress);
  const door = await doorFactory.createChannel();
  await door.close();
  await pause(1);
  t.deepEqual(closed, ['closed', 'the door']);
  for (const one of [factory, doorFactory, host, doors]) one.abort();
});

test('a host that closes drains its calls, and aborts those that outlast its deadline', async (t) => {
  for (const elements of [[], [reliableSession()]]) {
    const binding = new CustomBinding('http', [...elements, textEncoding(), httpTransport()]);
    const host = new ServiceHost(WorkService);
    host.addEndpoint(Work, binding, 'http://localhost:0/work');
    await host.open();
    const factory = new ChannelFactory(Work, binding, host.endpoints[0]?.address ?? '');
    const client = await factory.createChannel();
    const call = client.do(50);
    while (host.health.calls.running === 0) await pause(1);
    const closing = host.close({ timeout: 5_000 });
    t.is(await call, 50, 'the call that runs is answered');
    await channelOf(client).close();
    await closing;
    factory.abort();

    const late = new ServiceHost(WorkService);
    late.addEndpoint(Work, binding, 'http://localhost:0/work');
    await late.open();
    const other = new ChannelFactory(Work, binding, late.endpoints[0]?.address ?? '');
    const slow = await other.createChannel();
    slow.do(60_000).catch(() => undefined);
    while (late.health.calls.running === 0) await pause(1);
    await t.throwsAsync(late.close({ signal: AbortSignal.timeout(20) }), { any: true });
    await pause(1);
    t.is(late.health.calls.running, 0, 'its signal has told the method');
    other.abort();
  }
});

test('ten times more callers than the throttle allows: each is served or refused at once, memory stays, and all is well after', async (t) => {
  const seconds = Number(process.env['OVERLOAD_SECONDS'] ?? '1');
  const places = 8;
  @ServiceBehavior({ instanceContextMode: 'PerCall' })
  class Busy extends WorkService {}
  const host = new ServiceHost(Busy);
  host.behaviors.add(serviceThrottling({ maxConcurrentCalls: places, maxQueuedCalls: places }));
  host.addEndpoint(Work, overHttp(), 'http://localhost:0/work');
  await host.open();
  const factory = new ChannelFactory(Work, overHttp(), host.endpoints[0]?.address ?? '');
  const served = Array.from({ length: places * 10 }, () => 0);
  let refused = 0;
  let isOver = false;
  const callers = served.map(async (_, caller) => {
    const client = await factory.createChannel();
    while (!isOver) {
      try {
        await client.do(2);
        served[caller] = (served[caller] ?? 0) + 1;
      } catch (error) {
        if (!(error instanceof ServerTooBusyError)) throw error;
        refused += 1;
        await pause(2);
      }
    }
  });
  await pause(300);
  collect();
  const before = process.memoryUsage().heapUsed;
  await pause(seconds * 1_000);
  t.true(host.health.calls.running <= places);
  t.true(host.health.calls.queued <= places);
  isOver = true;
  await Promise.all(callers);
  collect();
  const grown = process.memoryUsage().heapUsed - before;
  const total = served.reduce((all, one) => all + one, 0);
  t.log(`${String(total)} served, ${String(refused)} refused, heap ${String(grown)} bytes more`);
  t.true(refused > 0);
  // Who is refused tries again at a moment of its own: chance has its part in who gets a place.
  t.true(served.filter((one) => one === 0).length < places);
  t.true(grown < 8_000_000);
  t.like(host.health, { calls: { running: 0, queued: 0 }, instances: { running: 0 } });
  const client = await factory.createChannel();
  t.is(await client.do(1), 1);
  factory.abort();
  host.abort();
});

test('ten thousand calls that are given up leave nothing behind', async (t) => {
  @ServiceBehavior({ instanceContextMode: 'PerCall' })
  class Waiting extends WorkService {}
  const host = new ServiceHost(Waiting);
  host.addEndpoint(Work, overHttp(), 'http://localhost:0/work');
  await host.open();
  const factory = new ChannelFactory(Work, overHttp(), host.endpoints[0]?.address ?? '');
  const client = await factory.createChannel();
  const giveUp = async (count: number): Promise<void> => {
    const controller = new AbortController();
    setMaxListeners(0, controller.signal);
    const calls = Array.from({ length: count }, () =>
      client.do(60_000, { signal: controller.signal }).catch(() => undefined),
    );
    const isThere = (): boolean => host.health.calls.running + host.health.calls.queued === count;
    while (!isThere()) await pause(1);
    controller.abort(new Error('enough'));
    await Promise.all(calls);
    while (host.health.calls.running > 0) await pause(1);
  };
  for (let turn = 0; turn < 2; turn += 1) await giveUp(500);
  collect();
  const before = process.memoryUsage().heapUsed;
  for (let turn = 0; turn < 20; turn += 1) await giveUp(500);
  await pause(50);
  collect();
  const grown = process.memoryUsage().heapUsed - before;
  t.log(`heap ${String(grown)} bytes more`);
  t.true(grown < 2_000_000);
  t.like(host.health, { calls: { running: 0, queued: 0 }, instances: { running: 0 } });
  factory.abort();
  host.abort();
});
