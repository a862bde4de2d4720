import test from 'ava';
import { InactivityTimer } from '../../../src/elements/reliable-session/inactivity-timer.js';
import type { Clock, Timer } from '../../../src/core/time/index.js';
import { virtualClock } from '../../../src/testing/index.js';

/** A clock of a computer that can sleep: its timers come late, all the time that has passed is there at once. */
class SleepyClock implements Clock {
  #now = 0;
  readonly #timers = new Set<{ readonly due: number; readonly callback: () => void }>();

  now(): number {
    return this.#now;
  }

  schedule(delay: number, callback: () => void): Timer {
    const timer = { due: this.#now + delay, callback };
    this.#timers.add(timer);
    return {
      cancel: () => {
        this.#timers.delete(timer);
      },
    };
  }

  wakeUpAfter(duration: number): void {
    this.#now += duration;
    for (const timer of [...this.#timers]) {
      if (timer.due > this.#now) continue;
      this.#timers.delete(timer);
      timer.callback();
    }
  }
}

function watch(clock: Clock, keepAlive: (() => void) | null = null) {
  const seen = { expired: 0 };
  const timer = new InactivityTimer({
    clock,
    timeout: 60_000,
    keepAlive,
    attempts: 8,
    onExpired: () => {
      seen.expired += 1;
    },
  });
  timer.start();
  return { timer, seen };
}

test('silence is noticed once, after the timeout since the last sign of life', async (t) => {
  const clock = virtualClock();
  const { timer, seen } = watch(clock);
  await clock.advance(40_000);
  timer.heard();
  await clock.advance(59_000);
  t.is(seen.expired, 0);
  await clock.advance(120_000);
  t.is(seen.expired, 1);
});

test('half the timeout is waited before a sign of life is asked for, and then it is asked for up to the timeout', async (t) => {
  const clock = virtualClock();
  const asked: number[] = [];
  const { seen } = watch(clock, () => asked.push(clock.now()));
  await clock.advance(29_000);
  t.deepEqual(asked, []);
  await clock.advance(2_000);
  t.is(asked.length, 1);
  await clock.advance(40_000);
  t.is(asked.length, 8);
  t.is(seen.expired, 1);
});

test('a service whose computer slept gives its clients a whole timeout more', (t) => {
  const clock = new SleepyClock();
  const { timer, seen } = watch(clock);
  clock.wakeUpAfter(8 * 3_600_000);
  t.is(seen.expired, 0);
  timer.heard();
  clock.wakeUpAfter(59_000);
  clock.wakeUpAfter(2_000);
  t.is(seen.expired, 1);
});

test('a client whose computer slept asks before it gives up', (t) => {
  const clock = new SleepyClock();
  let asked = 0;
  const { timer, seen } = watch(clock, () => {
    asked += 1;
  });
  clock.wakeUpAfter(8 * 3_600_000);
  t.is(asked, 1);
  t.is(seen.expired, 0);
  timer.heard();
  clock.wakeUpAfter(20_000);
  t.is(seen.expired, 0);
});
