import { LayeredChannel, isSessionShape } from '../../core/channel/index.js';
import type {
  Channel,
  ClientChannels,
  ClientShape,
  CommunicationTimeouts,
  LifeStep,
  OutputSession,
  Session,
} from '../../core/channel/index.js';
import { diagnostics } from '../../core/diagnostics/index.js';
import { CommunicationObjectAbortedError, TimeoutError, toError } from '../../core/errors/index.js';
import type { EndpointAddress, IdGenerator, Message } from '../../core/message/index.js';
import type { Clock } from '../../core/time/index.js';
import type { CallOptions } from '../description/index.js';
import type { ClientOperation } from './client-operation.js';
import { createTransmission } from './client-transmission.js';
import type { ClientTransmission } from './client-transmission.js';
import { isInternalServiceFault } from './fault-to-error.js';
import { readOneWayReply, readReply } from './reply-reader.js';

/** What a client channel needs beside the channel below. */
export interface ClientChannelSettings {
  readonly clock: Clock;
  readonly timeouts: CommunicationTimeouts;
  readonly ids: IdGenerator;
  /** For error messages: the name of the contract. */
  readonly contractName: string;
  readonly remoteAddress: EndpointAddress;
  readonly via: string;
}

/**
 * The channel below a typed client: it has the state and the session of the connection, and turns calls into messages.
 * WCF's IClientChannel.
 */
export class ClientChannel extends LayeredChannel<Channel> {
  readonly description: string;
  readonly remoteAddress: EndpointAddress;
  /** The first hop; the remote address unless another was given. */
  readonly via: string;
  readonly #hasSession: boolean;
  readonly #transmission: ClientTransmission;
  readonly #nextId: () => string;

  constructor(
    shape: ClientShape,
    inner: ClientChannels[ClientShape],
    settings: ClientChannelSettings,
  ) {
    super(inner, settings.clock, settings.timeouts);
    const { contractName, remoteAddress, via, ids } = settings;
    this.description = `${contractName} client channel to ${remoteAddress.uri}`;
    this.remoteAddress = remoteAddress;
    this.via = via;
    this.#hasSession = isSessionShape(shape);
    this.#nextId = () => ids.next();
    this.#transmission = createTransmission(shape, inner, settings.clock, () => {
      this.#peerEnded();
    });
  }

  /** The session that the channel is, or null when the binding has none. */
  get session(): Session | null {
    return this.#hasSession ? (this.inner as Channel & OutputSession).session : null;
  }

  /** Calls an operation: resolves to its result, or rejects with what went wrong. */
  call(
    operation: ClientOperation,
    args: readonly unknown[],
    options: CallOptions | undefined,
  ): Promise<unknown> {
    const { isOneWay } = operation.description;
    if (diagnostics.call.hasSubscribers) this.#publish('started', operation, null);
    let sent: Promise<Message | null>;
    try {
      this.throwIfNotOpened();
      const request = operation.createRequest(args, options, this.#nextId);
      const wait = { timeout: this.#timeout(options), signal: options?.signal };
      sent = isOneWay
        ? this.#transmission.send(request.message, wait)
        : this.#transmission.request(request, wait);
    } catch (error) {
      return this.#fail(operation, error);
    }
    return this.#settled(sent, operation, options).then(
      (reply) => this.#receive(operation, reply),
      (error: unknown) => this.#fail(operation, error),
    );
  }

  protected override async onOpen(step: LifeStep): Promise<void> {
    await super.onOpen(step);
    this.#transmission.start();
  }

  protected override onFaulted(reason: unknown): void {
    this.#transmission.stop(toError(reason));
  }

  protected override onAbort(reason: unknown): void {
    const error =
      reason === undefined
        ? new CommunicationObjectAbortedError(`The ${this.description} was aborted.`)
        : toError(reason);
    this.#transmission.stop(error);
    super.onAbort(reason);
  }

  #timeout(options: CallOptions | undefined): number {
    return options?.timeout ?? this.timeouts.sendTimeout;
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
          : this.clock.schedule(timeout, () => {
              giveUp(
                () =>
                  new TimeoutError(
                    `${operation.displayName} was not answered within its timeout of ${timeout.toString()} ms, ` +
                      `at ${this.remoteAddress.uri}.`,
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

  #receive(operation: ClientOperation, reply: Message | null): unknown {
    const outcome = operation.description.isOneWay
      ? readOneWayReply(operation, reply)
      : readReply(operation, reply);
    if (outcome.error !== null) {
      // WCF's client does so by itself: the service's instance is in an unknown state, and so is its session.
      const isFatal =
        this.#hasSession && outcome.fault !== null && isInternalServiceFault(outcome.fault);
      if (isFatal) this.fault(outcome.error);
      return this.#fail(operation, outcome.error);
    }
    if (diagnostics.call.hasSubscribers) this.#publish('finished', operation, null);
    return outcome.result;
  }

  #fail(operation: ClientOperation, error: unknown): Promise<never> {
    if (diagnostics.call.hasSubscribers) this.#publish('finished', operation, error);
    return Promise.reject(toError(error));
  }

  /** The service has ended the session: ending this side too lets it close in good order. */
  #peerEnded(): void {
    if (!this.#hasSession || this.state !== 'opened') return;
    (this.inner as Channel & OutputSession).closeOutputSession().catch((error: unknown) => {
      this.fault(error);
    });
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
