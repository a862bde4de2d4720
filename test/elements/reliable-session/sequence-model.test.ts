import test from 'ava';
import fc from 'fast-check';
import { startDestination } from '../../../src/elements/reliable-session/rm-destination.js';
import { startReplySequence } from '../../../src/elements/reliable-session/reply-sequence.js';
import { isDrained, startSource } from '../../../src/elements/reliable-session/rm-source.js';
import type {
  SourceEffect,
  SourceEvent,
} from '../../../src/elements/reliable-session/rm-source.js';
import { stepDestination, stepReplies, stepSource } from './kept-machines.js';

/** What the network does to each packet, in turn; after the script it carries everything at once. */
type Fate = 'deliver' | 'lose' | 'duplicate' | 'delay';

interface Schedule {
  readonly messages: number;
  readonly ordered: boolean;
  readonly window: number;
  readonly twoWay: boolean;
  readonly fates: readonly Fate[];
  readonly operationTimes: readonly number[];
}

interface Outcome {
  readonly executed: number[];
  readonly answered: number[];
  readonly isDrained: boolean;
  readonly isExhausted: boolean;
}

const schedules = fc.record<Schedule>({
  messages: fc.integer({ min: 0, max: 24 }),
  ordered: fc.boolean(),
  window: fc.oneof(fc.integer({ min: 1, max: 8 }), fc.constant(4096)),
  twoWay: fc.boolean(),
  fates: fc.array(fc.constantFrom<Fate[]>('deliver', 'lose', 'duplicate', 'delay'), {
    maxLength: 120,
  }),
  operationTimes: fc.array(fc.integer({ min: 0, max: 3_000 }), { minLength: 1, maxLength: 8 }),
});

test('through loss, duplication, reordering and delay every message runs once, in order when asked, and is answered', (t) => {
  fc.assert(
    fc.property(schedules, (schedule) => {
      const outcome = simulate(schedule);
      const expected = Array.from({ length: schedule.messages }, (_, index) => index + 1);
      const executed = schedule.ordered
        ? outcome.executed
        : [...outcome.executed].sort((a, b) => a - b);
      t.false(outcome.isExhausted);
      t.true(outcome.isDrained);
      t.deepEqual(executed, expected);
      t.deepEqual(
        [...outcome.answered].sort((a, b) => a - b),
        expected,
      );
    }),
    { numRuns: Number(process.env['SCHEDULES'] ?? 2_000) },
  );
});

test('a message that is never answered is given up after maxRetryCount retransmissions', (t) => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 8 }),
      fc.integer({ min: 0, max: 500 }),
      (maxRetryCount, roundTrip) => {
        const source = startSource<string>({
          maxTransferWindowSize: 8,
          maxRetryCount,
          flowControlEnabled: true,
          pollInterval: 30_000,
          roundTrip,
        });
        const sent: number[] = [];
        let now = 0;
        let effects = stepSource(source, { type: 'send', handle: 'm', completedBy: 'reply' }, now);
        while (effects.every(({ type }) => type !== 'exhausted')) {
          for (const effect of effects) if (effect.type === 'transmit') sent.push(now);
          now = source.retransmitAt ?? Infinity;
          effects = stepSource(source, { type: 'timer' }, now);
        }
        t.is(sent.length, maxRetryCount + 1);
        const waits = sent.slice(1).map((at, index) => at - (sent[index] ?? 0));
        t.deepEqual(
          waits.slice(1),
          waits.slice(0, -1).map((wait) => wait * 2),
        );
      },
    ),
  );
});

test('the window begins at one and never exceeds its maximum', (t) => {
  const source = startSource<number>({
    maxTransferWindowSize: 4,
    maxRetryCount: 8,
    flowControlEnabled: true,
    pollInterval: 30_000,
    roundTrip: 5,
  });
  const inFlight: number[] = [];
  for (let message = 1; message <= 40; message += 1) {
    stepSource(source, { type: 'send', handle: message, completedBy: 'reply' }, 0);
  }
  for (let number = 1; number <= 40; number += 1) {
    inFlight.push(source.sent.size);
    stepSource(source, { type: 'replied', number }, number);
  }
  t.is(inFlight[0], 1);
  t.is(Math.max(...inFlight), 4);
  t.true(isDrained(source));
});

