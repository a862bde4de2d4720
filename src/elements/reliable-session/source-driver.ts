import { raceAbort } from '../../core/channel/index.js';
import type { Clock, Timer } from '../../core/time/index.js';
import { advanceSource, isDrained, nextTimer, startSource } from './rm-source.js';
import type { SourceEffect, SourceEvent, SourceState } from './rm-source.js';
import type { ReliableSessionParts } from './sequence-parts.js';

/** Runs the source of a sequence on a clock: its one timer, and whoever waits until all is done with. */
export class SourceDriver<H> {
  readonly state: SourceState<H>;
  readonly #clock: Clock;
  readonly #onEffect: (effect: SourceEffect<H>) => void;
  #timer: Timer | null = null;
  #timerDue = Infinity;
  #isStopped = false;
  #onDrained: (() => void)[] = [];

  /** `roundTrip` is the duration of the sequence's creation in ms, or null; effects are done by `onEffect`, in order. */
  constructor(
    { clock, settings, timeouts }: ReliableSessionParts,
    roundTrip: number | null,
    onEffect: (effect: SourceEffect<H>) => void,
  ) {
    const pollInterval = Math.min(
      timeouts.sendTimeout / 2,
      settings.inactivityTimeout / 2 / settings.maxRetryCount,
    );
    this.state = startSource({ ...settings, pollInterval, roundTrip });
    this.#clock = clock;
    this.#onEffect = onEffect;
  }

  advance(event: SourceEvent<H>): void {
    for (const effect of advanceSource(this.state, event, this.#clock.now()))
      this.#onEffect(effect);
    this.#armTimer();
    if (this.#onDrained.length > 0 && isDrained(this.state)) this.#release();
  }

  /** Resolves when everything that was sent is done with, or when the source is stopped; whichever it was is in the state. */
  async drained(signal: AbortSignal): Promise<void> {
    if (this.#isStopped || isDrained(this.state)) return;
    const drained = new Promise<void>((resolve) => {
      this.#onDrained.push(resolve);
    });
    await raceAbort(drained, signal);
  }

  /** Nothing is sent again from now on. */
  stop(): void {
    this.#isStopped = true;
    this.#cancelTimer();
    this.#release();
  }

  /** One timer; it is left alone while it comes early enough, and looks again when it fires. */
  #armTimer(): void {
    const due = this.#isStopped ? null : nextTimer(this.state);
    if (due === null) {
      this.#cancelTimer();
      return;
    }
    if (this.#timerDue <= due) return;
    this.#timer?.cancel();
    this.#timerDue = due;
    this.#timer = this.#clock.schedule(due - this.#clock.now(), () => {
      this.#timer = null;
      this.#timerDue = Infinity;
      this.advance({ type: 'timer' });
    });
  }

  #cancelTimer(): void {
    this.#timer?.cancel();
    this.#timer = null;
    this.#timerDue = Infinity;
  }

  #release(): void {
    for (const resolve of this.#onDrained.splice(0)) resolve();
  }
}
