import { map } from 'rxjs';
import type { Observable } from 'rxjs';
import { ExchangeBase, LayeredChannel } from '../../core/channel/index.js';
import type {
  CommunicationTimeouts,
  Exchange,
  InputChannel,
  OperationOptions,
  OutputChannel,
  ReplyChannel,
  RequestChannel,
} from '../../core/channel/index.js';
import { ProtocolError } from '../../core/errors/index.js';
import { MessageFaultError, readFault } from '../../core/message/index.js';
import type { EndpointAddress, Message } from '../../core/message/index.js';
import type { Clock } from '../../core/time/index.js';

/** Each message is a request; its answer must be empty. */
export class OneWayOutputChannel extends LayeredChannel<RequestChannel> implements OutputChannel {
  readonly description = 'oneWay output channel';

  get remoteAddress(): EndpointAddress {
    return this.inner.remoteAddress;
  }

  get via(): string {
    return this.inner.via;
  }

  /** Resolves when the other side has taken the message. A fault in answer is thrown; any other answer is a ProtocolError. */
  send(message: Message, options?: OperationOptions): Promise<void> {
    return new Promise((resolve, reject) => {
      this.inner.request(message, options).subscribe({
        next: (answer) => {
          reject(answerError(answer, this.via));
        },
        error: reject,
        complete: resolve,
      });
    });
  }
}

/** Each request is a message; it is answered with nothing when it is settled. */
export class OneWayInputChannel extends LayeredChannel<ReplyChannel> implements InputChannel {
  readonly description = 'oneWay input channel';
  readonly exchanges$: Observable<Exchange>;

  constructor(inner: ReplyChannel, clock: Clock, timeouts: CommunicationTimeouts) {
    super(inner, clock, timeouts);
    this.exchanges$ = inner.exchanges$.pipe(map((exchange) => new OneWayExchange(exchange)));
  }

  get localAddress(): EndpointAddress {
    return this.inner.localAddress;
  }
}

class OneWayExchange extends ExchangeBase {
  readonly #exchange: Exchange;

  constructor(exchange: Exchange) {
    super(exchange.message, false);
    this.#exchange = exchange;
  }

  override get signal(): AbortSignal {
    return this.#exchange.signal;
  }

  protected onReply(): Promise<void> {
    return this.#exchange.reply(null);
  }

  protected onSettle(error: unknown): void {
    if (error === undefined) void this.#exchange.reply(null);
    else this.#exchange.settle(error);
  }
}

function answerError(answer: Message, via: string): Error {
  if (answer.isFault) return new MessageFaultError(readFault(answer), answer.headers.action);
  return new ProtocolError(
    `${via} answered a one-way message with another message; does its binding have the element oneWay?`,
  );
}
