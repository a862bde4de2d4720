import { BehaviorSubject } from 'rxjs';
import type { Observable } from 'rxjs';
import { diagnostics } from '../diagnostics/index.js';
import {
  ChannelStackError,
  CommunicationObjectAbortedError,
  CommunicationObjectFaultedError,
  InvalidOperationError,
  ObjectDisposedError,
  TimeoutError,
} from '../errors/index.js';
import type { Clock } from '../time/index.js';
import type { CommunicationState } from './communication-state.js';
import { raceAbort } from './race-abort.js';
import type { CommunicationTimeouts, OperationOptions } from './timeouts.js';

/** What every channel, factory, listener and host has in common: a life. WCF's ICommunicationObject. */
export interface Communication {
  readonly state: CommunicationState;
  /** The current state, then each change; completes after `closed`. */
  readonly state$: Observable<CommunicationState>;
  /** Created -> opening -> opened. A failure faults the object and is thrown. */
  open(options?: OperationOptions): Promise<void>;
  /** Ends gracefully. A second call waits for the first. A failure aborts the object and is thrown. */
  close(options?: OperationOptions): Promise<void>;
  /** Ends at once, waits for nothing and never throws. */
  abort(reason?: unknown): void;
}

/** A step of an object's life, for those who implement one. */
export interface LifeStep {
  /** Aborted when the step's time is over or its caller gives up. */
  readonly signal: AbortSignal;
  /** What is left of the step's time at its start, in milliseconds. */
  readonly timeout: number;
}

/**
 * The state machine of WCF's CommunicationObject: subclasses say what opening, closing and aborting mean, this class
 * decides when. `fault` may be called by the subclass at any time.
 */
export abstract class CommunicationObject implements Communication {
  /** What the object is, for messages and events, such as `http request channel`. */
  abstract readonly description: string;
  protected readonly clock: Clock;
  protected readonly timeouts: CommunicationTimeouts;
  #state: CommunicationState = 'created';
  #subject: BehaviorSubject<CommunicationState> | null = null;
  #faultReason: unknown = null;
  #wasAborted = false;
  #closing: Promise<void> | null = null;

  constructor(clock: Clock, timeouts: CommunicationTimeouts) {
    this.clock = clock;
    this.timeouts = timeouts;
  }

  get state(): CommunicationState {
    return this.#state;
  }

