import type { Clock, Timer } from '../../core/time/index.js';

/** What the timer watches over. */
export interface InactivityOptions {
  readonly clock: Clock;
  /** Milliseconds of silence after which the session is given up. */
  readonly timeout: number;
  /** Asks the other side for a sign of life; null where that is not this side's task. */
  readonly keepAlive: (() => void) | null;
  /** How often an unanswered keep-alive is repeated before the timeout is over. */
  readonly attempts: number;
  readonly onExpired: () => void;
}

/** A timer that comes so much later than it should, in ms, tells of a process that did not run: a computer that slept. */
const sleepTime = 5_000;

/**
 * Notices silence. A sign of life only writes down the time: the one timer looks at it when it comes up, so that a
 * message costs no timer of its own.
 */
export class InactivityTimer {
  readonly #options: InactivityOptions;
  #timer: Timer | null = null;
  #lastHeard = 0;
  #lastAsked = 0;
  #due = 0;

  constructor(options: InactivityOptions) {
    this.#options = options;
  }

  start(): void {
    this.heard();
    this.#arm();
  }

  /** Something came from the other side. */
  heard(): void {
    this.#lastHeard = this.#options.clock.now();
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }

  #arm(): void {
    const { clock } = this.#options;
    const delay = Math.max(1, this.#nextLook() - clock.now());
    this.#due = clock.now() + delay;
    this.#timer = clock.schedule(delay, this.#look, { background: true });
  }

  #nextLook(): number {
    const { timeout, keepAlive, attempts } = this.#options;
    const expires = this.#lastHeard + timeout;
    if (keepAlive === null) return expires;
    const half = timeout / 2;
    const unanswered = this.#lastAsked > this.#lastHeard;
    return Math.min(
      expires,
      unanswered ? this.#lastAsked + half / attempts : this.#lastHeard + half,
    );
  }

  readonly #look = (): void => {
    const { clock, timeout, keepAlive, onExpired } = this.#options;
    const now = clock.now();
    // While this process slept nobody could be heard: the silence begins anew, with a question where that is this side's task.
    if (now - this.#due > sleepTime) this.#lastHeard = now - (keepAlive === null ? 0 : timeout / 2);
    if (now >= this.#lastHeard + timeout) {
      this.#timer = null;
      onExpired();
      return;
    }
    if (keepAlive !== null && now >= this.#nextLook()) {
      this.#lastAsked = now;
      keepAlive();
    }
    if (this.#timer !== null) this.#arm();
  };
}
