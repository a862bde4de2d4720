import type { Clock, Timer } from './clock.js';

/** What has to be over in time. */
export interface Deadlined {
  /** Its time is over. */
  expire(timeout: number): void;
}

/**
 * Ends what takes too long, such as calls: all have the same time, so the first to start is the first to end, and one timer is
 * enough. It does not keep the process alive.
 */
export class Deadlines {
  readonly #clock: Clock;
  readonly #timeout: number;
  readonly #running = new Map<Deadlined, number>();
  #timer: Timer | null = null;

  /** `timeout` in milliseconds; Infinity: everything may take any time. */
  constructor(clock: Clock, timeout: number) {
    this.#clock = clock;
    this.#timeout = timeout;
  }

  start(one: Deadlined): void {
    if (this.#timeout === Infinity) return;
    this.#running.set(one, this.#clock.now());
    if (this.#timer === null) this.#arm(this.#timeout);
  }

  end(one: Deadlined): void {
    this.#running.delete(one);
  }

  #arm(delay: number): void {
    this.#timer = this.#clock.schedule(delay, this.#onTime, { background: true });
  }

  readonly #onTime = (): void => {
    this.#timer = null;
    const now = this.#clock.now();
    for (const [one, started] of this.#running) {
      const rest = started + this.#timeout - now;
      if (rest > 0) {
        this.#arm(rest);
        return;
      }
      this.#running.delete(one);
      one.expire(this.#timeout);
    }
  };
}