  get state$(): Observable<CommunicationState> {
    if (this.#subject === null) {
      this.#subject = new BehaviorSubject(this.#state);
      if (this.#state === 'closed') this.#subject.complete();
    }
    return this.#subject.asObservable();
  }

  /** Why the object faulted, or null. */
  get faultReason(): unknown {
    return this.#faultReason;
  }

  async open(options: OperationOptions = {}): Promise<void> {
    if (this.#state !== 'created') throw this.#notOpenable();
    this.#enter('opening');
    try {
      await this.#limit('open', this.timeouts.openTimeout, options, (step) => this.onOpen(step));
    } catch (error) {
      this.fault(error);
      throw error;
    }
    // Opening may have been cut short by abort() or fault() while it waited.
    if (this.state !== 'opening') throw this.stateError();
    this.#enter('opened');
  }

  close(options: OperationOptions = {}): Promise<void> {
    this.#closing ??= this.#close(options);
    return this.#closing;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  abort(reason?: unknown): void {
    if (this.#state === 'closed' || this.#wasAborted) return;
    this.#wasAborted = true;
    this.#closing ??= Promise.resolve();
    const wasFaulted = this.#state === 'faulted';
    if (!wasFaulted) this.#enter('closing');
    this.#runAbort(reason);
    this.#enter('closed');
  }

  /** Moves to `faulted` for a reason that every later use of the object tells; then only abort() is left. */
  protected fault(reason: unknown): void {
    if (this.#state === 'faulted' || this.#state === 'closed' || this.#wasAborted) return;
    this.#faultReason = reason;
    this.#enter('faulted');
    this.onFaulted(reason);
  }

  /** Throws unless the object is opened, with an error that tells the state and, when faulted, why. */
  protected throwIfNotOpened(): void {
    if (this.#state !== 'opened') throw this.stateError();
  }

  /** The error that a use of the object in its present state deserves. */
  protected stateError(): ChannelStackError {
    switch (this.#state) {
      case 'created':
      case 'opening':
        return new InvalidOperationError(
          `The ${this.description} is not open yet; await open() first.`,
        );
      case 'opened':
        return new InvalidOperationError(`The ${this.description} is already open.`);
      case 'closing':
      case 'closed':
        return this.#wasAborted
          ? new CommunicationObjectAbortedError(
              `The ${this.description} was aborted; make a new one.`,
            )
          : new ObjectDisposedError(`The ${this.description} is closed; make a new one.`);
      case 'faulted':
        return new CommunicationObjectFaultedError(
          `The ${this.description} is faulted and cannot be used any more; make a new one. It faulted because: ${reasonText(this.#faultReason)}`,
          { cause: this.#faultReason },
        );
    }
  }

  protected abstract onOpen(step: LifeStep): Promise<void> | void;
  protected abstract onClose(step: LifeStep): Promise<void> | void;
  /** Releases everything at once; called for abort(), for a failed close and after closing a faulted object. */
  protected abstract onAbort(reason: unknown): void;

  /** Called once when the object faults; it must not wait or throw. */
  protected onFaulted(_reason: unknown): void {
    // Nothing to release by default: abort() follows.
  }

  async #close(options: OperationOptions): Promise<void> {
    switch (this.#state) {
      case 'closed':
      case 'closing':
        return;
      case 'created':
      case 'opening':
        this.abort();
        return;
      case 'faulted': {
        const error = this.stateError();
        this.abort();
        throw error;
      }
      case 'opened':
    }
    this.#enter('closing');
    try {
      await this.#limit('close', this.timeouts.closeTimeout, options, (step) => this.onClose(step));
    } catch (error) {
      this.#wasAborted = true;
      this.#runAbort(error);
      this.#enter('closed');
      throw error;
    }
    if (this.state === 'closing') this.#enter('closed');
  }

  #runAbort(reason: unknown): void {
    try {
      this.onAbort(reason);
    } catch (error) {
      if (diagnostics.error.hasSubscribers)
        diagnostics.error.publish({ source: this.description, error, address: '' });
    }
  }

  #enter(state: CommunicationState): void {
    this.#state = state;
    if (diagnostics.state.hasSubscribers) {
      diagnostics.state.publish({
        object: this,
        name: this.description,
        state,
        reason: this.#faultReason,
      });
    }
    const subject = this.#subject;
    if (subject === null) return;
    subject.next(state);
    if (state === 'closed') subject.complete();
  }

  #notOpenable(): ChannelStackError {
    if (this.#state === 'opening' || this.#state === 'opened') {
      return new InvalidOperationError(
        `The ${this.description} was opened before; open() works once.`,
      );
    }
    return this.stateError();
  }

  async #limit(
    verb: string,
    defaultTimeout: number,
    options: OperationOptions,
    run: (step: LifeStep) => Promise<void> | void,
  ): Promise<void> {
    const timeout = options.timeout ?? defaultTimeout;
    const controller = new AbortController();
    const { signal } = controller;
    const onAbort = (): void => {
      controller.abort(options.signal?.reason);
    };
    if (options.signal?.aborted === true) onAbort();
    options.signal?.addEventListener('abort', onAbort, { once: true });
    const timer = this.clock.schedule(timeout, () => {
      controller.abort(
        new TimeoutError(
          `The ${this.description} did not ${verb} within ${String(timeout)} ms; raise ${verb}Timeout of the binding if the peer needs longer.`,
        ),
      );
    });
    try {
      const running = run({ signal, timeout });
      if (running !== undefined) await raceAbort(running, signal);
    } finally {
      timer.cancel();
      options.signal?.removeEventListener('abort', onAbort);
    }
  }
}

function reasonText(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}
