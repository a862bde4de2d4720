import test from 'ava';
import '../../src/default-elements.js';
import { ChannelFactory, ServiceHost, channelOf } from '../../src/contracts/index.js';
import { CustomBinding } from '../../src/core/binding/index.js';
import type { BindingElement } from '../../src/core/binding/index.js';
import { ClockToken, createContainer, serviceModule } from '../../src/core/container/index.js';
import { InvalidBindingError } from '../../src/core/errors/index.js';
import { reliableSession } from '../../src/elements/reliable-session/index.js';
import { textEncoding } from '../../src/elements/text-encoding/index.js';
import { channelLaws, faultInjection, inProcess, virtualClock } from '../../src/testing/index.js';
import type { InjectedFault } from '../../src/testing/index.js';
import { inProcessTransport } from '../../src/transports/in-process/index.js';
import { Counter, CounterService, CounterSession, callbackFor } from './counter.js';

let addresses = 0;

channelLaws(test, 'faultInjection without faults', () => ({
  elements: [faultInjection(), textEncoding(), inProcessTransport()],
  listenUri: `inproc://faultless-${String((addresses += 1))}`,
}));
channelLaws(test, 'reliableSession over faultInjection without faults', () => ({
  elements: [
    reliableSession({ maxPendingChannels: 64 }),
    faultInjection({ side: 'both' }),
    textEncoding(),
    inProcessTransport(),
  ],
  listenUri: `inproc://faultless-${String((addresses += 1))}`,
}));
test('the same seed brings the same faults, another one brings others', async (t) => {
  const run = async (seed: number): Promise<string[]> => {
    const injected: InjectedFault[] = [];
    const clock = virtualClock();
    const elements = [
      reliableSession(),
      faultInjection({
        seed,
        drop: 0.2,
        duplicate: 0.2,
        reorder: 0.2,
        delay: 0.2,
        onInjected: (one) => injected.push(one),
      }),
      textEncoding(),
      inProcessTransport(),
    ];
    await using pair = await openPair(Counter, elements, clock);
    for (let call = 1; call <= 20; call += 1) await clock.runUntil(pair.client.next(call));
    return injected.map(({ fault, direction, index }) => `${direction} ${String(index)} ${fault}`);
  };
  const first = await run(7);
  t.true(first.length > 10);
  t.deepEqual(await run(7), first);
  t.notDeepEqual(await run(8), first);
});

test('a request that is lost fails like a cut connection; a lost reply does, too, and the service has run', async (t) => {
  for (const direction of ['outgoing', 'incoming'] as const) {
    const service = new CounterService();
    const elements = [
      faultInjection({ when: (one) => (one.direction === direction ? 'drop' : null) }),
      textEncoding(),
      inProcessTransport(),
    ];
    await using pair = await inProcess(service, Counter, elements);
    await t.throwsAsync(pair.client.next(1), {
      message: /faultInjection lost the (request|reply)/,
    });
    t.deepEqual(service.calls, direction === 'outgoing' ? [] : [1]);
  }
});

test('a duplicate without a reliable session runs twice, and with one once', async (t) => {
  for (const [above, runs] of [
    [[], 2],
    [[reliableSession()], 1],
  ] as const) {
    const service = new CounterService();
    const elements = [
      ...above,
      faultInjection({
        delayUpTo: 0,
        when: ({ direction, message }) =>
          direction === 'outgoing' && message.headers.action?.includes('Next') === true
            ? 'duplicate'
            : null,
      }),
      textEncoding(),
      inProcessTransport(),
    ];
    await using pair = await inProcess(service, Counter, elements);
    await pair.client.next(1);
    await service.untilCalls(runs);
    t.is(service.calls.length, runs);
  }
});

