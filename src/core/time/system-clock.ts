import type { Clock, Timer, TimerOptions } from './clock.js';
import { TimerHeap } from './timer-heap.js';
import type { HeapEntry } from './timer-heap.js';

/** The longest delay of setTimeout; a later timer is looked at again then. */
const longestDelay = 2_147_483_647;

/** Real time: all timers in one heap over one setTimeout, so that a message's timer costs no system timer of its own. */
export class SystemClock implements Clock {
  readonly #heap = new TimerHeap();
  #order = 0;
  #handle: NodeJS.Timeout | null = null;
  #handleDue = Infinity;

  now(): number {
    return performance.now();
  }

  schedule(delay: number, callback: () => void, options: TimerOptions = {}): Timer {
    const due = this.now() + Math.max(0, delay);
    this.#order += 1;
    const timer = new HeapTimer(this, due, this.#order, callback, options.background ?? false);
    this.#heap.push(timer);
    this.#arm();
    return timer;
  }

  /** @internal */
  cancel(timer: HeapEntry): void {
    this.#heap.cancel(timer);
    this.#holdProcess();
  }

  #arm(): void {
    const next = this.#heap.peek();
    if (next !== null && next.due < this.#handleDue) {
      if (this.#handle !== null) clearTimeout(this.#handle);
      this.#handleDue = next.due;
      this.#handle = setTimeout(
        this.#run,
        Math.min(longestDelay, Math.ceil(next.due - this.now())),
      );
    }
    this.#holdProcess();
  }

  #holdProcess(): void {
    if (this.#heap.foreground > 0) this.#handle?.ref();
    else this.#handle?.unref();
  }

  readonly #run = (): void => {
    this.#handle = null;
    this.#handleDue = Infinity;
    const now = this.now();
    for (let next = this.#heap.peek(); next !== null && next.due <= now; next = this.#heap.peek()) {
      const entry = next;
      this.#heap.pop();
      // A callback that throws is a defect; it must not keep the others waiting.
      queueMicrotask(() => {
        if (!entry.cancelled) entry.callback();
      });
    }
    this.#arm();
  };
}

/** A timer and its place in the heap in one object: there is one for each message on its way. */
class HeapTimer implements HeapEntry, Timer {
  readonly due: number;
  readonly order: number;
  callback: () => void;
  readonly background: boolean;
  cancelled = false;
  taken = false;
  readonly #clock: SystemClock;

  constructor(
    clock: SystemClock,
    due: number,
    order: number,
    callback: () => void,
    background: boolean,
  ) {
    this.#clock = clock;
    this.due = due;
    this.order = order;
    this.callback = callback;
    this.background = background;
  }

  cancel(): void {
    this.#clock.cancel(this);
  }
}
