import type { EndpointAddress, PropertyKey } from '../message/index.js';
import type { Clock } from '../time/index.js';
import type { Channel, ChannelFactory, ClientChannels } from './channel.js';
import type { ClientShape } from './channel-shape.js';
import { CommunicationObject } from './communication-object.js';
import type { LifeStep } from './communication-object.js';
import type { CommunicationTimeouts } from './timeouts.js';

/** The base of every channel factory: it knows the channels it made and ends them with itself. */
export abstract class ChannelFactoryBase<S extends ClientShape>
  extends CommunicationObject
  implements ChannelFactory<S>
{
  readonly #channels = new Set<Channel>();

  createChannel(
    remoteAddress: EndpointAddress,
    via: string = remoteAddress.uri,
  ): ClientChannels[S] {
    this.throwIfNotOpened();
    const channel = this.makeChannel(remoteAddress, via);
    this.#channels.add(channel);
    channel.state$.subscribe((state) => {
      if (state === 'closed') this.#channels.delete(channel);
    });
    return channel;
  }

  getProperty<T>(_key: PropertyKey<T>): T | null {
    return null;
  }

  protected abstract makeChannel(remoteAddress: EndpointAddress, via: string): ClientChannels[S];

  protected onOpen(_step: LifeStep): Promise<void> | void {
    // A factory without anything of its own has nothing to open.
  }

  protected async onClose({ signal, timeout }: LifeStep): Promise<void> {
    await Promise.all([...this.#channels].map((channel) => channel.close({ signal, timeout })));
  }

  protected onAbort(reason: unknown): void {
    for (const channel of this.#channels) channel.abort(reason);
    this.#channels.clear();
  }
}

/** A factory over the factory of the layer below. */
export abstract class LayeredChannelFactory<
  S extends ClientShape,
  InnerShape extends ClientShape = S,
> extends ChannelFactoryBase<S> {
  protected readonly innerFactory: ChannelFactory<InnerShape>;

  constructor(
    innerFactory: ChannelFactory<InnerShape>,
    clock: Clock,
    timeouts: CommunicationTimeouts,
  ) {
    super(clock, timeouts);
    this.innerFactory = innerFactory;
  }

  override getProperty<T>(key: PropertyKey<T>): T | null {
    return this.innerFactory.getProperty(key);
  }

  protected override async onOpen({ signal, timeout }: LifeStep): Promise<void> {
    await this.innerFactory.open({ signal, timeout });
  }

  protected override async onClose(step: LifeStep): Promise<void> {
    await super.onClose(step);
    await this.innerFactory.close(step);
  }

  protected override onAbort(reason: unknown): void {
    super.onAbort(reason);
    this.innerFactory.abort(reason);
  }
}