test('a corrupt body is refused by the service, and the session lives on', async (t) => {
  const elements = [
    reliableSession(),
    faultInjection({
      when: ({ index }) => (index === 2 ? 'corrupt' : null),
      direction: 'outgoing',
    }),
    textEncoding(),
    inProcessTransport(),
  ];
  await using pair = await inProcess(new CounterService(), Counter, elements);
  await t.throwsAsync(pair.client.next(1));
  t.is(await pair.client.next(2), 2);
});

test('at the service side the same faults meet requests as they come in and replies as they leave', async (t) => {
  const injected: InjectedFault[] = [];
  const clock = virtualClock();
  const elements = [
    reliableSession({ maxRetryCount: 30 }),
    faultInjection({
      side: 'service',
      drop: 0.2,
      duplicate: 0.2,
      reorder: 0.1,
      onInjected: (one) => injected.push(one),
    }),
    textEncoding(),
    inProcessTransport(),
  ];
  await using pair = await openPair(Counter, elements, clock);
  for (let call = 1; call <= 30; call += 1)
    t.is(await clock.runUntil(pair.client.next(call)), call);
  t.deepEqual([...new Set(injected.map(({ side }) => side))], ['service']);
  t.deepEqual([...new Set(injected.map(({ direction }) => direction))].sort(), [
    'incoming',
    'outgoing',
  ]);
});

const versions = ['WSReliableMessagingFebruary2005', 'WSReliableMessaging11'] as const;
for (const reliableMessagingVersion of versions) {
  for (const contract of [Counter, CounterSession]) {
    const shape = contract === Counter ? 'request-reply' : 'duplex';
    test(`${reliableMessagingVersion}, ${shape}: 300 calls through 20 % loss each way, duplicates and reordering run once, in order, and the session closes`, async (t) => {
      const clock = virtualClock();
      const service = new CounterService();
      const elements = [
        reliableSession({ reliableMessagingVersion, maxRetryCount: 30, maxTransferWindowSize: 16 }),
        faultInjection({ seed: 11, drop: 0.2, duplicate: 0.1, reorder: 0.1, delay: 0.1 }),
        textEncoding(),
        inProcessTransport(),
      ];
      await using pair = await openPair(contract, elements, clock, service);
      const calls = Array.from({ length: 300 }, (_, index) => index + 1);
      const results = await clock.runUntil(
        Promise.all(calls.map((call) => pair.client.next(call))),
      );
      t.deepEqual(results, calls);
      t.deepEqual(service.calls, calls);
      await clock.runUntil(channelOf(pair.client).close());
      t.is(channelOf(pair.client).state, 'closed');
    });
  }
}

test('options that do not fit are refused, all at once', (t) => {
  const error = t.throws(() => faultInjection({ drop: 2, seed: 0.5, delayUpTo: -1 }), {
    instanceOf: InvalidBindingError,
  });
  t.regex(error.message, /drop is 2.*seed must be.*delayUpTo must be/);
  t.throws(() => faultInjection({ drop: 0.6, delay: 0.6 }), { message: /come to 1.2/ });
});

/** A pair in virtual time. */
async function openPair<C extends Counter>(
  contract: new () => C,
  elements: readonly BindingElement[],
  clock: ReturnType<typeof virtualClock>,
  service = new CounterService(),
) {
  const container = createContainer(serviceModule(ClockToken, clock));
  const timeouts = {
    sendTimeout: 86_400_000,
    openTimeout: 3_600_000,
    closeTimeout: 3_600_000,
    receiveTimeout: Infinity,
  };
  const address = `inproc://faults-${String((addresses += 1))}`;
  const binding = new CustomBinding('faults', elements, timeouts);
  const host = new ServiceHost(service, { container });
  host.addEndpoint(contract, binding, address);
  await host.open();
  const factory = new ChannelFactory(contract, binding, address, {
    container,
    ...callbackFor(contract),
  });
  const client = await clock.runUntil(factory.createChannel());
  return {
    client,
    [Symbol.asyncDispose]: (): Promise<void> => {
      factory.abort();
      host.abort();
      return Promise.resolve();
    },
  };
}
