import test from 'ava';
import '../../../src/default-elements.js';
import { ServiceHost } from '../../../src/contracts/index.js';
import { CustomBinding } from '../../../src/core/binding/index.js';
import { ClockToken, createContainer, serviceModule } from '../../../src/core/container/index.js';
import { subscribeDiagnostics } from '../../../src/core/diagnostics/index.js';
import { reliableSession } from '../../../src/elements/reliable-session/index.js';
import type { ReliableSessionOptions } from '../../../src/elements/reliable-session/index.js';
import { textEncoding } from '../../../src/elements/text-encoding/index.js';
import { virtualClock } from '../../../src/testing/index.js';
import type { VirtualClock } from '../../../src/testing/index.js';
import { inProcessTransport } from '../../../src/transports/in-process/index.js';
import { Counter, CounterService } from '../../testing/counter.js';
import { RawClient } from './raw-client.js';

interface Victim {
  readonly address: string;
  readonly service: CounterService;
  readonly clock: VirtualClock;
  /** Sessions that are open. */
  readonly open: Set<string>;
}

let addresses = 0;

/** A service with a session of version 1.1, and a client in good order beside the hostile one. */
async function withVictim(
  options: ReliableSessionOptions,
  run: (victim: Victim) => Promise<void>,
): Promise<void> {
  const clock = virtualClock();
  const container = createContainer(serviceModule(ClockToken, clock));
  const address = `inproc://victim-${String((addresses += 1))}`;
  const open = new Set<string>();
  const stop = subscribeDiagnostics('channelstack:sequence', ({ event, sequence, side }) => {
    if (side !== 'service') return;
    if (event === 'created') open.add(sequence);
    if (event === 'faulted' || event === 'terminated') open.delete(sequence);
  });
  const service = new CounterService();
  const host = new ServiceHost(service, { container });
  host.addEndpoint(
    Counter,
    new CustomBinding('victim', [
      reliableSession({ reliableMessagingVersion: 'WSReliableMessaging11', ...options }),
      textEncoding(),
      inProcessTransport(),
    ]),
    address,
  );
  await host.open();
  try {
    await run({ address, service, clock, open });
  } finally {
    stop();
    host.abort();
  }
}

/** Whether a client that keeps to the protocol is served. */
async function isServed(address: string): Promise<boolean> {
  const client = new RawClient(address);
  await client.create();
  return (await client.next(1)).includes('NextResult');
}

test.serial(
  'who opens sessions and vanishes fills the places there are, and loses them by inactivity',
  async (t) => {
    await withVictim(
      { maxSessions: 50, inactivityTimeout: 60_000 },
      async ({ address, clock, open }) => {
        const answers: string[] = [];
        for (let session = 0; session < 60; session += 1)
          answers.push(await new RawClient(address).create());
        t.is(answers.filter((answer) => answer.includes('CreateSequenceResponse')).length, 50);
        t.is(answers.filter((answer) => answer.includes('ConnectionLimitReached')).length, 10);
        t.is(open.size, 50);
        await clock.advance(61_000);
        t.is(open.size, 0);
        t.true(await isServed(address));
      },
    );
  },
);

test.serial(
  'a number that cannot be counted is a MessageNumberRollover, and ends that session alone',
  async (t) => {
    await withVictim({}, async ({ address, service }) => {
      const client = new RawClient(address);
      await client.create();
      t.regex(await client.next('9223372036854775807'), /MessageNumberRollover/);
      t.regex(await client.next(1), /UnknownSequence/);
      t.deepEqual(service.calls, []);
      t.true(await isServed(address));
    });
  },
);

test.serial(
  'the highest number that can be counted, sent first, is kept out of an ordered session',
  async (t) => {
    await withVictim({}, async ({ address, service }) => {
      const client = new RawClient(address);
      await client.create();
      t.is(await client.next(Number.MAX_SAFE_INTEGER), '');
      t.regex(await client.next(1), /NextResult/);
      t.deepEqual(service.calls, [7]);
    });
  },
);

