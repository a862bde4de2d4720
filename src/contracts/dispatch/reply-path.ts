import type { Exchange, OutputChannel } from '../../core/channel/index.js';
import { diagnostics } from '../../core/diagnostics/index.js';
import { EndpointAddress, addressMessage, internalServiceFault } from '../../core/message/index.js';
import type { Message } from '../../core/message/index.js';
import { addressReply, relateReply } from './correlation.js';
import type { Correlation } from './correlation.js';
import { createFaultReply } from './fault-reply.js';
import type { FaultReplySettings } from './fault-reply.js';

/** How the answers of one channel leave: by their exchange, on a duplex channel as messages, or not at all. */
export class ReplyPath {
  readonly #output: OutputChannel | null;
  readonly #settings: FaultReplySettings;
  readonly #address: string;

  /** `output` is the channel itself when it is duplex. */
  constructor(output: OutputChannel | null, settings: FaultReplySettings, address: string) {
    this.#output = output;
    this.#settings = settings;
    this.#address = address;
  }

  /** Says that a message was taken and that there is nothing to answer. */
  accept(exchange: Exchange): void {
    if (exchange.canReply) this.#watch(exchange.reply(null), exchange, nothing);
    else exchange.settle();
  }

  /**
   * Sends a reply that relates to its request already. `onEnd` is called in any case, when it is sent or has failed: a callback,
   * since each promise of a call costs every call.
   */
  reply(exchange: Exchange, reply: Message, correlation: Correlation, onEnd: () => void): void {
    const addressed = addressReply(reply, correlation);
    if (addressed === null) {
      this.accept(exchange);
      onEnd();
    } else if (exchange.canReply) this.#watch(exchange.reply(addressed), exchange, onEnd);
    else this.#send(exchange, addressed, correlation, onEnd);
  }

  /** Sends a fault, or another reply that does not say yet what it relates to. */
  answer(exchange: Exchange, reply: Message, correlation: Correlation, onEnd: () => void): void {
    this.reply(exchange, relateReply(reply, correlation), correlation, onEnd);
  }

  #send(exchange: Exchange, reply: Message, correlation: Correlation, onEnd: () => void): void {
    const output = this.#output;
    // Who sent no identifier waits for no answer on a channel where answers are found by it.
    if (output === null || correlation.messageId === null) {
      exchange.settle();
      onEnd();
      return;
    }
    output.send(toPeer(reply)).then(
      () => {
        exchange.settle();
        onEnd();
      },
      (error: unknown) => {
        this.#report(error);
        if (reply.isFault || output.state !== 'opened') {
          exchange.settle();
          onEnd();
          return;
        }
        // The reply could not be written: without any answer the caller would wait until its time is over.
        const substitute = createFaultReply(internalServiceFault(), null, this.#settings);
        this.#send(exchange, relateReply(substitute, correlation), correlation, onEnd);
      },
    );
  }

  #watch(sent: Promise<void>, exchange: Exchange, onEnd: () => void): void {
    sent.then(onEnd, (error: unknown) => {
      this.#report(error);
      exchange.settle();
      onEnd();
    });
  }

  #report(error: unknown): void {
    if (diagnostics.error.hasSubscribers) {
      diagnostics.error.publish({ source: 'service reply', error, address: this.#address });
    }
  }
}

function toPeer(reply: Message): Message {
  return addressMessage(reply, EndpointAddress.anonymous);
}

function nothing(): void {
  // Nobody waits.
}
