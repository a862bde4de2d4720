import type { Clock, HeapEntry, Timer, TimerOptions } from '../core/time/index.js';
import { TimerHeap } from '../core/time/index.js';

/** Time that stands still until a test moves it: hours of retries and timeouts pass in milliseconds, always the same way. */
export class VirtualClock implements Clock {
  readonly #heap = new TimerHeap();
  #now = 0;
  #order = 0;

  now(): number {
    return this.#now;
  }

  schedule(delay: number, callback: () => void, options: TimerOptions = {}): Timer {
    const entry: HeapEntry = {
      due: this.#now + Math.max(0, delay),
      order: (this.#order += 1),
      callback,
      background: options.background ?? false,
      cancelled: false,
      taken: false,
    };
    this.#heap.push(entry);
    return {
      cancel: () => {
        this.#heap.cancel(entry);
      },
    };
  }

  /** Lets `duration` milliseconds pass, timer by timer, with all that is ready to run done before the next one. */
  async advance(duration: number): Promise<void> {
    const end = this.#now + duration;
    await settle();
    for (let next = this.#heap.peek(); next !== null && next.due <= end; next = this.#heap.peek()) {
      await this.#fire(next);
    }
    this.#now = Math.max(this.#now, end);
    await settle();
  }

  /**
   * Moves time from timer to timer until the promise is settled, and returns what it came to. Throws when no timer is left,
   * or when `limit` milliseconds (default one day) have passed.
   */
  async runUntil<T>(promise: Promise<T>, limit = 86_400_000): Promise<T> {
    const end = this.#now + limit;
    const outcome: { isSettled: boolean } = { isSettled: false };
    const settled = promise.finally(() => {
      outcome.isSettled = true;
    });
    settled.catch(() => undefined);
    for (;;) {
      await settle();
      if (outcome.isSettled) return settled;
      const next = this.#heap.peek();
      if (next === null)
        throw new Error(
          `The virtual clock stands at ${String(this.#now)} ms, no timer waits, and the promise is not settled.`,
        );
      if (next.due > end)
        throw new Error(`The promise was not settled within ${String(limit)} ms of virtual time.`);
      await this.#fire(next);
    }
  }

  async #fire(entry: HeapEntry): Promise<void> {
    this.#heap.pop();
    this.#now = Math.max(this.#now, entry.due);
    entry.callback();
    await settle();
  }
}

/** A clock that a test moves by hand; give it to a container with `serviceModule(ClockToken, clock)`. */
export function virtualClock(): VirtualClock {
  return new VirtualClock();
}

/** Lets everything run that waits for microtasks, and for the microtasks of those. */
async function settle(): Promise<void> {
  await new Promise<void>((resolve) => {
    setImmediate(resolve);
  });
}
