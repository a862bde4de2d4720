import type { Exchange, OutputChannel } from '../../core/channel/index.js';
import { EndpointAddress, addressMessage } from '../../core/message/index.js';
import type { Message } from '../../core/message/index.js';

/** A message that came on a duplex channel: its answer, too, is a message there. */
export class LinkedExchange implements Exchange {
  readonly message: Message;
  readonly canReply = true;
  /** The channel that it came on, and on which answers leave. */
  readonly output: OutputChannel;
  readonly #exchange: Exchange;

  constructor(exchange: Exchange, output: OutputChannel) {
    this.message = exchange.message;
    this.output = output;
    this.#exchange = exchange;
  }

  get signal(): AbortSignal {
    return this.#exchange.signal;
  }

  async reply(message: Message | null): Promise<void> {
    this.settle();
    if (message === null) return;
    try {
      await this.output.send(addressMessage(message, replyAddress(this.message)));
    } catch {
      // The peer has gone, which is no error of an answer: it asks again when it is back.
    }
  }

  settle(error?: unknown): void {
    this.#exchange.settle(error);
  }
}

/** Where the answer to a message goes; a header that cannot be read is as good as none. */
export function replyAddress({ headers }: Message): EndpointAddress {
  try {
    return headers.replyTo ?? EndpointAddress.anonymous;
  } catch {
    return EndpointAddress.anonymous;
  }
}