test('BufferRemaining of zero stops new messages until there is room again', (t) => {
  const source = startSource<number>({
    maxTransferWindowSize: 8,
    maxRetryCount: 8,
    flowControlEnabled: true,
    pollInterval: 30_000,
    roundTrip: 5,
  });
  stepSource(source, { type: 'send', handle: 1, completedBy: 'acknowledgement' }, 0);
  stepSource(
    source,
    { type: 'acknowledged', ranges: [{ lower: 1, upper: 1 }], bufferRemaining: 0 },
    1,
  );
  t.deepEqual(
    stepSource(source, { type: 'send', handle: 2, completedBy: 'acknowledgement' }, 2),
    [],
  );
  const effects = stepSource(
    source,
    { type: 'acknowledged', ranges: [{ lower: 1, upper: 1 }], bufferRemaining: 3 },
    3,
  );
  t.deepEqual(effects, [
    {
      type: 'transmit',
      number: 2,
      handle: 2,
      retries: 0,
      isLast: false,
      wantsAcknowledgement: false,
    },
  ]);
});

test('after the highest number that can be counted there is no other: the source says so', (t) => {
  const source = startSource<string>({
    maxTransferWindowSize: 8,
    maxRetryCount: 8,
    flowControlEnabled: true,
    pollInterval: 30_000,
    roundTrip: 10,
  });
  source.nextNumber = Number.MAX_SAFE_INTEGER;
  const last = stepSource(source, { type: 'send', handle: 'last', completedBy: 'reply' }, 0);
  t.is(last[0]?.type, 'transmit');
  stepSource(source, { type: 'replied', number: Number.MAX_SAFE_INTEGER }, 1);
  const next = stepSource(source, { type: 'send', handle: 'next', completedBy: 'reply' }, 2);
  t.deepEqual(next, [{ type: 'rollover' }]);
});

test('an acknowledgement of what was never sent is an error, and changes nothing', (t) => {
  const source = startSource<number>({
    maxTransferWindowSize: 8,
    maxRetryCount: 8,
    flowControlEnabled: true,
    pollInterval: 30_000,
    roundTrip: 5,
  });
  stepSource(source, { type: 'send', handle: 1, completedBy: 'acknowledgement' }, 0);
  const event = {
    type: 'acknowledged',
    ranges: [{ lower: 1, upper: 2 }],
    bufferRemaining: null,
  } as const;
  t.deepEqual(stepSource(source, event, 1), [{ type: 'invalidAcknowledgement', upper: 2 }]);
  t.false(isDrained(source));
});

test('a reply is kept until it is acknowledged, and after that a repeated request gets an acknowledgement alone', (t) => {
  const replies = startReplySequence<string, string>();
  stepReplies(replies, { type: 'begun', request: 1, exchange: 'first' });
  stepReplies(replies, { type: 'repeated', request: 1, exchange: 'second' });
  t.deepEqual(stepReplies(replies, { type: 'answered', request: 1, reply: 'r' }), [
    { type: 'reply', exchange: 'first', number: 1, reply: 'r', isRepeat: false },
    { type: 'reply', exchange: 'second', number: 1, reply: 'r', isRepeat: true },
  ]);
  t.deepEqual(stepReplies(replies, { type: 'repeated', request: 1, exchange: 'third' }), [
    { type: 'reply', exchange: 'third', number: 1, reply: 'r', isRepeat: true },
  ]);
  stepReplies(replies, { type: 'acknowledged', ranges: [{ lower: 1, upper: 1 }] });
  t.deepEqual(stepReplies(replies, { type: 'repeated', request: 1, exchange: 'fourth' }), [
    { type: 'acknowledge', exchange: 'fourth' },
  ]);
});

test('the destination drops what is beyond its window and what would make too many gaps', (t) => {
  const ordered = startDestination<number>({ ordered: true, maxTransferWindowSize: 4 });
  const beyond = stepDestination(ordered, {
    type: 'message',
    number: 5,
    handle: 5,
    isLast: false,
  });
  t.deepEqual(beyond, [{ type: 'drop', number: 5, handle: 5, reason: 'beyondWindow' }]);
  const unordered = startDestination<number>({ ordered: false, maxTransferWindowSize: 4096 });
  const effects = Array.from({ length: 130 }, (_, index) =>
    stepDestination(unordered, {
      type: 'message',
      number: index * 2 + 1,
      handle: index,
      isLast: false,
    }),
  ).flat();
  t.is(effects.filter(({ type }) => type === 'deliver').length, 128);
  t.deepEqual(effects.at(-1), { type: 'drop', number: 259, handle: 129, reason: 'tooManyGaps' });
});

