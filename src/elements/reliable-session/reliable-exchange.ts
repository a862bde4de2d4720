import type { Exchange } from '../../core/channel/index.js';
import { InvalidOperationError } from '../../core/errors/index.js';
import { createFaultMessage, relatesToHeader, toFaultError } from '../../core/message/index.js';
import type { Message } from '../../core/message/index.js';
import { messageIdOf } from './protocol-messages.js';

/** A message that was given to the application. */
export interface DeliveredMessage {
  readonly number: number;
  /** Bytes that are kept until the application is done with it. */
  readonly bytes: number;
}

/** What an exchange of a session needs of its session. */
export interface ExchangeOwner {
  readonly signal: AbortSignal;
  /** The application is done with a message; called once for each. */
  answer(delivered: DeliveredMessage, reply: Message | null): Promise<void>;
}

/** A message of a reliable session. That the transport's exchange goes does not touch it: the client asks again. */
export class ReliableExchange implements Exchange {
  readonly message: Message;
  readonly canReply: boolean;
  readonly #delivered: DeliveredMessage;
  readonly #owner: ExchangeOwner;
  #isSettled = false;

  constructor(
    message: Message,
    delivered: DeliveredMessage,
    owner: ExchangeOwner,
    canReply: boolean,
  ) {
    this.message = message;
    this.canReply = canReply;
    this.#delivered = delivered;
    this.#owner = owner;
  }

  get signal(): AbortSignal {
    return this.#owner.signal;
  }

  reply(message: Message | null): Promise<void> {
    if (message !== null && !this.canReply) {
      return Promise.reject(
        new InvalidOperationError('The session has no replies: its contract is one-way.'),
      );
    }
    if (this.#isSettled) {
      return Promise.reject(
        new InvalidOperationError('The exchange was settled before; each is answered once.'),
      );
    }
    this.#isSettled = true;
    return this.#owner.answer(this.#delivered, message);
  }

  settle(error?: unknown): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    void this.#owner.answer(
      this.#delivered,
      error === undefined || !this.canReply ? null : this.#faultFor(error),
    );
  }

  #faultFor(error: unknown): Message {
    const { version } = this.message;
    const { fault, action } = toFaultError(error);
    const message = createFaultMessage(version, fault, action ?? undefined);
    const id = messageIdOf(this.message);
    return id === null ? message : message.withHeader(relatesToHeader(version, id));
  }
}
