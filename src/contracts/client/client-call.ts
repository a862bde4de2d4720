import { diagnostics } from '../../core/diagnostics/index.js';
import { TimeoutError, toError } from '../../core/errors/index.js';
import type { Message, UniqueId } from '../../core/message/index.js';
import type { Clock, Deadline, Deadlined, Deadlines, Timer } from '../../core/time/index.js';
import type { ClientCallInfo } from '../behaviors/index.js';
import { currentScope } from '../context/index.js';
import type { CallOptions } from '../description/index.js';
import type { ClientOperation } from './client-operation.js';
import type { ClientTransmission, ReplyReceiver } from './client-transmission.js';
import { isInternalServiceFault } from './fault-to-error.js';
import { readOneWayReply, readReply } from './reply-reader.js';

/** What the calls over one channel share. */
export interface ClientCallSettings {
  readonly clock: Clock;
  /** Milliseconds for a call that says nothing of its time. */
  readonly sendTimeout: number;
  /** Those of all such calls. */
  readonly deadlines: Deadlines;
  readonly nextId: () => UniqueId;
  /** Bytes of a stream that are collected before a request is sent; null: it is sent as it comes. */
  readonly streamLimit: number | null;
  /** For error messages. */
  readonly remoteAddress: string;
  /** Throws when the channel cannot be used. */
  readonly checkOpened: () => void;
  /** The service failed in a way that its session does not survive. */
  readonly onInternalFault: (error: Error) => void;
}

/** One call of a client, from its arguments to its result: one promise, settled once. */
export class ClientCall implements Deadlined, ReplyReceiver {
  startedAt = 0;
  readonly #operation: ClientOperation;
  readonly #options: CallOptions | undefined;
  readonly #settings: ClientCallSettings;
  readonly #scope = currentScope();
  /** Null where no inspector looks. */
  readonly #info: ClientCallInfo | null;
  #states: readonly unknown[] = [];
  #deadline: Deadline | null = null;
  /** Of a call with a time of its own. */
  #timer: Timer | null = null;
  #hasReply = false;
  #isOver = false;
  /** Listens to the caller's signal, where there is one. */
  #onAbort: (() => void) | null = null;
  #resolve: (result: unknown) => void = nothing;
  #reject: (error: Error) => void = nothing;

  constructor(
    operation: ClientOperation,
    options: CallOptions | undefined,
    settings: ClientCallSettings,
  ) {
    this.#operation = operation;
    this.#options = options;
    this.#settings = settings;
    const { parameterInspectors, messageInspectors, description } = operation;
    this.#info =
      parameterInspectors.length > 0 || messageInspectors.length > 0
        ? { operation: description, options: options ?? {}, extensions: new Map() }
        : null;
  }

