import type { PropertyKey } from '../message/index.js';
import type { Clock } from '../time/index.js';
import type { ChannelListener, ListenerChannels } from './channel.js';
import type { ListenerShape } from './channel-shape.js';
import { CommunicationObject } from './communication-object.js';
import type { LifeStep } from './communication-object.js';
import type { CommunicationTimeouts, OperationOptions } from './timeouts.js';

/** A listener over the listener of the layer below: it wraps each channel that one accepts. */
export abstract class LayeredChannelListener<
  S extends ListenerShape,
  InnerShape extends ListenerShape = S,
>
  extends CommunicationObject
  implements ChannelListener<S>
{
  protected readonly innerListener: ChannelListener<InnerShape>;

  constructor(
    innerListener: ChannelListener<InnerShape>,
    clock: Clock,
    timeouts: CommunicationTimeouts,
  ) {
    super(clock, timeouts);
    this.innerListener = innerListener;
  }

  get uri(): string {
    return this.innerListener.uri;
  }

  getProperty<T>(key: PropertyKey<T>): T | null {
    return this.innerListener.getProperty(key);
  }

  abstract accept(options?: OperationOptions): Promise<ListenerChannels[S] | null>;

  protected async onOpen({ signal, timeout }: LifeStep): Promise<void> {
    await this.innerListener.open({ signal, timeout });
  }

  protected async onClose({ signal, timeout }: LifeStep): Promise<void> {
    await this.innerListener.close({ signal, timeout });
  }

  protected onAbort(reason: unknown): void {
    this.innerListener.abort(reason);
  }
}
