import { TransientMap } from '../../core/collections/index.js';
import type { Exchange, OutputChannel } from '../../core/channel/index.js';
import { diagnostics } from '../../core/diagnostics/index.js';
import { ProtocolError, TimeoutError, toError } from '../../core/errors/index.js';
import type { Message, UniqueId } from '../../core/message/index.js';
import type { Clock } from '../../core/time/index.js';

/** How long and for whom a reply is waited for. */
export interface ReplyWait {
  readonly timeout: number;
  readonly signal: AbortSignal | undefined;
}

/** Who waits for a reply, or for the news that there will be none. */
export interface ReplyWaiter {
  next(reply: Message): void;
  error(error: Error): void;
}

/** Finds the caller for each message that comes in on a duplex channel, by the identifier that it relates to. */
export class DuplexReplies {
  readonly #channel: OutputChannel;
  readonly #clock: Clock;
  readonly #pending = new TransientMap<UniqueId, ReplyWaiter>();
  #endReason: Error | null = null;

  constructor(channel: OutputChannel, clock: Clock) {
    this.#channel = channel;
    this.#clock = clock;
  }

  /** Sends a request and waits for its reply. */
  request(message: Message, id: UniqueId | null, wait: ReplyWait, waiter: ReplyWaiter): void {
    if (id === null) {
      waiter.error(
        new ProtocolError(
          `Replies on duplex channels are found by WS-Addressing, which ${message.version.name} lacks. Use a message version with addressing.`,
        ),
      );
      return;
    }
    if (this.#endReason !== null) {
      waiter.error(this.#endReason);
      return;
    }
    const { timeout, signal } = wait;
    const onAbort = (): void => {
      pending.error(toError(signal?.reason));
    };
    const timer = this.#clock.schedule(timeout, () => {
      pending.error(
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
    const pending: ReplyWaiter = {
      next: (reply) => {
        release();
        waiter.next(reply);
      },
      error: (error) => {
        release();
        waiter.error(error);
      },
    };
    this.#pending.set(id, pending);
    if (signal?.aborted === true) {
      onAbort();
      return;
    }
    signal?.addEventListener('abort', onAbort, { once: true });
    this.#channel.send(message, { timeout, signal }).catch((error: unknown) => {
      pending.error(toError(error));
    });
  }

  /** Fails whoever waits, now and later. */
  stop(reason: Error): void {
    this.#endReason ??= reason;
    for (const pending of [...this.#pending.values()]) pending.error(this.#endReason);
  }

  /** Takes a message that answers a call which is waited for; false for any other. */
  take(exchange: Exchange): boolean {
    let pending: ReplyWaiter | undefined;
    try {
      const { relatesTo } = exchange.message.headers;
      pending = relatesTo === null ? undefined : this.#pending.get(relatesTo);
    } catch {
      // Whoever gets the message next tells what is wrong with it.
      return false;
    }
    if (pending === undefined) return false;
    exchange.settle();
    pending.next(exchange.message);
    return true;
  }

  /** Tells of a message that nobody waits for. */
  refuse(exchange: Exchange): void {
    exchange.settle();
    this.#report(new ProtocolError('A message came that answers no call that is waited for.'));
  }

  #report(error: unknown): void {
    if (!diagnostics.error.hasSubscribers) return;
    const address = this.#channel.remoteAddress.uri;
    diagnostics.error.publish({ source: 'duplex client channel', error, address });
  }
}
