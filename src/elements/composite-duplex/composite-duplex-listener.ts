import { LayeredChannelListener } from '../../core/channel/index.js';
import type {
  ChannelFactory,
  ChannelListener,
  CommunicationTimeouts,
  DuplexChannel,
  LifeStep,
  OperationOptions,
} from '../../core/channel/index.js';
import type { Clock } from '../../core/time/index.js';
import { CompositeDuplexServiceChannel } from './composite-duplex-channel.js';

/** Accepts the one channel of an address, which sends to the addresses of its clients. */
export class CompositeDuplexListener extends LayeredChannelListener<'duplex', 'input'> {
  readonly description = 'compositeDuplex duplex channel listener';
  readonly #outputs: ChannelFactory<'output'>;

  constructor(
    inner: ChannelListener<'input'>,
    outputs: ChannelFactory<'output'>,
    clock: Clock,
    timeouts: CommunicationTimeouts,
  ) {
    super(inner, clock, timeouts);
    this.#outputs = outputs;
  }

  async accept(options?: OperationOptions): Promise<DuplexChannel | null> {
    const input = await this.innerListener.accept(options);
    return input === null
      ? null
      : new CompositeDuplexServiceChannel(input, this.#outputs, this.clock, this.timeouts);
  }

  protected override async onOpen(step: LifeStep): Promise<void> {
    await this.#outputs.open(step);
    await super.onOpen(step);
  }

  protected override async onClose(step: LifeStep): Promise<void> {
    await super.onClose(step);
    await this.#outputs.close(step);
  }

  protected override onAbort(reason: unknown): void {
    super.onAbort(reason);
    this.#outputs.abort(reason);
  }
}
