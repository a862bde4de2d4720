import { setMaxListeners } from 'node:events';
import test from 'ava';
import {
  ChannelFactory,
  ServiceBehavior,
  ServiceHost,
  serviceThrottling,
} from '../../src/contracts/index.js';
import { CustomBinding } from '../../src/core/binding/index.js';
import { ServerTooBusyError } from '../../src/core/errors/index.js';
import { textEncoding } from '../../src/elements/text-encoding/index.js';
import { httpTransport } from '../../src/transports/http/index.js';
import '../../src/default-elements.js';
import { Work, WorkService, collect, pause } from '../contracts/host/work.js';

const overHttp = (): CustomBinding => new CustomBinding('http', [textEncoding(), httpTransport()]);

test.serial(
  'ten times more callers than the throttle allows: each is served or refused at once, memory stays, and all is well after',
  async (t) => {
    t.timeout(120_000);
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
  },
);

test.serial('ten thousand calls that are given up leave nothing behind', async (t) => {
  t.timeout(120_000);
  @ServiceBehavior({ instanceContextMode: 'PerCall' })
  class Waiting extends WorkService {}
  const host = new ServiceHost(Waiting);
  const binding = new CustomBinding('many connections at once', [
    textEncoding(),
    // Node's own backlog of 511 overflows here, and the system then makes connections wait ever longer.
    httpTransport({ maxPendingAccepts: 2_000 }),
  ]);
  host.addEndpoint(Work, binding, 'http://localhost:0/work');
  await host.open();
  const factory = new ChannelFactory(Work, overHttp(), host.endpoints[0]?.address ?? '');
  t.teardown(() => {
    factory.abort();
    host.abort();
  });
  const client = await factory.createChannel();
  const failures: unknown[] = [];
  const giveUp = async (count: number): Promise<void> => {
    const controller = new AbortController();
    setMaxListeners(0, controller.signal);
    const calls = Array.from({ length: count }, () =>
      client.do(60_000, { signal: controller.signal }).catch((error: unknown) => {
        if (!controller.signal.aborted) failures.push(error);
      }),
    );
    const isThere = (): boolean => host.health.calls.running + host.health.calls.queued === count;
    while (!isThere() && failures.length === 0) await pause(1);
    t.deepEqual(failures, [], 'calls that nobody gave up');
    controller.abort(new Error('enough'));
    await Promise.all(calls);
    while (host.health.calls.running + host.health.calls.queued > 0) await pause(1);
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
});
