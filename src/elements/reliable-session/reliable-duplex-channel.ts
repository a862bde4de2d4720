import { Observable } from 'rxjs';
import { CommunicationObject } from '../../core/channel/index.js';
import type {
  Channel,
  DuplexChannel,
  Exchange,
  LifeStep,
  OperationOptions,
  OutputSession,
} from '../../core/channel/index.js';
import { InvalidOperationError, TimeoutError, toError } from '../../core/errors/index.js';
import { addressMessage } from '../../core/message/index.js';
import type { EndpointAddress, Message, PropertyKey } from '../../core/message/index.js';
import type { DuplexSession } from './duplex-session.js';
import { ReliableSessionState } from './reliable-session-state.js';
import type { ReliableSessionParts } from './sequence-parts.js';
import { transferFor } from './transfer-caller.js';

/** The channels of a session over a duplex channel: duplexSession, and outputSession or inputSession where one way is enough. */
export abstract class ReliableDuplexChannel
  extends CommunicationObject
  implements DuplexChannel, OutputSession
{
  readonly remoteAddress: EndpointAddress;
  readonly localAddress: EndpointAddress;
  readonly via: string;
  readonly exchanges$: Observable<Exchange>;
  #isEnding = false;

  constructor(
    parts: ReliableSessionParts,
    addresses: {
      readonly remote: EndpointAddress;
      readonly local: EndpointAddress;
      readonly via: string;
    },
  ) {
    super(parts.clock, parts.timeouts);
    this.remoteAddress = addresses.remote;
    this.localAddress = addresses.local;
    this.via = addresses.via;
    this.exchanges$ = new Observable((subscriber) =>
      this.reliable.queue?.values$.subscribe(subscriber),
    );
  }

  get session(): { readonly id: string } {
    return { id: this.reliable.state.identifier };
  }

  getProperty<T>(key: PropertyKey<T>): T | null {
    // The key carries that very type.
    if (Object.is(key, ReliableSessionState)) return this.reliable.state as T;
    return this.innerChannel.getProperty(key);
  }

  /** Resolves when the message has a place in the window; close() waits until everything is acknowledged. */
  send(message: Message, options: OperationOptions = {}): Promise<void> {
    return new Promise((resolve, reject) => {
      this.throwIfNotOpened();
      if (this.#isEnding)
        throw new InvalidOperationError(`The ${this.description} has ended its output session.`);
      const timeout = options.timeout ?? this.timeouts.sendTimeout;
      const patience = {
        timeout,
        signal: options.signal,
        timeoutError: () =>
          new TimeoutError(
            `The message to ${this.via} found no room in the window of the reliable session within ${String(timeout)} ms (sendTimeout of the binding): the other side does not acknowledge what was sent before.`,
          ),
      };
      const caller = {
        done: () => {
          resolve();
        },
        failed: reject,
      };
      transferFor(this.clock, patience, caller, (waiting) =>
        this.reliable.transfer(addressMessage(message, this.remoteAddress), waiting),
      );
    });
  }

  async closeOutputSession({
    timeout = this.timeouts.closeTimeout,
    signal = new AbortController().signal,
  }: OperationOptions = {}): Promise<void> {
    this.throwIfNotOpened();
    this.#isEnding = true;
    await this.reliable.closeOutput({ timeout, signal });
  }

  /** The session that the channel is; there from opening on. */
  protected abstract get reliable(): DuplexSession;
  /** A channel below, for property queries. */
  protected abstract get innerChannel(): Channel;

  protected override async onClose(step: LifeStep): Promise<void> {
    this.#isEnding = true;
    await this.reliable.close(step);
  }

  protected override onAbort(reason: unknown): void {
    void this.reliable.abort(toError(reason ?? this.stateError())).then(() => {
      this.release();
    });
  }

  /** The session is over: what is below may go. */
  protected abstract release(): void;
}
