import { LayeredChannel, isSessionShape } from '../../core/channel/index.js';
import type {
  Channel,
  ClientChannels,
  ClientShape,
  CommunicationTimeouts,
  Exchange,
  LifeStep,
  OutputSession,
  Session,
} from '../../core/channel/index.js';
import { CommunicationObjectAbortedError, toError } from '../../core/errors/index.js';
import type { EndpointAddress, IdGenerator } from '../../core/message/index.js';
import type { Clock, Deadlines } from '../../core/time/index.js';
import type { CallOptions } from '../description/index.js';
import type { ClientOperation } from './client-operation.js';
import { createTransmission } from './client-transmission.js';
import type { ClientTransmission } from './client-transmission.js';
import { OperationCaller } from './operation-caller.js';

/** The channel below a typed client: it has the state and the session of the connection. WCF's IClientChannel. */
export interface ClientChannel extends Channel {
  readonly remoteAddress: EndpointAddress;
  /** The first hop; the remote address unless another was given. */
  readonly via: string;
  /** The session that the channel is, or null when the binding has none. */
  readonly session: Session | null;
}

/** What a client channel needs beside the channel below. */
export interface ClientChannelSettings {
  readonly clock: Clock;
  readonly timeouts: CommunicationTimeouts;
  /** Those of all calls of the factory that say nothing of their time. */
  readonly deadlines: Deadlines;
  readonly ids: IdGenerator;
  /** For error messages: the name of the contract. */
  readonly contractName: string;
  readonly remoteAddress: EndpointAddress;
  readonly via: string;
  /** Bytes of a stream that are collected before a request is sent; null: it is sent as it comes. */
  readonly streamLimit: number | null;
  /** What comes in on a duplex channel and is no reply: the callbacks of the service. */
  readonly onCallback: ((exchange: Exchange) => void) | null;
  /** The channel has ended, in whatever way. */
  readonly onEnd: (reason: Error) => void;
}

/** The channel of a client that a factory made. */
export class FactoryChannel extends LayeredChannel<Channel> implements ClientChannel {
  readonly description: string;
  readonly remoteAddress: EndpointAddress;
  readonly via: string;
  readonly #hasSession: boolean;
  readonly #transmission: ClientTransmission;
  readonly #caller: OperationCaller;
  readonly #onEnd: (reason: Error) => void;

  constructor(
    shape: ClientShape,
    inner: ClientChannels[ClientShape],
    settings: ClientChannelSettings,
  ) {
    super(inner, settings.clock, settings.timeouts);
    const { contractName, remoteAddress, via, ids, clock, timeouts } = settings;
    this.description = `${contractName} client channel to ${remoteAddress.uri}`;
    this.remoteAddress = remoteAddress;
    this.via = via;
    this.#hasSession = isSessionShape(shape);
    this.#onEnd = settings.onEnd;
    this.#transmission = createTransmission(shape, inner, clock, {
      onCallback: settings.onCallback,
      onPeerEnd: () => {
        this.#peerEnded();
      },
    });
    this.#caller = new OperationCaller(this.#transmission, {
      clock,
      sendTimeout: timeouts.sendTimeout,
      deadlines: settings.deadlines,
      nextId: () => ids.next(),
      streamLimit: settings.streamLimit,
      remoteAddress: remoteAddress.uri,
      checkOpened: () => {
        this.throwIfNotOpened();
      },
      onInternalFault: (error) => {
        if (this.#hasSession) this.fault(error);
      },
    });
  }

  get session(): Session | null {
    return this.#hasSession ? (this.inner as Channel & OutputSession).session : null;
  }

  /** Calls an operation: resolves to its result, or rejects with what went wrong. */
  call(
    operation: ClientOperation,
    args: readonly unknown[],
    options: CallOptions | undefined,
  ): Promise<unknown> {
    return this.#caller.call(operation, args, options);
  }

  protected override async onOpen(step: LifeStep): Promise<void> {
    await super.onOpen(step);
    this.#transmission.start();
  }

  protected override async onClose(step: LifeStep): Promise<void> {
    await super.onClose(step);
    this.#onEnd(new CommunicationObjectAbortedError(`The ${this.description} was closed.`));
  }

  protected override onFaulted(reason: unknown): void {
    this.#transmission.stop(toError(reason));
    this.#onEnd(toError(reason));
  }

  protected override onAbort(reason: unknown): void {
    const error =
      reason === undefined
        ? new CommunicationObjectAbortedError(`The ${this.description} was aborted.`)
        : toError(reason);
    this.#transmission.stop(error);
    this.#onEnd(error);
    super.onAbort(reason);
  }

  /** The service has ended the session: ending this side too lets it close in good order. */
  #peerEnded(): void {
    if (!this.#hasSession || this.state !== 'opened') return;
    (this.inner as Channel & OutputSession).closeOutputSession().catch((error: unknown) => {
      this.fault(error);
    });
  }
}
