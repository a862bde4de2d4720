import { LayeredChannelFactory } from '../../core/channel/index.js';
import type { ChannelFactory, ClientChannels } from '../../core/channel/index.js';
import type { EndpointAddress } from '../../core/message/index.js';
import { ReliableOutputChannel, ReliableRequestChannel } from './reliable-client-channel.js';
import type { ReliableSessionParts } from './sequence-parts.js';

/** The client shapes over request-reply transports. */
export type ReliableRequestShape = 'requestSession' | 'outputSession';

/** Makes session channels over the request channels of the layer below. */
export class ReliableSessionFactory<S extends ReliableRequestShape> extends LayeredChannelFactory<
  S,
  'request'
> {
  readonly description: string;
  readonly #shape: ReliableRequestShape;
  readonly #parts: ReliableSessionParts;

  constructor(shape: S, inner: ChannelFactory<'request'>, parts: ReliableSessionParts) {
    super(inner, parts.clock, parts.timeouts);
    this.description = `reliableSession ${shape} channel factory`;
    this.#shape = shape;
    this.#parts = parts;
  }

  protected makeChannel(remoteAddress: EndpointAddress, via: string): ClientChannels[S] {
    const inner = this.innerFactory.createChannel(remoteAddress, via);
    const channel: unknown =
      this.#shape === 'requestSession'
        ? new ReliableRequestChannel(this.#parts, inner)
        : new ReliableOutputChannel(this.#parts, inner);
    // The channel was chosen by the shape.
    return channel as ClientChannels[S];
  }
}
