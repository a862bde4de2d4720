import type { Clock, Timer } from '../../core/time/index.js';

/** What has to be over in time. */
export interface DeadlinedCall {
  /** Its time is over. */
  expire(timeout: number): void;
}

/** Ends calls that take too long: all have the same time, so the first to start is the first to end, and one timer is enough. */
export class CallDeadlines {
  readonly #clock: Clock;
  readonly #timeout: number;
  readonly #running = new Map<DeadlinedCall, number>();
  #timer: Timer | null = null;

  /** `timeout` in milliseconds; Infinity: calls may take any time. */
  constructor(clock: Clock, timeout: number) {
    this.#clock = clock;
    this.#timeout = timeout;
  }

  start(call: DeadlinedCall): void {
    if (this.#timeout === Infinity) return;
    this.#running.set(call, this.#clock.now());
    if (this.#timer === null) this.#arm(this.#timeout);
  }

  end(call: DeadlinedCall): void {
    this.#running.delete(call);
  }

  #arm(delay: number): void {
    this.#timer = this.#clock.schedule(delay, this.#onTime, { background: true });
  }

  readonly #onTime = (): void => {
    this.#timer = null;
    const now = this.#clock.now();
    for (const [call, started] of this.#running) {
      const rest = started + this.#timeout - now;
      if (rest > 0) {
        this.#arm(rest);
        return;
      }
      this.#running.delete(call);
      call.expire(this.#timeout);
    }
  };
}
