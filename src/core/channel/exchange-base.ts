import { InvalidOperationError } from '../errors/index.js';
import type { Message } from '../message/index.js';
import type { Exchange } from './exchange.js';

/** What exchanges of transports have in common: they are settled once, and their signal is made when it is asked for. */
export abstract class ExchangeBase implements Exchange {
  readonly message: Message;
  readonly canReply: boolean;
  #controller: AbortController | null = null;
  #abortReason: Error | null = null;
  #isSettled = false;

  constructor(message: Message, canReply: boolean) {
    this.message = message;
    this.canReply = canReply;
  }

  get signal(): AbortSignal {
    if (this.#controller === null) {
      this.#controller = new AbortController();
      if (this.#abortReason !== null) this.#controller.abort(this.#abortReason);
    }
    return this.#controller.signal;
  }

  get isSettled(): boolean {
    return this.#isSettled;
  }

  reply(message: Message | null): Promise<void> {
    if (!this.canReply && message !== null) {
      return Promise.reject(
        new InvalidOperationError('The channel has no replies; the message was one-way.'),
      );
    }
    if (this.#isSettled) {
      return Promise.reject(
        new InvalidOperationError('The exchange was settled before; each is answered once.'),
      );
    }
    this.#isSettled = true;
    return this.onReply(message);
  }

  settle(error?: unknown): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    this.onSettle(error);
  }

  /** The peer or the channel has gone: whoever works on the message may stop. */
  cancel(reason: Error): void {
    if (this.#abortReason !== null) return;
    this.#abortReason = reason;
    this.#controller?.abort(reason);
  }

  /** Sends the reply; called once. Must not throw for a peer that has gone. */
  protected abstract onReply(message: Message | null): Promise<void>;
  /** Ends the exchange without a reply; called once. */
  protected abstract onSettle(error: unknown): void;
}
