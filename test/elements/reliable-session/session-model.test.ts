import test from 'ava';
import fc from 'fast-check';
import '../../../src/default-elements.js';
import { ChannelFactory, ServiceHost, channelOf } from '../../../src/contracts/index.js';
import { CustomBinding } from '../../../src/core/binding/index.js';
import { ClockToken, createContainer, serviceModule } from '../../../src/core/container/index.js';
import { subscribeDiagnostics } from '../../../src/core/diagnostics/index.js';
import { reliableSession } from '../../../src/elements/reliable-session/index.js';
import { textEncoding } from '../../../src/elements/text-encoding/index.js';
import { faultInjection, virtualClock } from '../../../src/testing/index.js';
import { inProcessTransport } from '../../../src/transports/in-process/index.js';
import { Counter, CounterService, CounterSession, callbackFor } from '../../testing/counter.js';

/** A session between two sides over a network that does to each message what chance says. */
interface Schedule {
  readonly seed: number;
  readonly version: 'WSReliableMessagingFebruary2005' | 'WSReliableMessaging11';
  readonly isDuplex: boolean;
  readonly ordered: boolean;
  readonly window: number;
  readonly maxRetryCount: number;
  readonly calls: number;
  readonly drop: number;
  readonly duplicate: number;
  readonly reorder: number;
  readonly delay: number;
}

const probability = (most: number): fc.Arbitrary<number> =>
  fc.integer({ min: 0, max: 100 }).map((share) => (share / 100) * most);

const schedules = fc.record<Schedule>({
  seed: fc.integer(),
  version: fc.constantFrom('WSReliableMessagingFebruary2005', 'WSReliableMessaging11'),
  isDuplex: fc.boolean(),
  ordered: fc.boolean(),
  window: fc.oneof(fc.integer({ min: 1, max: 16 }), fc.constant(4_096)),
  maxRetryCount: fc.constantFrom(2, 8, 30),
  calls: fc.integer({ min: 0, max: 30 }),
  drop: probability(0.4),
  duplicate: probability(0.2),
  reorder: probability(0.2),
  delay: probability(0.2),
});

test('a copy of CreateSequence that comes when its session has ended makes no second one', async (t) => {
  const { failure } = await play({
    seed: 1742155654,
    version: 'WSReliableMessagingFebruary2005',
    isDuplex: true,
    ordered: false,
    window: 1,
    maxRetryCount: 2,
    calls: 0,
    drop: 0.23199999999999998,
    duplicate: 0.2,
    reorder: 0,
    delay: 0,
  });
  t.is(failure, null);
});

test('a whole session runs each call once and closes, or is faulted with a reason and has run none twice', async (t) => {
  await fc.assert(
    fc.asyncProperty(schedules, async (schedule) => {
      const { answered, run, failure, causes } = await play(schedule);
      // The side that gave up tells the other, but what it tells may be lost, too.
      const isExplained =
        failure === null || causes.some((one) => /maxRetryCount|inactivityTimeout/.test(one));
      if (!isExplained) throw new Error(`The session failed without a cause: ${failure}`);
      t.is(new Set(run).size, run.length, 'none ran twice');
      const sorted = [...run].sort((a, b) => a - b);
      t.deepEqual(schedule.ordered ? run : sorted, sorted);
      for (const call of answered) t.true(run.includes(call));
      t.is(failure === null ? answered.length : schedule.calls, schedule.calls);
    }),
    { numRuns: Number(process.env['SESSIONS'] ?? 150) },
  );
});

interface Outcome {
  readonly answered: readonly number[];
  readonly run: readonly number[];
  readonly failure: string | null;
  /** Why sessions ended before their time, at either side. */
  readonly causes: readonly string[];
}

let addresses = 0;

async function play(schedule: Schedule): Promise<Outcome> {
  const { version, ordered, window, maxRetryCount, calls, isDuplex, ...faults } = schedule;
  const clock = virtualClock();
  const container = createContainer(serviceModule(ClockToken, clock));
  const binding = new CustomBinding(
    'model',
    [
      reliableSession({
        reliableMessagingVersion: version,
        ordered,
        maxTransferWindowSize: window,
        maxRetryCount,
      }),
      faultInjection(faults),
      textEncoding(),
      inProcessTransport(),
    ],
    { sendTimeout: 1e9, openTimeout: 1e9, closeTimeout: 1e9, receiveTimeout: Infinity },
  );
  const address = `inproc://model-${String((addresses += 1))}`;
  const contract = isDuplex ? CounterSession : Counter;
  const service = new CounterService();
  const host = new ServiceHost(service, { container });
  host.addEndpoint(contract, binding, address);
  await host.open();
  const factory = new ChannelFactory<Counter>(contract, binding, address, {
    container,
    ...callbackFor(contract),
  });
  const answered: number[] = [];
  let failure: string | null = null;
  const causes: string[] = [];
  const stop = subscribeDiagnostics('channelstack:sequence', ({ event, detail }) => {
    if (event === 'faulted') causes.push(detail);
  });
  try {
    const client = await clock.runUntil(factory.createChannel(), 2e9);
    const all = Array.from({ length: calls }, async (_, index) => {
      answered.push(await client.next(index + 1));
    });
    await clock.runUntil(Promise.all(all), 2e9);
    await clock.runUntil(channelOf(client).close(), 2e9);
  } catch (error) {
    failure = String(error);
  } finally {
    stop();
    factory.abort();
    host.abort();
  }
  return { answered, run: service.calls, failure, causes };
}
