import { raceAbort } from '../../core/channel/index.js';
import type { Message } from '../../core/message/index.js';
import type { Clock, Timer } from '../../core/time/index.js';
import { advanceSource, isDrained, nextTimer, startSource } from './rm-source.js';
import type { SourceEffect, SourceEvent, SourceState } from './rm-source.js';
import type { ReliableSessionParts } from './sequence-parts.js';
import type { SequenceChange } from './sequence-store.js';
import { exhaustedError, invalidAcknowledgementError, rolloverError } from './session-errors.js';

/** A message that a source is to send for the first time, or again. */
export type Transmission<H> = Extract<SourceEffect<H>, { readonly type: 'transmit' }>;

/** What a source needs of its session. */
export interface SourceOwner<H> {
  /** The sequence. */
  readonly identifier: string;
  /** Who is at the other end, for errors. */
  readonly peer: string;
  /** What went wrong when something was last sent, or null. */
  readonly lastTransportError: Error | null;
  transmit(transmission: Transmission<H>): void;
  /** The message arrived (and was answered, where it is to be): its caller can go on. */
  finish(handle: H): void;
  askForAcknowledgement(): void;
  /** Gives a change to the store, and goes on when it is kept. */
  keep(change: SequenceChange, onKept: () => void): void;
  /** Ends the session for a reason found here, and tells the other side. */
  fail(error: Error, toldReason: string, blames: 'Sender' | 'Receiver'): void;
}

/** Runs the source of a sequence: its one timer on a clock, its messages into the store, and whoever waits until all is done with. */
export class SourceDriver<H extends { readonly message: Message }> {
  readonly state: SourceState<H>;
  readonly #parts: ReliableSessionParts;
  readonly #clock: Clock;
  readonly #owner: SourceOwner<H>;
  #timer: Timer | null = null;
  #timerDue = Infinity;
  #isStopped = false;
  #onDrained: (() => void)[] = [];

  /** `roundTrip` is the duration of the sequence's creation in ms, or null. */
  constructor(parts: ReliableSessionParts, roundTrip: number | null, owner: SourceOwner<H>) {
    const { clock, settings, timeouts } = parts;
    const pollInterval = Math.min(
      timeouts.sendTimeout / 2,
      settings.inactivityTimeout / 2 / settings.maxRetryCount,
    );
    this.state = startSource({ ...settings, pollInterval, roundTrip });
    this.#parts = parts;
    this.#clock = clock;
    this.#owner = owner;
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

  #onEffect(effect: SourceEffect<H>): void {
    const owner = this.#owner;
    switch (effect.type) {
      case 'persist': {
        const { number, handle } = effect;
        owner.keep({ type: 'sent', number, message: handle.message }, () => {
          this.advance({ type: 'persisted', number });
        });
        break;
      }
      case 'transmit':
        owner.transmit(effect);
        break;
      case 'complete': {
        const { number, handle } = effect;
        const ranges = [{ lower: number, upper: number }];
        owner.keep({ type: 'acknowledged', ranges }, () => {
          owner.finish(handle);
        });
        break;
      }
      case 'poll':
        owner.askForAcknowledgement();
        break;
      case 'exhausted': {
        const { identifier, peer, lastTransportError } = owner;
        const { settings } = this.#parts;
        owner.fail(
          exhaustedError(effect, identifier, peer, settings, lastTransportError),
          'The maximum retry count has been exceeded with no response from the remote endpoint.',
          'Receiver',
        );
        break;
      }
      case 'rollover':
        owner.fail(
          rolloverError(owner.identifier),
          'The maximum value for wsrm:MessageNumber has been exceeded.',
          'Receiver',
        );
        break;
      case 'invalidAcknowledgement':
        owner.fail(
          invalidAcknowledgementError(owner.identifier, effect.upper),
          'The SequenceAcknowledgement violates the cumulative acknowledgement invariant.',
          'Sender',
        );
        break;
    }
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
