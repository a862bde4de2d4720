import type { Observable } from 'rxjs';
import { LayeredChannel, LayeredChannelListener } from '../channel/index.js';
import type {
  ChannelListener,
  CommunicationTimeouts,
  DuplexChannel,
  Exchange,
  InputChannel,
  ListenerChannels,
  ListenerShape,
  OperationOptions,
  OutputSession,
  SessionChannel,
} from '../channel/index.js';
import type { EndpointAddress } from '../message/index.js';
import type { Clock } from '../time/index.js';
import { LayerDuplexChannel } from './message-layer-duplex.js';
import { exchangesThrough } from './message-layer-operators.js';
import type { MessageLayerOperators } from './message-layer-operators.js';
import { MessagePipeline } from './message-pipeline.js';

/** Wraps each channel that the listener below accepts in the operators of a layer. */
export class MessageLayerListener<S extends ListenerShape> extends LayeredChannelListener<S> {
  readonly description: string;
  readonly #name: string;
  readonly #shape: ListenerShape;
  readonly #makeLayer: () => MessageLayerOperators;

  constructor(
    name: string,
    shape: S,
    inner: ChannelListener<S>,
    clock: Clock,
    timeouts: CommunicationTimeouts,
    makeLayer: () => MessageLayerOperators,
  ) {
    super(inner, clock, timeouts);
    this.description = `${name} ${shape} channel listener`;
    this.#name = name;
    this.#shape = shape;
    this.#makeLayer = makeLayer;
  }

  async accept(options?: OperationOptions): Promise<ListenerChannels[S] | null> {
    const inner: unknown = await this.innerListener.accept(options);
    if (inner === null) return null;
    // The shape says which interface the inner channel has, and the wrapper has the same one.
    return this.#wrap(inner) as ListenerChannels[S];
  }

  #wrap(inner: unknown): unknown {
    const name = `${this.#name} ${this.#shape} channel`;
    const layer = this.#makeLayer();
    if (this.#shape === 'duplex' || this.#shape === 'duplexSession') {
      return new LayerDuplexChannel(
        name,
        inner as DuplexChannel & OutputSession,
        this.clock,
        this.timeouts,
        layer,
      );
    }
    return new LayerInputChannel(
      name,
      inner as InputChannel & SessionChannel,
      this.clock,
      this.timeouts,
      layer,
    );
  }
}

/** input, reply and their session shapes: without a session, the session is never asked for. */
class LayerInputChannel
  extends LayeredChannel<InputChannel & SessionChannel>
  implements InputChannel, SessionChannel
{
  readonly description: string;
  readonly exchanges$: Observable<Exchange>;
  readonly #outgoing: MessagePipeline;
  readonly #incoming: MessagePipeline;

  constructor(
    description: string,
    inner: InputChannel & SessionChannel,
    clock: Clock,
    timeouts: CommunicationTimeouts,
    layer: MessageLayerOperators,
  ) {
    super(inner, clock, timeouts);
    this.description = description;
    this.#outgoing = new MessagePipeline(layer.outgoing);
    this.#incoming = new MessagePipeline(layer.incoming);
    this.exchanges$ = exchangesThrough(inner.exchanges$, this.#incoming, this.#outgoing);
  }

  get localAddress(): EndpointAddress {
    return this.inner.localAddress;
  }

  get session(): { readonly id: string } {
    return this.inner.session;
  }

  protected override onAbort(reason: unknown): void {
    super.onAbort(reason);
    this.#outgoing.close(this.stateError());
    this.#incoming.close(this.stateError());
  }
}
