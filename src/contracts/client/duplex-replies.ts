import type { Subscription } from 'rxjs';
import type { DuplexChannel, Exchange } from '../../core/channel/index.js';
import { diagnostics } from '../../core/diagnostics/index.js';
import {
  CommunicationError,
  ProtocolError,
  TimeoutError,
  toError,
} from '../../core/errors/index.js';
import type { Message, UniqueId } from '../../core/message/index.js';
import type { Clock } from '../../core/time/index.js';

/** How long and for whom a reply is waited for. */
export interface ReplyWait {
  readonly timeout: number;
  readonly signal: AbortSignal | undefined;
}

interface PendingReply {
  readonly resolve: (reply: Message) => void;
  readonly reject: (error: Error) => void;
}

/** Finds the caller for each message that comes in on a duplex channel, by the identifier that it relates to. */
export class DuplexReplies {
  readonly #channel: DuplexChannel;
  readonly #clock: Clock;
  readonly #onEnd: () => void;
  readonly #pending = new Map<UniqueId, PendingReply>();
  #subscription: Subscription | null = null;
  #endReason: Error | null = null;

  /** `onEnd` is called when the peer has ended its side. */
  constructor(channel: DuplexChannel, clock: Clock, onEnd: () => void) {
    this.#channel = channel;
    this.#clock = clock;
    this.#onEnd = onEnd;
  }

  /** Takes what comes in from now on. */
  start(): void {
    this.#subscription = this.#channel.exchanges$.subscribe({
      next: (exchange) => {
        this.#take(exchange);
      },
      error: (error: unknown) => {
        this.stop(toError(error));
      },
      complete: () => {
        this.stop(
          new CommunicationError(
            'The service ended the session before it answered; make a new channel and call again.',
          ),
        );
        this.#onEnd();
      },
    });
  }

  /** Sends a request and waits for its reply. */
  request(message: Message, id: UniqueId | null, { timeout, signal }: ReplyWait): Promise<Message> {
    if (id === null) {
      return Promise.reject(
        new ProtocolError(
          `Replies on duplex channels are found by WS-Addressing, which ${message.version.name} lacks. Use a message version with addressing.`,
        ),
      );
    }
    if (this.#endReason !== null) return Promise.reject(this.#endReason);
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        pending.reject(toError(signal?.reason));
      };
      const timer = this.#clock.schedule(timeout, () => {
        pending.reject(
          new TimeoutError(
            `The request had no reply within ${String(timeout)} ms (sendTimeout of the binding, or timeout of the call).`,
          ),
        );
      });
      const release = (): void => {
        timer.cancel();
        signal?.removeEventListener('abort', onAbort);
        this.#pending.delete(id);
      };
      const pending: PendingReply = {
        resolve: (reply) => {
          release();
          resolve(reply);
        },
        reject: (error) => {
          release();
          reject(error);
        },
      };
      this.#pending.set(id, pending);
      if (signal?.aborted === true) {
        onAbort();
        return;
      }
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#channel.send(message, { timeout, signal }).catch((error: unknown) => {
        pending.reject(toError(error));
      });
    });
  }

  /** Fails whoever waits, now and later. */
  stop(reason: Error): void {
    this.#endReason ??= reason;
    for (const pending of [...this.#pending.values()]) pending.reject(this.#endReason);
  }

  /** Listens no more. */
  release(): void {
    this.#subscription?.unsubscribe();
  }

  #take(exchange: Exchange): void {
    const { message } = exchange;
    exchange.settle();
    let pending: PendingReply | undefined;
    try {
      const { relatesTo } = message.headers;
      pending = relatesTo === null ? undefined : this.#pending.get(relatesTo);
    } catch (error) {
      this.#report(error);
      return;
    }
    if (pending !== undefined) pending.resolve(message);
    else this.#report(new ProtocolError('A message came that answers no call that is waited for.'));
  }

  #report(error: unknown): void {
    if (!diagnostics.error.hasSubscribers) return;
    const address = this.#channel.remoteAddress.uri;
    diagnostics.error.publish({ source: 'duplex client channel', error, address });
  }
}
