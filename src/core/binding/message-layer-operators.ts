import { Observable } from 'rxjs';
import type { MonoTypeOperatorFunction } from 'rxjs';
import type { Exchange, OperationOptions } from '../channel/index.js';
import { diagnostics } from '../diagnostics/index.js';
import { toError } from '../errors/index.js';
import { createFaultMessage, relatesToHeader, toFaultError } from '../message/index.js';
import type { Message } from '../message/index.js';
import type { MessagePipeline } from './message-pipeline.js';

/** The two directions of a layer, as its channels use them. */
export interface MessageLayerOperators {
  readonly outgoing?: MonoTypeOperatorFunction<Message> | undefined;
  readonly incoming?: MonoTypeOperatorFunction<Message> | undefined;
}

/** Sends a message through a pipeline and then over a channel. */
export function sendThrough(
  pipeline: MessagePipeline,
  channel: { send(message: Message, options?: OperationOptions): Promise<void> },
  message: Message,
  options: OperationOptions | undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => {
      reject(toError(error));
    };
    pipeline.pass(
      message,
      (sent) => {
        channel.send(sent, options).then(resolve, fail);
      },
      fail,
    );
  });
}

/** The exchanges of a channel with their requests, and later their replies, sent through the pipelines. */
export function exchangesThrough(
  exchanges$: Observable<Exchange>,
  incoming: MessagePipeline,
  outgoing: MessagePipeline,
): Observable<Exchange> {
  return new Observable((consumer) =>
    exchanges$.subscribe({
      next: (exchange) => {
        incoming.pass(
          exchange.message,
          (message) => {
            consumer.next(new LayeredExchange(exchange, message, outgoing));
          },
          (error) => {
            refuse(exchange, error, outgoing);
          },
        );
      },
      error: (error: unknown) => {
        consumer.error(error);
      },
      complete: () => {
        consumer.complete();
      },
    }),
  );
}

/**
 * Answers an exchange that a layer threw at with a fault, or ends it where nothing can be answered. The fault goes out
 * through the layer like any reply, unless it is the way out that threw.
 */
function refuse(exchange: Exchange, error: unknown, outgoing: MessagePipeline | null): void {
  if (diagnostics.error.hasSubscribers)
    diagnostics.error.publish({ source: 'message layer', error, address: '' });
  if (!exchange.canReply) {
    exchange.settle(error);
    return;
  }
  const { version } = exchange.message;
  const { fault, action } = toFaultError(error);
  const reply = createFaultMessage(version, fault, action ?? undefined);
  const id = version.hasAddressing ? exchange.message.headers.messageId : null;
  const related = id === null ? reply : reply.withHeader(relatesToHeader(version, id));
  const send = (message: Message): void => {
    void exchange.reply(message);
  };
  if (outgoing === null) send(related);
  else {
    outgoing.pass(related, send, () => {
      send(related);
    });
  }
}

class LayeredExchange implements Exchange {
  readonly message: Message;
  readonly #inner: Exchange;
  readonly #outgoing: MessagePipeline;

  constructor(inner: Exchange, message: Message, outgoing: MessagePipeline) {
    this.#inner = inner;
    this.message = message;
    this.#outgoing = outgoing;
  }

  get canReply(): boolean {
    return this.#inner.canReply;
  }

  get signal(): AbortSignal {
    return this.#inner.signal;
  }

  reply(message: Message | null): Promise<void> {
    if (message === null) return this.#inner.reply(null);
    return new Promise((resolve, reject) => {
      this.#outgoing.pass(
        message,
        (sent) => {
          this.#inner.reply(sent).then(resolve, reject);
        },
        (error) => {
          refuse(this.#inner, error, null);
          resolve();
        },
      );
    });
  }

  settle(error?: unknown): void {
    this.#inner.settle(error);
  }
}
