import test from 'ava';
import { Deadlines } from '../../../src/core/time/index.js';
import type { Deadlined } from '../../../src/core/time/index.js';
import { VirtualClock } from '../../../src/testing/index.js';

function recorder(expired: string[], name: string): Deadlined {
  return {
    startedAt: 0,
    expire: (timeout) => {
      expired.push(`${name} after ${String(timeout)}`);
    },
  };
}

test('each ends after its own time; what is over in time does not', async (t) => {
  const clock = new VirtualClock();
  const deadlines = new Deadlines(clock, 1_000);
  const expired: string[] = [];
  deadlines.start(recorder(expired, 'first'));
  await clock.advance(400);
  const second = deadlines.start(recorder(expired, 'second'));
  await clock.advance(300);
  deadlines.start(recorder(expired, 'third'));
  await clock.advance(299);
  t.deepEqual(expired, []);
  await clock.advance(1);
  t.deepEqual(expired, ['first after 1000']);
  deadlines.end(second);
  await clock.advance(699);
  t.deepEqual(expired, ['first after 1000']);
  await clock.advance(1);
  t.deepEqual(expired, ['first after 1000', 'third after 1000']);
});

test('without a limit nothing is watched', async (t) => {
  const clock = new VirtualClock();
  const deadlines = new Deadlines(clock, Infinity);
  const expired: string[] = [];
  t.is(deadlines.start(recorder(expired, 'any')), null);
  deadlines.end(null);
  await clock.advance(10_000_000);
  t.deepEqual(expired, []);
});
