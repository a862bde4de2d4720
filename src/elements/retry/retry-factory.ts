import { LayeredChannelFactory } from '../../core/channel/index.js';
import type {
  ChannelFactory,
  CommunicationTimeouts,
  RequestChannel,
} from '../../core/channel/index.js';
import type { EndpointAddress } from '../../core/message/index.js';
import type { Clock } from '../../core/time/index.js';
import { RetryChannel } from './retry-channel.js';
import type { RetrySettings } from './retry-options.js';

/** Makes request channels that repeat. */
export class RetryFactory extends LayeredChannelFactory<'request'> {
  readonly description = 'retry request channel factory';
  readonly #settings: RetrySettings;

  constructor(
    inner: ChannelFactory<'request'>,
    clock: Clock,
    timeouts: CommunicationTimeouts,
    settings: RetrySettings,
  ) {
    super(inner, clock, timeouts);
    this.#settings = settings;
  }

  protected makeChannel(remoteAddress: EndpointAddress, via: string): RequestChannel {
    const inner = this.innerFactory.createChannel(remoteAddress, via);
    return new RetryChannel(inner, this.clock, this.timeouts, this.#settings);
  }
}
