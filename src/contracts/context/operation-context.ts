import { AsyncLocalStorage } from 'node:async_hooks';
import { InvalidOperationError } from '../../core/errors/index.js';
import { RemoteEndpointKey } from '../../core/message/index.js';
import type {
  Message,
  MessageHeader,
  MessageHeaders,
  PropertyKey,
} from '../../core/message/index.js';
import type { Client, ContractClass, OperationDescription } from '../description/index.js';

/** A call as its {@link OperationContext} sees it; the runtime keeps one for each. */
export interface CallState {
  /** The request; an inspector may have put another in its place. */
  readonly message: Message;
  /** Null before the operation is chosen. */
  readonly operation: OperationDescription | null;
  readonly instance: object | null;
  readonly sessionId: string | null;
  readonly localAddress: string;
  readonly signal: AbortSignal;
  /** Made when it is first asked for. */
  context: OperationContext | null;
  createCallback(contract: ContractClass): object;
  /** Gives up the turn in a Reentrant instance while `run` waits for somebody else. */
  callOut<T>(run: () => Promise<T>): Promise<T>;
}

/** A property that the reply is to have. */
export interface OutgoingProperty {
  readonly key: PropertyKey<unknown>;
  readonly value: unknown;
}

const storage = new AsyncLocalStorage<CallState>();

/**
 * The call that a service method is working on: what came with the request, what goes with the reply, and whether anybody
 * still waits for it. WCF's OperationContext.
 */
export class OperationContext {
  /** Headers of the reply, beside those of the runtime. Add to it before the method returns. */
  readonly outgoingMessageHeaders: MessageHeader[] = [];
  /** For extensions that have something to tell each other about this call. */
  readonly extensions = new Map<unknown, unknown>();
  readonly #call: CallState;
  #properties: OutgoingProperty[] | null = null;

  /** @internal */
  constructor(call: CallState) {
    this.#call = call;
  }

  /**
   * The call that the running code belongs to, also behind `await`. Ask for it in the method itself: inside a subscription to
   * an Observable the current call is that of the producer.
   * @throws InvalidOperationError outside of a call
   */
  static get current(): OperationContext {
    const context = OperationContext.currentOrNull;
    if (context !== null) return context;
    throw new InvalidOperationError(
      'There is no OperationContext here: it is there while a method of a service runs. Take it at the start of the method and pass it on.',
    );
  }

  /** The same, or null outside of a call. */
  static get currentOrNull(): OperationContext | null {
    const call = storage.getStore();
    return call === undefined ? null : contextOf(call);
  }

  /** The request. */
  get incomingMessage(): Message {
    return this.#call.message;
  }

  get incomingMessageHeaders(): MessageHeaders {
    return this.#call.message.headers;
  }

  /** The operation that was called; null while it is not known yet. */
  get operation(): OperationDescription | null {
    return this.#call.operation;
  }

  /** The instance that serves the call; null until it has one. */
  get instance(): object | null {
    return this.#call.instance;
  }

  /** The identifier of the session, or null when the channel is none. */
  get sessionId(): string | null {
    return this.#call.sessionId;
  }

  /** Where the service listens. */
  get localAddress(): string {
    return this.#call.localAddress;
  }

  /** Whom the request came from, such as `127.0.0.1:50123`, or null when the transport does not know. */
  get remoteAddress(): string | null {
    return this.#call.message.getProperty(RemoteEndpointKey);
  }

  /** Aborted when nobody waits for the reply any more: the caller gave up, its channel ended, the host was aborted, or the operation's time is over. */
  get signal(): AbortSignal {
    return this.#call.signal;
  }

  /** Sets a property of the reply, such as the status and headers of its HTTP response. */
  setOutgoingMessageProperty<T>(key: PropertyKey<T>, value: T): void {
    // The key carries the type of its value, whatever it is.
    (this.#properties ??= []).push({ key: key as PropertyKey<unknown>, value });
  }

  /** @internal Null when none was set. */
  get outgoingProperties(): readonly OutgoingProperty[] | null {
    return this.#properties;
  }

  /**
   * A client of the caller, by the callback contract: its calls go back over the channel that the request came by. It may be
   * kept and used after the method has returned, as long as that channel is open.
   * @throws InvalidOperationError when the channel is not duplex
   */
  getCallbackChannel<C extends object>(contract: ContractClass<C>): Client<C> {
    // What is made has one method for each operation of the very contract.
    return this.#call.createCallback(contract) as Client<C>;
  }
}

/** Runs code as part of a call. */
export function runInCall<T>(call: CallState, run: () => T): T {
  return storage.run(call, run);
}

/** The call that the running code belongs to, for the runtime itself. */
export function currentCall(): CallState | undefined {
  return storage.getStore();
}

/** The context of a call. */
export function contextOf(call: CallState): OperationContext {
  return (call.context ??= new OperationContext(call));
}
