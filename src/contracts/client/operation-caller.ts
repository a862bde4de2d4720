import { diagnostics } from '../../core/diagnostics/index.js';
import { TimeoutError, toError } from '../../core/errors/index.js';
import type { Message, UniqueId } from '../../core/message/index.js';
import type { Clock } from '../../core/time/index.js';
import type { ClientCallInfo } from '../behaviors/index.js';
import { currentCall, currentScope } from '../context/index.js';
import type { CallOptions } from '../description/index.js';
import type { ClientOperation } from './client-operation.js';
import type { ClientTransmission } from './client-transmission.js';
import { isInternalServiceFault } from './fault-to-error.js';
import { readOneWayReply, readReply } from './reply-reader.js';

/** What an {@link OperationCaller} needs of its channel. */
export interface CallerSettings {
  readonly clock: Clock;
  /** Milliseconds for a call that says nothing of its time. */
  readonly sendTimeout: number;
  readonly nextId: () => UniqueId;
  /** For error messages. */
  readonly remoteAddress: string;
  /** Throws when the channel cannot be used. */
  readonly checkOpened: () => void;
  /** The service failed in a way that its session does not survive. */
  readonly onInternalFault: (error: Error) => void;
}

/** Turns calls of a contract into messages over one channel, and replies into results. */
export class OperationCaller {
  readonly #transmission: ClientTransmission;
  readonly #settings: CallerSettings;

  constructor(transmission: ClientTransmission, settings: CallerSettings) {
    this.#transmission = transmission;
    this.#settings = settings;
  }

  /** Calls an operation: resolves to its result, or rejects with what went wrong. */
  call(
    operation: ClientOperation,
    args: readonly unknown[],
    options: CallOptions | undefined,
  ): Promise<unknown> {
    const service = currentCall();
    // Inside a service whose instance is Reentrant others have their turn meanwhile.
    return service === undefined
      ? this.#call(operation, args, options)
      : service.callOut(() => this.#call(operation, args, options));
  }

  #call(
    operation: ClientOperation,
    args: readonly unknown[],
    options: CallOptions | undefined,
  ): Promise<unknown> {
    const { description, parameterInspectors } = operation;
    if (diagnostics.call.hasSubscribers) this.#publish('started', operation, null);
    const isExtended = parameterInspectors.length > 0 || operation.messageInspectors.length > 0;
    const call = isExtended ? newCall(operation, options) : null;
    const scope = currentScope();
    let states: readonly unknown[] = [];
    let sent: Promise<Message | null>;
    try {
      this.#settings.checkOpened();
      let inputs = args;
      if (parameterInspectors.length > 0) {
        const changeable = [...args];
        states = parameterInspectors.map((one) => one.beforeCall?.(description, changeable));
        inputs = changeable;
      }
      let request = operation.createRequest(inputs, options, this.#settings.nextId);
      if (call !== null) request = operation.inspectRequest(request, call);
      const wait = { timeout: this.#timeout(options), signal: options?.signal };
      sent = description.isOneWay
        ? this.#transmission.send(request.message, wait)
        : this.#transmission.request(request, wait);
    } catch (error) {
      return this.#fail(operation, error);
    }
    return this.#settled(sent, operation, options).then(
      (reply) => {
        if (scope !== undefined && reply !== null) scope.incomingMessage = reply;
        return this.#receive(operation, reply, call, states);
      },
      (error: unknown) => this.#fail(operation, error),
    );
  }

  #timeout(options: CallOptions | undefined): number {
    return options?.timeout ?? this.#settings.sendTimeout;
  }

  /**
   * The call's outcome within its time, whatever the layers below do with the message: one that drops it must not leave
   * the caller waiting. A layer that gives up at the same moment has more to say, and is heard first.
   */
  #settled(
    sent: Promise<Message | null>,
    operation: ClientOperation,
    options: CallOptions | undefined,
  ): Promise<Message | null> {
    const timeout = this.#timeout(options);
    const signal = options?.signal;
    return new Promise((resolve, reject) => {
      const giveUp = (error: () => Error): void => {
        setImmediate(() => {
          reject(error());
        });
      };
      const onAbort = (): void => {
        giveUp(() => toError(signal?.reason));
      };
      const timer =
        timeout === Infinity
          ? null
          : this.#settings.clock.schedule(timeout, () => {
              giveUp(
                () =>
                  new TimeoutError(
                    `${operation.displayName} was not answered within its timeout of ${timeout.toString()} ms, ` +
                      `at ${this.#settings.remoteAddress}.`,
                  ),
              );
            });
      const release = (): void => {
        timer?.cancel();
        signal?.removeEventListener('abort', onAbort);
      };
      sent.then(
        (reply) => {
          release();
          resolve(reply);
        },
        (error: unknown) => {
          release();
          reject(toError(error));
        },
      );
      if (signal?.aborted === true) onAbort();
      else signal?.addEventListener('abort', onAbort, { once: true });
    });
  }

  #receive(
    operation: ClientOperation,
    received: Message | null,
    call: ClientCallInfo | null,
    states: readonly unknown[],
  ): unknown {
    const { description, parameterInspectors } = operation;
    let reply = received;
    try {
      if (call !== null && reply !== null) reply = operation.inspectReply(reply, call);
    } catch (error) {
      return this.#fail(operation, error);
    }
    const outcome = description.isOneWay
      ? readOneWayReply(operation, reply)
      : readReply(operation, reply);
    if (outcome.error !== null) {
      // WCF's client does so by itself: the service's instance is in an unknown state, and so is its session.
      if (outcome.fault !== null && isInternalServiceFault(outcome.fault))
        this.#settings.onInternalFault(outcome.error);
      return this.#fail(operation, outcome.error);
    }
    try {
      for (let index = parameterInspectors.length - 1; index >= 0; index--)
        parameterInspectors[index]?.afterCall?.(description, outcome.result, states[index]);
    } catch (error) {
      return this.#fail(operation, error);
    }
    if (diagnostics.call.hasSubscribers) this.#publish('finished', operation, null);
    return outcome.result;
  }

  #fail(operation: ClientOperation, error: unknown): Promise<never> {
    if (diagnostics.call.hasSubscribers) this.#publish('finished', operation, error);
    return Promise.reject(toError(error));
  }

  #publish(phase: 'started' | 'finished', operation: ClientOperation, error: unknown): void {
    const { action } = operation.description;
    diagnostics.call.publish({
      phase,
      side: 'client',
      action,
      operation: operation.displayName,
      error,
    });
  }
}

function newCall(
  { description }: ClientOperation,
  options: CallOptions | undefined,
): ClientCallInfo {
  return { operation: description, options: options ?? {}, extensions: new Map() };
}
