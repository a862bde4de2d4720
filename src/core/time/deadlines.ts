import { TransientList } from '../collections/index.js';
import type { ListEntry } from '../collections/index.js';
import type { Clock, Timer } from './clock.js';

/** What has to be over in time. */
export interface Deadlined {
  /** When it started, in ms of the clock; the deadlines note it here. */
  startedAt: number;
  /** Its time is over. */
  expire(timeout: number): void;
}

/** What takes a {@link Deadlined} out again. */
export type Deadline = ListEntry<Deadlined>;

/**
 * Ends what takes too long, such as calls: all have the same time, so the first to start is the first to end, and one timer is
 * enough. It does not keep the process alive.
 */
export class Deadlines {
  readonly #clock: Clock;
  readonly #timeout: number;
  readonly #running = new TransientList<Deadlined>();
  #timer: Timer | null = null;

  /** `timeout` in milliseconds; Infinity: everything may take any time. */
  constructor(clock: Clock, timeout: number) {
    this.#clock = clock;
    this.#timeout = timeout;
  }

  /** Returns what to give to `end`; null: there is no limit. */
  start(deadlined: Deadlined): Deadline | null {
    if (this.#timeout === Infinity) return null;
    deadlined.startedAt = this.#clock.now();
    const entry = this.#running.add(deadlined);
    if (this.#timer === null) this.#arm(this.#timeout);
    return entry;
  }

  end(deadline: Deadline | null): void {
    if (deadline !== null) this.#running.delete(deadline);
  }

  #arm(delay: number): void {
    this.#timer = this.#clock.schedule(delay, this.#onTime, { background: true });
  }

  readonly #onTime = (): void => {
    this.#timer = null;
    const now = this.#clock.now();
    for (let oldest = this.#running.first; oldest !== null; oldest = this.#running.first) {
      const deadlined = oldest.value;
      const rest = deadlined.startedAt + this.#timeout - now;
      if (rest > 0) {
        this.#arm(rest);
        return;
      }
      this.#running.delete(oldest);
      deadlined.expire(this.#timeout);
    }
  };
}
