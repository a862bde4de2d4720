import type { Exchange } from '../../core/channel/index.js';
import type { InstanceScope } from './instance-scope.js';
import type { ServiceThrottling } from './service-throttling.js';
import type { Throttle, Waiting } from './throttle.js';

/** What a call waits for, in this order. */
type Stage = 'turn' | 'place' | 'instance' | 'admitted';

/** Where calls of one channel are admitted. */
export interface AdmissionSettings {
  readonly scope: InstanceScope;
  readonly throttling: ServiceThrottling;
  /** Whether calls are refused when too many wait; those of a session are bounded by its window. */
  readonly isBounded: boolean;
}

/** Whom a {@link CallAdmission} tells. */
export interface AdmissionEvents {
  /** Turn, place and instance are there: the call runs. */
  onAdmitted(): void;
  /** Too many calls wait already. */
  onRefused(): void;
  /** The caller has gone while the call waited. */
  onGivenUp(): void;
}

/** The way of a call to its instance: its turn there, a place among the calls, a place for an instance that has to be made. */
export class CallAdmission implements Waiting {
  readonly #settings: AdmissionSettings;
  readonly #events: AdmissionEvents;
  readonly #exchange: Exchange;
  #stage: Stage = 'turn';
  #waitsFor: Throttle | null = null;
  #onGone: (() => void) | null = null;
  #hasInstancePlace = false;
  #hasTurn = false;
  #isOver = false;
  #returning: Promise<void> | null = null;

  constructor(settings: AdmissionSettings, events: AdmissionEvents, exchange: Exchange) {
    this.#settings = settings;
    this.#events = events;
    this.#exchange = exchange;
  }

  /** Goes on as far as it can. */
  advance(): void {
    const { scope, throttling } = this.#settings;
    if (this.#stage === 'turn') {
      this.#stage = 'place';
      if (scope.gate !== null && !this.#enter(scope.gate)) return;
    }
    if (this.#stage === 'place') {
      this.#hasTurn = scope.gate !== null;
      this.#stage = 'instance';
      if (!this.#enter(throttling.calls)) return;
    }
    if (this.#stage === 'instance') {
      this.#stage = 'admitted';
      this.#hasInstancePlace = scope.needsInstance;
      if (this.#hasInstancePlace && !this.#enter(throttling.instances)) return;
    }
    // Another call of the scope may have made the instance meanwhile.
    if (this.#hasInstancePlace && !scope.needsInstance) this.releaseInstancePlace();
    this.#events.onAdmitted();
  }

  /** What the call waited for is there. */
  proceed(): void {
    this.#settings.throttling.endWait();
    this.#waitsFor = null;
    if (this.#onGone !== null) this.#exchange.signal.removeEventListener('abort', this.#onGone);
    this.#onGone = null;
    this.advance();
  }

  /** The instance was made: its place is now where the instance is. */
  passInstancePlace(): void {
    this.#hasInstancePlace = false;
  }

  /** The instance that there may be a place for was not made. */
  releaseInstancePlace(): void {
    if (this.#hasInstancePlace) this.#settings.throttling.instances.leave();
    this.#hasInstancePlace = false;
  }

  /** The call is over: others have its place and its turn. */
  leave(): void {
    this.#isOver = true;
    this.releaseInstancePlace();
    const { scope, throttling } = this.#settings;
    if (this.#stage === 'admitted') throttling.calls.leave();
    if (!this.#hasTurn) return;
    this.#hasTurn = false;
    scope.gate?.leave();
  }

  /** Gives up the turn in a Reentrant instance while `run` waits for somebody else, and waits for the next one then. */
  async callOut<T>(run: () => Promise<T>): Promise<T> {
    const { scope } = this.#settings;
    if (!scope.isReentrant || scope.gate === null || this.#isOver) return run();
    if (this.#hasTurn) {
      this.#hasTurn = false;
      scope.gate.leave();
    }
    try {
      return await run();
    } finally {
      await this.#takeTurnBack(scope.gate);
    }
  }

  #enter(throttle: Throttle): boolean {
    if (throttle.enter(this.#settings, this)) return true;
    const { throttling, isBounded } = this.#settings;
    if (isBounded && throttling.isFull) {
      throttle.cancel(this.#settings, this);
      this.#stopWaiting();
      this.#events.onRefused();
      return false;
    }
    throttling.beginWait();
    this.#waitsFor = throttle;
    // Made by the exchange when it is asked for: only calls that wait do.
    const { signal } = this.#exchange;
    this.#onGone = () => {
      this.#giveUp();
    };
    if (signal.aborted) this.#giveUp();
    else signal.addEventListener('abort', this.#onGone, { once: true });
    return false;
  }

  #giveUp(): void {
    this.#waitsFor?.cancel(this.#settings, this);
    this.#settings.throttling.endWait();
    this.#stopWaiting();
    this.#events.onGivenUp();
  }

  /** Gives back what the call has got so far. */
  #stopWaiting(): void {
    // Who waits for an instance has no place for one yet.
    this.#hasInstancePlace = false;
    this.leave();
  }

  #takeTurnBack(gate: Throttle): Promise<void> {
    if (this.#hasTurn || this.#isOver) return Promise.resolve();
    this.#returning ??= new Promise<void>((resolve) => {
      const proceed = (): void => {
        this.#returning = null;
        // Its time may have run out meanwhile.
        if (this.#isOver) gate.leave();
        else this.#hasTurn = true;
        resolve();
      };
      if (gate.enterFirst({ proceed })) proceed();
    });
    return this.#returning;
  }
}
