import type { Observable } from 'rxjs';
import { CommunicationObject, ExchangeQueue } from '../../core/channel/index.js';
import type { CommunicationTimeouts, Exchange, ReplyChannel } from '../../core/channel/index.js';
import { EndpointAddress } from '../../core/message/index.js';
import type { PropertyKey } from '../../core/message/index.js';
import type { Clock } from '../../core/time/index.js';
import type { HttpExchange } from './http-exchange.js';

/** The only channel of an HTTP listener: all messages that come in at its address. */
export class HttpReplyChannel extends CommunicationObject implements ReplyChannel {
  readonly description = 'http reply channel';
  readonly localAddress: EndpointAddress;
  readonly getProperty: <T>(key: PropertyKey<T>) => T | null;
  readonly #onAborted: () => void;
  readonly #queue = new ExchangeQueue<Exchange>();
  /** What came in before the channel was opened. */
  #early: HttpExchange[] = [];

  constructor(
    uri: string,
    clock: Clock,
    timeouts: CommunicationTimeouts,
    getProperty: <T>(key: PropertyKey<T>) => T | null,
    onAborted: () => void,
  ) {
    super(clock, timeouts);
    this.localAddress = new EndpointAddress(uri);
    this.getProperty = getProperty;
    this.#onAborted = onAborted;
  }

  get exchanges$(): Observable<Exchange> {
    return this.#queue.values$;
  }

  /** Takes a message over; false when the channel takes no more. */
  deliver(exchange: HttpExchange): boolean {
    switch (this.state) {
      case 'opened':
        this.#queue.push(exchange);
        return true;
      case 'created':
      case 'opening':
        this.#early.push(exchange);
        return true;
      case 'closing':
      case 'closed':
      case 'faulted':
        return false;
    }
  }

  /** No more messages will come: completes the exchanges. */
  end(): void {
    this.#queue.complete();
  }

  protected onOpen(): void {
    // Messages that waited are handed on behind what opening still does, when the state is `opened`.
    queueMicrotask(() => {
      const early = this.#early;
      this.#early = [];
      for (const exchange of early) this.#queue.push(exchange);
    });
  }

  protected onClose(): void {
    this.#refuseWaiting();
    this.#queue.complete();
  }

  protected onAbort(): void {
    this.#early = [];
    this.#queue.drain();
    this.#onAborted();
    this.#queue.complete();
  }

  #refuseWaiting(): void {
    const waiting = [...this.#queue.drain(), ...this.#early];
    this.#early = [];
    for (const exchange of waiting) exchange.settle(this.stateError());
  }
}
