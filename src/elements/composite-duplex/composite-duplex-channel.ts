import type { Observable } from 'rxjs';
import { CommunicationObject, ExchangeQueue, LayeredChannel } from '../../core/channel/index.js';
import type {
  ChannelFactory,
  CommunicationTimeouts,
  DuplexChannel,
  Exchange,
  InputChannel,
  LifeStep,
  OperationOptions,
  OutputChannel,
} from '../../core/channel/index.js';
import { CommunicationError } from '../../core/errors/index.js';
import { EndpointAddress, endpointHeader } from '../../core/message/index.js';
import type { Message, PropertyKey } from '../../core/message/index.js';
import type { Clock } from '../../core/time/index.js';

/** A client's channel: messages go to the service, and what the service sends comes to an address of this channel. */
export class CompositeDuplexClientChannel
  extends LayeredChannel<OutputChannel>
  implements DuplexChannel
{
  readonly description = 'compositeDuplex duplex channel';
  readonly localAddress: EndpointAddress;
  readonly #queue = new ExchangeQueue<Exchange>();
  readonly #onGone: () => void;

  constructor(
    inner: OutputChannel,
    localAddress: EndpointAddress,
    clock: Clock,
    timeouts: CommunicationTimeouts,
    onGone: () => void,
  ) {
    super(inner, clock, timeouts);
    this.localAddress = localAddress;
    this.#onGone = onGone;
  }

  get remoteAddress(): EndpointAddress {
    return this.inner.remoteAddress;
  }

  get via(): string {
    return this.inner.via;
  }

  get exchanges$(): Observable<Exchange> {
    return this.#queue.values$;
  }

  /** Sends; what wants an answer says that it is to come here. */
  send(message: Message, options?: OperationOptions): Promise<void> {
    return this.inner.send(this.#withReplyTo(message), options);
  }

  /** A message that came for this channel. */
  deliver(exchange: Exchange): void {
    this.#queue.push(exchange);
  }

  protected override async onClose(step: LifeStep): Promise<void> {
    await super.onClose(step);
    this.#end();
  }

  protected override onAbort(reason: unknown): void {
    super.onAbort(reason);
    this.#end();
  }

  #end(): void {
    for (const exchange of this.#queue.drain()) exchange.settle();
    this.#queue.complete();
    this.#onGone();
  }

  #withReplyTo(message: Message): Message {
    const { headers, version } = message;
    if (headers.messageId === null || headers.replyTo?.isAnonymous === false) return message;
    const { namespace } = version.addressing;
    const others = headers.without('ReplyTo', namespace);
    return message.withHeaders(others.with(endpointHeader('ReplyTo', version, this.localAddress)));
  }
}

/** How many addresses a service keeps channels to; the one that was used longest ago makes room. */
const maxOutputs = 1_024;

/** A service's channel: all that comes in, from whomever; what is sent goes where its To says. */
export class CompositeDuplexServiceChannel extends CommunicationObject implements DuplexChannel {
  readonly description = 'compositeDuplex duplex channel';
  readonly remoteAddress = EndpointAddress.anonymous;
  readonly #input: InputChannel;
  readonly #outputs: ChannelFactory<'output'>;
  readonly #byAddress = new Map<string, Promise<OutputChannel>>();

  constructor(
    input: InputChannel,
    outputs: ChannelFactory<'output'>,
    clock: Clock,
    timeouts: CommunicationTimeouts,
  ) {
    super(clock, timeouts);
    this.#input = input;
    this.#outputs = outputs;
  }

  get localAddress(): EndpointAddress {
    return this.#input.localAddress;
  }

  get via(): string {
    return this.#input.localAddress.uri;
  }

  get exchanges$(): Observable<Exchange> {
    return this.#input.exchanges$;
  }

  getProperty<T>(key: PropertyKey<T>): T | null {
    return this.#input.getProperty(key);
  }

  /** Sends to the address in the message's To. @throws CommunicationError when it has none that can be sent to */
  async send(message: Message, options?: OperationOptions): Promise<void> {
    this.throwIfNotOpened();
    const to = message.headers.to;
    const { addressing } = message.version;
    if (to === null || to === addressing.anonymous || to === addressing.none) {
      throw new CommunicationError(
        `A message cannot be sent to '${String(to)}' over compositeDuplex: the client must have given an address of its own (ReplyTo).`,
      );
    }
    const output = await this.#outputTo(to);
    await output.send(message, options);
  }

  protected onOpen({ signal, timeout }: LifeStep): Promise<void> {
    return this.#input.open({ signal, timeout });
  }

  protected async onClose(step: LifeStep): Promise<void> {
    await this.#input.close(step);
    const closing = [...this.#byAddress.values()].map(async (opening) => {
      const output = await opening;
      await output.close(step);
    });
    await Promise.allSettled(closing);
  }

  protected onAbort(reason: unknown): void {
    this.#input.abort(reason);
    for (const opening of this.#byAddress.values())
      void opening.then((output) => {
        output.abort(reason);
      }, nobody);
  }

  #outputTo(to: string): Promise<OutputChannel> {
    const known = this.#byAddress.get(to);
    const output = known ?? this.#open(to);
    // Put back as the latest.
    this.#byAddress.delete(to);
    this.#byAddress.set(to, output);
    for (const [address, oldest] of this.#byAddress) {
      if (this.#byAddress.size <= maxOutputs) break;
      this.#byAddress.delete(address);
      void oldest.then((channel) => channel.close()).catch(nobody);
    }
    return output;
  }

  async #open(to: string): Promise<OutputChannel> {
    try {
      const output = this.#outputs.createChannel(new EndpointAddress(to), to);
      await output.open();
      return output;
    } catch (error) {
      this.#byAddress.delete(to);
      throw error;
    }
  }
}

/** Who sent the message was told. */
function nobody(): void {
  // Nothing to do.
}
