import { LayeredChannelFactory } from '../../core/channel/index.js';
import type {
  ChannelFactory,
  ChannelListener,
  CommunicationTimeouts,
  DuplexChannel,
  Exchange,
  InputChannel,
  LifeStep,
} from '../../core/channel/index.js';
import { diagnostics } from '../../core/diagnostics/index.js';
import { ProtocolError } from '../../core/errors/index.js';
import type { EndpointAddress, IdGenerator } from '../../core/message/index.js';
import type { Clock } from '../../core/time/index.js';
import { instanceAddress, readInstance } from './channel-instance.js';
import { CompositeDuplexClientChannel } from './composite-duplex-channel.js';

/** Makes duplex channels to services, and listens for what the services send; one address for all of its channels. */
export class CompositeDuplexFactory extends LayeredChannelFactory<'duplex', 'output'> {
  readonly description = 'compositeDuplex duplex channel factory';
  readonly #listener: ChannelListener<'input'>;
  readonly #ids: IdGenerator;
  readonly #channels = new Map<string, CompositeDuplexClientChannel>();
  #input: InputChannel | null = null;

  constructor(
    inner: ChannelFactory<'output'>,
    listener: ChannelListener<'input'>,
    ids: IdGenerator,
    clock: Clock,
    timeouts: CommunicationTimeouts,
  ) {
    super(inner, clock, timeouts);
    this.#listener = listener;
    this.#ids = ids;
  }

  protected makeChannel(remoteAddress: EndpointAddress, via: string): DuplexChannel {
    const id = this.#ids.next();
    const channel = new CompositeDuplexClientChannel(
      this.innerFactory.createChannel(remoteAddress, via),
      instanceAddress(this.#listener.uri, id),
      this.clock,
      this.timeouts,
      () => {
        this.#channels.delete(id);
      },
    );
    this.#channels.set(id, channel);
    return channel;
  }

  protected override async onOpen(step: LifeStep): Promise<void> {
    await super.onOpen(step);
    await this.#listener.open(step);
    const input = await this.#listener.accept(step);
    if (input === null) return;
    this.#input = input;
    input.exchanges$.subscribe({
      next: (exchange) => {
        this.#take(exchange);
      },
      error: (error: unknown) => {
        this.fault(error);
      },
    });
    await input.open(step);
  }

  protected override async onClose(step: LifeStep): Promise<void> {
    await super.onClose(step);
    await this.#input?.close(step);
    await this.#listener.close(step);
  }

  protected override onAbort(reason: unknown): void {
    super.onAbort(reason);
    this.#input?.abort(reason);
    this.#listener.abort(reason);
  }

  #take(exchange: Exchange): void {
    const id = readInstance(exchange.message);
    const channel = id === null ? undefined : this.#channels.get(id);
    if (channel !== undefined) {
      channel.deliver(exchange);
      return;
    }
    exchange.settle();
    if (!diagnostics.error.hasSubscribers) return;
    const error = new ProtocolError(
      `A message came for the channel instance '${String(id)}', which is not there: it has closed, or the sender lost the reference parameter ChannelInstance.`,
    );
    diagnostics.error.publish({ source: this.description, error, address: this.#listener.uri });
  }
}