  /** Sends the request; resolves to the result, or rejects with what went wrong. */
  start(args: readonly unknown[], transmission: ClientTransmission): Promise<unknown> {
    if (diagnostics.call.hasSubscribers) this.#publish('started', null);
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      try {
        this.#settings.checkOpened();
        this.#watch();
        this.#begin(args, transmission);
      } catch (error) {
        this.#fail(error);
      }
    });
  }

  /** From now on the call ends when its time is over, or its caller gives it up. */
  #watch(): void {
    const timeout = this.#options?.timeout;
    if (timeout === undefined) this.#deadline = this.#settings.deadlines.start(this);
    else if (timeout !== Infinity)
      this.#timer = this.#settings.clock.schedule(timeout, () => {
        this.expire(timeout);
      });
    const signal = this.#options?.signal;
    if (signal === undefined) return;
    this.#onAbort = () => {
      this.#giveUp(() => toError(signal.reason));
    };
    if (signal.aborted) this.#onAbort();
    else signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  /** Opens the stream among the arguments, if there is one, and sends the request. */
  #begin(args: readonly unknown[], transmission: ClientTransmission): void {
    const inputs = this.#inspectInputs(args);
    const { openRequest } = this.#operation.formatter;
    const opened = openRequest === null ? inputs : openRequest(inputs, this.#settings.streamLimit);
    if (!(opened instanceof Promise)) {
      this.#send(opened, transmission);
      return;
    }
    opened
      .then((ready) => {
        // Collecting it may have taken all of the time.
        if (!this.#isOver) this.#send(ready, transmission);
      })
      .catch(this.#failing());
  }

  #send(inputs: readonly unknown[], transmission: ClientTransmission): void {
    const operation = this.#operation;
    let request = operation.createRequest(inputs, this.#options, this.#settings.nextId);
    if (this.#info !== null) request = operation.inspectRequest(request, this.#info);
    const wait = { timeout: this.#timeout, signal: this.#options?.signal };
    if (operation.description.isOneWay) transmission.send(request.message, wait, this);
    else transmission.request(request, wait, this);
  }

  /** The reply is here. */
  next(reply: Message): void {
    this.#hasReply = true;
    this.#onReply(reply);
  }

  /** There will be no reply. */
  error(error: unknown): void {
    this.#fail(error);
  }

  /** The peer accepted and said nothing, unless there was a reply. */
  complete(): void {
    if (!this.#hasReply) this.#onReply(null);
  }

  get #timeout(): number {
    return this.#options?.timeout ?? this.#settings.sendTimeout;
  }

  #inspectInputs(args: readonly unknown[]): readonly unknown[] {
    const { parameterInspectors, description } = this.#operation;
    if (parameterInspectors.length === 0) return args;
    const inputs = [...args];
    this.#states = parameterInspectors.map((one) => one.beforeCall?.(description, inputs));
    return inputs;
  }

  #onReply(reply: Message | null): void {
    if (this.#isOver) return;
    if (this.#scope !== undefined && reply !== null) this.#scope.incomingMessage = reply;
    if (reply?.isStreamed === true && this.#operation.formatter.openReply === null) {
      reply.load().then(() => {
        this.#onReply(reply);
      }, this.#failing());
      return;
    }
    try {
      this.#succeed(this.#read(reply));
    } catch (error) {
      this.#fail(error);
    }
  }

  #read(received: Message | null): unknown {
    const operation = this.#operation;
    const { description, parameterInspectors } = operation;
    const reply =
      this.#info === null || received === null
        ? received
        : operation.inspectReply(received, this.#info);
    const outcome = description.isOneWay
      ? readOneWayReply(operation, reply)
      : readReply(operation, reply);
    if (outcome.error !== null) {
      // WCF's client does so by itself: the service's instance is in an unknown state, and so is its session.
      if (outcome.fault !== null && isInternalServiceFault(outcome.fault))
        this.#settings.onInternalFault(outcome.error);
      throw outcome.error;
    }
    for (let index = parameterInspectors.length - 1; index >= 0; index--)
      parameterInspectors[index]?.afterCall?.(description, outcome.result, this.#states[index]);
    return outcome.result;
  }

  #failing(): (error: unknown) => void {
    return (error) => {
      this.#fail(error);
    };
  }

  expire(timeout: number): void {
    this.#giveUp(
      () =>
        new TimeoutError(
          `${this.#operation.displayName} was not answered within its timeout of ${timeout.toString()} ms, ` +
            `at ${this.#settings.remoteAddress}.`,
        ),
    );
  }

  /**
   * The call ends within its time, whatever the layers below do with the message: one that drops it must not leave the caller
   * waiting. A layer that gives up at the same moment has more to say, and is heard first.
   */
  #giveUp(error: () => Error): void {
    setImmediate(() => {
      this.#fail(error());
    });
  }

  #succeed(result: unknown): void {
    if (!this.#end(null)) return;
    this.#resolve(result);
  }

  #fail(error: unknown): void {
    if (!this.#end(error)) return;
    this.#reject(toError(error));
  }

  /** False when the call was over before. */
  #end(error: unknown): boolean {
    if (this.#isOver) return false;
    this.#isOver = true;
    this.#timer?.cancel();
    this.#settings.deadlines.end(this.#deadline);
    if (this.#onAbort !== null) this.#options?.signal?.removeEventListener('abort', this.#onAbort);
    if (diagnostics.call.hasSubscribers) this.#publish('finished', error);
    return true;
  }

  #publish(phase: 'started' | 'finished', error: unknown): void {
    const { description, displayName: operation } = this.#operation;
    const { action } = description;
    diagnostics.call.publish({ phase, side: 'client', action, operation, error });
  }
}

function nothing(): void {
  // Set before anything can call it.
}
