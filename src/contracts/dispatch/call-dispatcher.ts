import type { DuplexChannel, Exchange } from '../../core/channel/index.js';
import { CommunicationObjectAbortedError, InvalidOperationError } from '../../core/errors/index.js';
import type { Message } from '../../core/message/index.js';
import type { Deadlines } from '../../core/time/index.js';
import type { ErrorHandler } from '../behaviors/index.js';
import type { ContractClass, OperationDescription } from '../description/index.js';
import type { AdmissionSettings } from './call-admission.js';
import type { CallbackLink, CreateCallbackLink } from './callback-link.js';
import type { Correlation } from './correlation.js';
import type { DispatchTable } from './dispatch-table.js';
import type { FaultReplySettings } from './fault-reply.js';
import type { InstanceScope } from './instance-scope.js';
import { ReplyPath } from './reply-path.js';
import type { CallEnvironment } from './call-environment.js';
import { ServiceCall } from './service-call.js';
import type { ServiceThrottling } from './service-throttling.js';
import { SessionProgress } from './session-progress.js';

/** What dispatchers of one host, or of one factory with callbacks, share. */
export interface DispatchSettings {
  readonly table: DispatchTable;
  readonly faults: FaultReplySettings;
  readonly throttling: ServiceThrottling;
  readonly deadlines: Deadlines;
  readonly errorHandlers: readonly ErrorHandler[];
  readonly createCallbackLink: CreateCallbackLink | null;
  readonly noteUnknown: (message: Message) => void;
  /** Bytes of a stream that are collected before a reply is sent; null: it is sent as it comes. */
  readonly replyStreamLimit: number | null;
}

/** The channel that messages come in on. */
export interface DispatchChannel {
  readonly scope: InstanceScope;
  /** The channel itself where it sends as well. */
  readonly duplex: DuplexChannel | null;
  readonly sessionId: string | null;
  readonly address: string;
  /** The session ends with this operation. */
  readonly onTerminated: () => void;
  /** Called each time when the last of the running calls has ended. */
  readonly onIdle: () => void;
}

/** Makes calls of the messages that come in on one channel, and knows how many are under way. */
export class CallDispatcher implements CallEnvironment {
  readonly table: DispatchTable;
  readonly scope: InstanceScope;
  readonly replies: ReplyPath;
  readonly faults: FaultReplySettings;
  readonly admission: AdmissionSettings;
  readonly deadlines: Deadlines;
  readonly session: SessionProgress | null;
  readonly errorHandlers: readonly ErrorHandler[];
  readonly noteUnknown: (message: Message) => void;
  readonly replyStreamLimit: number | null;
  readonly #channel: DispatchChannel;
  readonly #createCallbackLink: CreateCallbackLink | null;
  #callbacks: CallbackLink | null = null;
  #running = 0;
  #onIdle: (() => void)[] = [];
  #isAborted = false;

  constructor(settings: DispatchSettings, channel: DispatchChannel) {
    this.table = settings.table;
    this.scope = channel.scope;
    this.replies = new ReplyPath(channel.duplex, settings.faults, channel.address);
    this.faults = settings.faults;
    this.admission = {
      scope: channel.scope,
      throttling: settings.throttling,
      isBounded: channel.sessionId === null,
    };
    this.deadlines = settings.deadlines;
    this.session = channel.sessionId === null ? null : new SessionProgress();
    this.errorHandlers = settings.errorHandlers;
    this.noteUnknown = settings.noteUnknown;
    this.replyStreamLimit = settings.replyStreamLimit;
    this.#createCallbackLink = settings.createCallbackLink;
    this.#channel = channel;
  }

  get sessionId(): string | null {
    return this.#channel.sessionId;
  }

  get address(): string {
    return this.#channel.address;
  }

  get isAborted(): boolean {
    return this.#isAborted;
  }

  /** Calls that came in and have not ended, those that wait among them. */
  get running(): number {
    return this.#running;
  }

  /** Takes a message: a call, an answer to a callback, or something to refuse. */
  dispatch(exchange: Exchange): void {
    if (this.#callbacks?.take(exchange) === true) return;
    this.#running += 1;
    new ServiceCall(this, exchange, this.#callEnded).dispatch();
  }

  createCallback(contract: ContractClass, { replyTo }: Correlation): object {
    const { duplex } = this.#channel;
    if (duplex === null || this.#createCallbackLink === null) {
      throw new InvalidOperationError(
        'The channel of this call does not lead back to the caller: callbacks need a binding with duplex channels, and a contract that names its callback.',
      );
    }
    this.#callbacks ??= this.#createCallbackLink(duplex);
    return this.#callbacks.createClient(contract, replyTo);
  }

  /** Resolves when no call is under way. */
  idle(): Promise<void> {
    if (this.#running === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#onIdle.push(resolve);
    });
  }

  /** Nobody answers callbacks any more. */
  stopCallbacks(reason: Error): void {
    this.#callbacks?.stop(reason);
  }

  /** Calls that wait do not start; the answers of those that run go nowhere. */
  abort(): void {
    this.#isAborted = true;
    this.stopCallbacks(
      new CommunicationObjectAbortedError('The channel that the callback went over was aborted.'),
    );
  }

  readonly #callEnded = (operation: OperationDescription | null): void => {
    this.#running -= 1;
    if (this.#running === 0) {
      this.#channel.onIdle();
      for (const resolve of this.#onIdle.splice(0)) resolve();
    }
    if (this.session !== null && operation?.isTerminating === true) this.#channel.onTerminated();
  };
}
