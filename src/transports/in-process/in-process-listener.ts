import type { ListEntry } from '../../core/collections/index.js';
import { TransientList } from '../../core/collections/index.js';
import type { Observable } from 'rxjs';
import {
  AcceptQueue,
  CommunicationObject,
  ExchangeBase,
  ExchangeQueue,
} from '../../core/channel/index.js';
import type {
  ChannelListener,
  Exchange,
  ListenerChannels,
  ListenerShape,
  OperationOptions,
  ReplyChannel,
} from '../../core/channel/index.js';
import { diagnostics } from '../../core/diagnostics/index.js';
import {
  CommunicationError,
  CommunicationObjectAbortedError,
  toError,
} from '../../core/errors/index.js';
import { EndpointAddress } from '../../core/message/index.js';
import type { Message, PropertyKey } from '../../core/message/index.js';
import { decode, encode } from './in-process-codec.js';
import type { InProcessParts } from './in-process-parts.js';
import { InProcessDuplexChannel } from './in-process-duplex.js';
import { inProcessNetwork } from './in-process-network.js';
import type { InProcessDelivery, InProcessEndpoint, InProcessPeer } from './in-process-network.js';

/** Listens at one in-process address: for requests (one reply channel) or for duplex sessions (one channel each). */
export class InProcessChannelListener<S extends ListenerShape>
  extends CommunicationObject
  implements ChannelListener<S>, InProcessEndpoint
{
  readonly description: string;
  readonly uri: string;
  readonly #shape: ListenerShape;
  readonly #parts: InProcessParts;
  readonly #accepts = new AcceptQueue<ReplyChannel | InProcessDuplexChannel>();
  readonly #replies: InProcessReplyChannel;

  constructor(shape: S, uri: string, parts: InProcessParts) {
    super(parts.clock, parts.timeouts);
    this.description = `inProcessTransport ${shape} channel listener`;
    this.uri = uri;
    this.#shape = shape;
    this.#parts = parts;
    this.#replies = new InProcessReplyChannel(parts, uri);
  }

  getProperty<T>(key: PropertyKey<T>): T | null {
    return this.#parts.getProperty(key);
  }

  accept(options?: OperationOptions): Promise<ListenerChannels[S] | null> {
    // The transport offers reply and duplexSession alone, and only channels of the asked shape are offered to the queue.
    return this.#accepts.take(options) as Promise<ListenerChannels[S] | null>;
  }

  deliver(delivery: InProcessDelivery): void {
    if (this.#shape !== 'reply') throw this.#wrongShape('requests');
    this.#replies.deliver(delivery);
  }

  connect(near: InProcessPeer): InProcessPeer | null {
    if (this.#shape !== 'duplexSession') throw this.#wrongShape('duplex sessions');
    const channel = InProcessDuplexChannel.fromPeer(
      this.#parts,
      new EndpointAddress(this.uri),
      near,
    );
    this.#accepts.offer(channel);
    return channel.peer;
  }

  protected onOpen(): void {
    inProcessNetwork.listen(this.uri, this);
    if (this.#shape === 'reply') this.#accepts.offer(this.#replies);
  }

  protected onClose(): void {
    this.#release();
  }

  protected onAbort(): void {
    this.#release();
  }

  #release(): void {
    inProcessNetwork.unlisten(this.uri, this);
    for (const channel of this.#accepts.close()) channel.abort();
  }

  #wrongShape(wanted: string): CommunicationError {
    return new CommunicationError(
      `The listener at ${this.uri} offers ${this.#shape} channels and takes no ${wanted}; give both sides the same contract and binding.`,
    );
  }
}

/** The one reply channel of a listener. */
class InProcessReplyChannel extends CommunicationObject implements ReplyChannel {
  readonly description = 'inProcessTransport reply channel';
  readonly localAddress: EndpointAddress;
  readonly #parts: InProcessParts;
  readonly #queue = new ExchangeQueue<Exchange>();
  /** Requests that wait for a place among the pending exchanges. */
  readonly #backlog: InProcessDelivery[] = [];
  readonly #open = new TransientList<InProcessExchange>();
  #onIdle: (() => void) | null = null;

  constructor(parts: InProcessParts, uri: string) {
    super(parts.clock, parts.timeouts);
    this.#parts = parts;
    this.localAddress = new EndpointAddress(uri);
  }

  get exchanges$(): Observable<Exchange> {
    return this.#queue.values$;
  }

  getProperty<T>(key: PropertyKey<T>): T | null {
    return this.#parts.getProperty(key);
  }

  deliver(delivery: InProcessDelivery): void {
    if (this.#open.size < this.#parts.settings.maxPendingExchanges) this.#begin(delivery);
    else this.#backlog.push(delivery);
  }

  #begin(delivery: InProcessDelivery): void {
    const { encoder, settings } = this.#parts;
    let message: Message;
    try {
      message = decode(
        encoder,
        delivery.bytes,
        settings.maxReceivedMessageSize,
        'service',
        this.localAddress.uri,
      );
    } catch (error) {
      if (diagnostics.error.hasSubscribers) {
        diagnostics.error.publish({
          source: this.description,
          error,
          address: this.localAddress.uri,
        });
      }
      delivery.fail(toError(error));
      return;
    }
    const exchange = new InProcessExchange(
      message,
      delivery,
      this.#parts,
      this.localAddress.uri,
      () => {
        this.#settled(entry);
      },
    );
    delivery.onCancel = (reason) => {
      exchange.cancel(reason);
    };
    const entry = this.#open.add(exchange);
    this.#queue.push(exchange);
  }

  #settled(entry: ListEntry<InProcessExchange>): void {
    this.#open.delete(entry);
    const next = this.#backlog.shift();
    if (next !== undefined) this.#begin(next);
    else if (this.#open.size === 0) this.#onIdle?.();
  }

  protected onOpen(): void {
    // The listener listens; the channel only waits.
  }

  protected async onClose(): Promise<void> {
    if (this.#open.size > 0) {
      await new Promise<void>((resolve) => {
        this.#onIdle = resolve;
      });
    }
    this.#queue.complete();
  }

  protected onAbort(): void {
    const reason = new CommunicationObjectAbortedError(
      `The ${this.description} at ${this.localAddress.uri} was aborted.`,
    );
    this.#queue.complete();
    for (const delivery of this.#backlog.splice(0)) delivery.fail(reason);
    for (const exchange of this.#open.values()) {
      exchange.cancel(reason);
      exchange.settle(reason);
    }
  }
}

class InProcessExchange extends ExchangeBase {
  readonly #delivery: InProcessDelivery;
  readonly #parts: InProcessParts;
  readonly #address: string;
  readonly #onSettled: () => void;

  constructor(
    message: Message,
    delivery: InProcessDelivery,
    parts: InProcessParts,
    address: string,
    onSettled: () => void,
  ) {
    super(message, true);
    this.#delivery = delivery;
    this.#parts = parts;
    this.#address = address;
    this.#onSettled = onSettled;
  }

  protected onReply(message: Message | null): Promise<void> {
    try {
      this.#delivery.answer(
        message === null ? null : encode(this.#parts.encoder, message, 'service', this.#address),
      );
      return Promise.resolve();
    } catch (error) {
      this.#delivery.fail(new CommunicationError('The service could not write its reply.'));
      return Promise.reject(toError(error));
    } finally {
      this.#onSettled();
    }
  }

  protected onSettle(error: unknown): void {
    if (error === undefined) this.#delivery.answer(null);
    else
      this.#delivery.fail(
        new CommunicationError('The service refused the message.', { cause: error }),
      );
    this.#onSettled();
  }
}