test.serial('of a hundred thousand gaps an unordered session keeps 128 ranges', async (t) => {
  await withVictim(
    { ordered: false, maxTransferWindowSize: 4_096 },
    async ({ address, service }) => {
      const client = new RawClient(address);
      await client.create();
      let last = '';
      // Replies are acknowledged as they come, so that nothing else keeps messages out.
      for (let gap = 0; gap < 100_000; gap += 1) {
        const answer = await client.next(gap * 2 + 1, service.calls.length);
        if (answer !== '') last = answer;
      }
      t.is(service.calls.length, 128);
      t.is(last.match(/<r:AcknowledgementRange/g)?.length, 128);
      t.true(await isServed(address));
    },
  );
});

test.serial(
  'who acknowledges replies that were never sent gets an InvalidAcknowledgement, and no session',
  async (t) => {
    await withVictim({}, async ({ address }) => {
      const client = new RawClient(address);
      await client.create();
      t.regex(await client.next(1, 5), /InvalidAcknowledgement/);
      t.regex(await client.next(2), /UnknownSequence/);
      t.true(await isServed(address));
    });
  },
);

test.serial('ten thousand AckRequested are ten thousand acknowledgements', async (t) => {
  await withVictim({}, async ({ address, open }) => {
    const client = new RawClient(address);
    await client.create();
    await client.next(1);
    const answers = new Set<string>();
    for (let asked = 0; asked < 10_000; asked += 1)
      answers.add(/<r:AcknowledgementRange[^>]*>/.exec(await client.ask())?.[0] ?? 'none');
    t.deepEqual([...answers], ['<r:AcknowledgementRange Lower="1" Upper="1"/>']);
    t.is(open.size, 1);
    t.true(await isServed(address));
  });
});

test.serial(
  'who never acknowledges replies gets four windows of them, and more when it does',
  async (t) => {
    await withVictim({ maxTransferWindowSize: 2 }, async ({ address, service }) => {
      const client = new RawClient(address);
      await client.create();
      for (let number = 1; number <= 20; number += 1) await client.next(number);
      t.is(service.calls.length, 8);
      t.is(await client.next(9), '');
      t.regex(await client.next(9, 8), /NextResult/);
      t.true(await isServed(address));
    });
  },
);

test.serial(
  'replies that nobody acknowledges are kept up to maxBufferedBytesPerSession, and room comes with their acknowledgement',
  async (t) => {
    await withVictim(
      { maxBufferedBytesPerSession: 3_000, maxTransferWindowSize: 64 },
      async ({ address, service }) => {
        const client = new RawClient(address);
        await client.create();
        for (let number = 1; number <= 40; number += 1) await client.next(number);
        t.true(service.calls.length < 10);
        const kept = service.calls.length;
        t.is(await client.next(kept + 1), '');
        t.regex(await client.next(kept + 1, kept), /NextResult/);
      },
    );
  },
);

test.serial('all sessions together keep up to maxBufferedBytes', async (t) => {
  await withVictim(
    { maxBufferedBytes: 4_000, maxTransferWindowSize: 64, ordered: false },
    async ({ address, service }) => {
      const clients = [new RawClient(address), new RawClient(address), new RawClient(address)];
      for (const client of clients) {
        await client.create();
        for (let number = 1; number <= 20; number += 1) await client.next(number);
      }
      t.true(service.calls.length < 10);
    },
  );
});

test.serial(
  'a request that is repeated again and again while it runs keeps a bounded number of exchanges',
  async (t) => {
    await withVictim({}, async ({ address, service }) => {
      const client = new RawClient(address);
      await client.create();
      service.hold();
      const repeats = Array.from({ length: 200 }, () => client.next(1));
      await service.untilCalls(1);
      const early = await Promise.race([Promise.any(repeats), Promise.resolve('none')]);
      service.release();
      const answers = await Promise.all(repeats);
      t.is(early === 'none' ? '' : early, '');
      t.true(answers.filter((answer) => answer.includes('NextResult')).length <= 17);
      t.is(service.calls.length, 1);
    });
  },
);