/** Plays a schedule in virtual time: a client and a service over a network that does to each packet what the script says. */
function simulate({ messages, ordered, window, twoWay, fates, operationTimes }: Schedule): Outcome {
  const source = startSource<number>({
    maxTransferWindowSize: window,
    maxRetryCount: 200,
    flowControlEnabled: true,
    pollInterval: 30_000,
    roundTrip: 10,
  });
  const destination = startDestination<number>({ ordered, maxTransferWindowSize: window });
  const replies = startReplySequence<number, number>();
  const repliesReceived = new Set<number>();
  const executed: number[] = [];
  const answered: number[] = [];
  const agenda: { readonly at: number; readonly order: number; readonly run: () => void }[] = [];
  let now = 0;
  let order = 0;
  let exchanges = 0;
  let fate = 0;
  const end = { isExhausted: false };
  const numbers = new Map<number, number>();

  const later = (delay: number, run: () => void): void => {
    agenda.push({ at: now + delay, order: (order += 1), run });
  };
  /** Sends a packet through the network. */
  const carry = (arrive: () => void): void => {
    switch (fates[(fate += 1) - 1] ?? 'deliver') {
      case 'lose':
        return;
      case 'duplicate':
        later(5, arrive);
        later(9, arrive);
        return;
      case 'delay':
        later(700, arrive);
        return;
      case 'deliver':
        later(5, arrive);
    }
  };
  const ackRanges = (): { readonly lower: number; readonly upper: number }[] => [
    ...destination.received.list,
  ];
  const respond = (exchange: number, replyNumber: number | null): void => {
    const ranges = ackRanges();
    carry(() => {
      step({ type: 'acknowledged', ranges, bufferRemaining: null });
      const number = numbers.get(exchange) ?? 0;
      if (replyNumber === null) return;
      repliesReceived.add(replyNumber);
      step({ type: 'replied', number });
    });
  };
  const onReplies = (effects: ReturnType<typeof stepReplies<number, number>>): void => {
    for (const effect of effects) {
      if (effect.type === 'reply') respond(effect.exchange, effect.number);
      else if (effect.type === 'acknowledge') respond(effect.exchange, null);
    }
  };
  const execute = (number: number): void => {
    executed.push(number);
    later(operationTimes[number % operationTimes.length] ?? 0, () => {
      stepDestination(destination, { type: 'consumed' });
      onReplies(
        stepReplies(replies, {
          type: 'answered',
          request: number,
          reply: twoWay ? number : null,
        }),
      );
    });
  };
  const receive = (number: number, exchange: number, acknowledged: readonly number[]): void => {
    for (const reply of acknowledged) {
      onReplies(
        stepReplies(replies, {
          type: 'acknowledged',
          ranges: [{ lower: reply, upper: reply }],
        }),
      );
    }
    for (const effect of stepDestination(destination, {
      type: 'message',
      number,
      handle: exchange,
      isLast: false,
    })) {
      if (effect.type === 'hold')
        onReplies(
          stepReplies(replies, {
            type: 'begun',
            request: effect.number,
            exchange: effect.handle,
          }),
        );
      else if (effect.type === 'deliver') {
        if (!replies.contexts.has(effect.number)) {
          onReplies(
            stepReplies(replies, {
              type: 'begun',
              request: effect.number,
              exchange: effect.handle,
            }),
          );
        }
        execute(effect.number);
      } else if (effect.type === 'duplicate') {
        onReplies(
          stepReplies(replies, {
            type: 'repeated',
            request: effect.number,
            exchange: effect.handle,
          }),
        );
      }
    }
  };
  const onEffect = (effect: SourceEffect<number>): void => {
    if (effect.type === 'transmit') {
      const exchange = (exchanges += 1);
      numbers.set(exchange, effect.number);
      const acknowledged = [...repliesReceived];
      carry(() => {
        receive(effect.number, exchange, acknowledged);
      });
    } else if (effect.type === 'complete') answered.push(effect.handle);
    else if (effect.type !== 'poll') end.isExhausted = true;
  };
  const step = (event: SourceEvent<number>): void => {
    for (const effect of stepSource(source, event, now)) onEffect(effect);
  };

  for (let message = 1; message <= messages; message += 1) {
    later(message, () => {
      step({ type: 'send', handle: message, completedBy: twoWay ? 'reply' : 'acknowledgement' });
    });
  }
  for (let steps = 0; steps < 20_000 && !end.isExhausted; steps += 1) {
    agenda.sort((a, b) => a.at - b.at || a.order - b.order);
    const [next] = agenda;
    const timer = source.retransmitAt;
    if (next === undefined && timer === null) break;
    if (timer !== null && (next === undefined || timer < next.at)) {
      now = Math.max(now, timer);
      step({ type: 'timer' });
      continue;
    }
    agenda.shift();
    now = Math.max(now, next?.at ?? 0);
    next?.run();
  }
  return { executed, answered, isDrained: isDrained(source), ...end };
}
