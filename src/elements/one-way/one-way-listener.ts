import { LayeredChannelListener } from '../../core/channel/index.js';
import type { InputChannel, OperationOptions } from '../../core/channel/index.js';
import { OneWayInputChannel } from './one-way-channel.js';

/** Accepts input channels over reply channels. */
export class OneWayListener extends LayeredChannelListener<'input', 'reply'> {
  readonly description = 'oneWay input channel listener';

  async accept(options?: OperationOptions): Promise<InputChannel | null> {
    const inner = await this.innerListener.accept(options);
    return inner === null ? null : new OneWayInputChannel(inner, this.clock, this.timeouts);
  }
}
