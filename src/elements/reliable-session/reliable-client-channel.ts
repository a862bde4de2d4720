import type { Observable } from 'rxjs';
import { LayeredChannel, coldRequest } from '../../core/channel/index.js';
import type {
  LifeStep,
  OperationOptions,
  OutputChannel,
  OutputSession,
  RequestChannel,
} from '../../core/channel/index.js';
import {
  CommunicationError,
  InvalidOperationError,
  TimeoutError,
} from '../../core/errors/index.js';
import type { EndpointAddress, Message, PropertyKey } from '../../core/message/index.js';
import { ClientSession } from './client-session.js';
import { ReliableSessionState } from './reliable-session-state.js';
import type { ReliableSessionParts } from './sequence-parts.js';
import { transferFor } from './transfer-caller.js';
import type { TransferCaller } from './transfer-caller.js';

/** What the two client channels have in common: the life of the session, and callers that may give up. */
abstract class ReliableClientChannel
  extends LayeredChannel<RequestChannel>
  implements OutputSession
{
  protected readonly reliable: ClientSession;
  #closing: Promise<void> | null = null;

  constructor(parts: ReliableSessionParts, inner: RequestChannel, withReplies: boolean) {
    super(inner, parts.clock, parts.timeouts);
    this.reliable = new ClientSession(parts, inner, withReplies, (error) => {
      this.fault(error);
    });
  }

  get remoteAddress(): EndpointAddress {
    return this.inner.remoteAddress;
  }

  get via(): string {
    return this.inner.via;
  }

  get session(): { readonly id: string } {
    return { id: this.reliable.identifier };
  }

  override getProperty<T>(key: PropertyKey<T>): T | null {
    // The key carries that very type.
    if (Object.is(key, ReliableSessionState)) return this.reliable.state as T;
    return super.getProperty(key);
  }

  /** Waits for everything that was sent and ends the session; a later close() only closes the channel below. */
  async closeOutputSession({
    timeout = this.timeouts.closeTimeout,
    signal,
  }: OperationOptions = {}): Promise<void> {
    this.throwIfNotOpened();
    await this.#end({ timeout, signal: signal ?? new AbortController().signal });
  }

  /** Gives a message to the session for a caller that may give up; returns the function by which it does. */
  protected transfer(
    message: Message,
    completedBy: 'reply' | 'acknowledgement',
    options: OperationOptions,
    caller: TransferCaller,
  ): () => void {
    this.throwIfNotOpened();
    if (this.#closing !== null)
      throw new InvalidOperationError(`The ${this.description} has ended its output session.`);
    const timeout = options.timeout ?? this.timeouts.sendTimeout;
    const patience = {
      timeout,
      signal: options.signal,
      timeoutError: () =>
        new TimeoutError(
          `The message to ${this.via} was not ${completedBy === 'reply' ? 'answered' : 'acknowledged'} within ${String(timeout)} ms (sendTimeout of the binding). ` +
            'The reliable session lives on and may still deliver it.',
        ),
    };
    return transferFor(this.clock, patience, caller, (waiting) => {
      const transfer = this.reliable.send(message, completedBy, waiting);
      return () => {
        this.reliable.abandon(transfer);
      };
    });
  }

  protected override async onOpen(step: LifeStep): Promise<void> {
    await super.onOpen(step);
    await this.reliable.create(step);
  }

  protected override async onClose(step: LifeStep): Promise<void> {
    await this.#end(step);
    await super.onClose(step);
  }

  protected override onAbort(reason: unknown): void {
    // The channel below lives just long enough to tell the service.
    void this.reliable.abort(reason instanceof Error ? reason : this.stateError()).then(() => {
      super.onAbort(reason);
    });
  }

  #end(step: LifeStep): Promise<void> {
    this.#closing ??= this.reliable.close(step);
    return this.#closing;
  }
}

/** requestSession over request: each call is a numbered message, its reply comes on the response to one of its attempts. */
export class ReliableRequestChannel extends ReliableClientChannel implements RequestChannel {
  readonly description = 'reliableSession requestSession channel';

  constructor(parts: ReliableSessionParts, inner: RequestChannel) {
    super(parts, inner, true);
  }

  /** A message with a MessageID wants a reply; one without is one-way and done when it is acknowledged. */
  request(message: Message, options: OperationOptions = {}): Observable<Message> {
    return coldRequest((caller) => {
      const completedBy = message.headers.messageId === null ? 'acknowledgement' : 'reply';
      return this.transfer(message, completedBy, options, {
        done: (reply) => {
          if (reply !== null) caller.next(reply);
          caller.complete();
        },
        failed: (error) => {
          caller.error(error);
        },
      });
    });
  }
}

/** outputSession over request: each message is done when it is acknowledged. */
export class ReliableOutputChannel extends ReliableClientChannel implements OutputChannel {
  readonly description = 'reliableSession outputSession channel';

  constructor(parts: ReliableSessionParts, inner: RequestChannel) {
    super(parts, inner, false);
  }

  send(message: Message, options: OperationOptions = {}): Promise<void> {
    return new Promise((resolve, reject) => {
      this.transfer(message, 'acknowledgement', options, {
        done: () => {
          resolve();
        },
        failed: (error) => {
          reject(error instanceof Error ? error : new CommunicationError(String(error)));
        },
      });
    });
  }
}
