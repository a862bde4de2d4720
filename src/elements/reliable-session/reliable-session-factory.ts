import { LayeredChannelFactory } from '../../core/channel/index.js';
import type {
  ChannelFactory,
  ClientChannels,
  DuplexChannel,
  RequestChannel,
} from '../../core/channel/index.js';
import type { EndpointAddress } from '../../core/message/index.js';
import { ReliableOutputChannel, ReliableRequestChannel } from './reliable-client-channel.js';
import { ReliableDuplexClientChannel } from './reliable-duplex-client-channel.js';
import type { ReliableSessionParts } from './sequence-parts.js';

/** The client shapes that are offered. */
export type ReliableClientShape = 'requestSession' | 'outputSession' | 'duplexSession';

/** The client shapes that sessions can be built over. */
export type InnerClientShape = 'request' | 'duplexSession' | 'duplex';

/** Makes session channels over the channels of the layer below. */
export class ReliableSessionFactory<S extends ReliableClientShape> extends LayeredChannelFactory<
  S,
  InnerClientShape
> {
  readonly description: string;
  readonly #shape: ReliableClientShape;
  readonly #innerShape: InnerClientShape;
  readonly #parts: ReliableSessionParts;

  constructor(
    shape: S,
    innerShape: InnerClientShape,
    inner: ChannelFactory<InnerClientShape>,
    parts: ReliableSessionParts,
  ) {
    super(inner, parts.clock, parts.timeouts);
    this.description = `reliableSession ${shape} channel factory`;
    this.#shape = shape;
    this.#innerShape = innerShape;
    this.#parts = parts;
  }

  protected makeChannel(remoteAddress: EndpointAddress, via: string): ClientChannels[S] {
    // Both channels were chosen by their shapes.
    const channel: unknown =
      this.#innerShape === 'request'
        ? this.#overRequest(this.innerFactory.createChannel(remoteAddress, via) as RequestChannel)
        : this.#overDuplex(remoteAddress, via);
    return channel as ClientChannels[S];
  }

  #overRequest(inner: RequestChannel): ReliableRequestChannel | ReliableOutputChannel {
    return this.#shape === 'requestSession'
      ? new ReliableRequestChannel(this.#parts, inner)
      : new ReliableOutputChannel(this.#parts, inner);
  }

  #overDuplex(remoteAddress: EndpointAddress, via: string): ReliableDuplexClientChannel {
    const connect = (): DuplexChannel =>
      this.innerFactory.createChannel(remoteAddress, via) as DuplexChannel;
    const hasInput = this.#shape === 'duplexSession';
    return new ReliableDuplexClientChannel(this.#parts, connect, remoteAddress, via, hasInput);
  }
}
