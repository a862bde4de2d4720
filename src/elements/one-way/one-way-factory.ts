import { LayeredChannelFactory } from '../../core/channel/index.js';
import type { OutputChannel } from '../../core/channel/index.js';
import type { EndpointAddress } from '../../core/message/index.js';
import { OneWayOutputChannel } from './one-way-channel.js';

/** Makes output channels over request channels. */
export class OneWayFactory extends LayeredChannelFactory<'output', 'request'> {
  readonly description = 'oneWay output channel factory';

  protected makeChannel(remoteAddress: EndpointAddress, via: string): OutputChannel {
    const inner = this.innerFactory.createChannel(remoteAddress, via);
    return new OneWayOutputChannel(inner, this.clock, this.timeouts);
  }
}
