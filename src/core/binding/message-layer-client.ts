import type { Observable } from 'rxjs';
import type {
  ChannelFactory,
  ClientChannels,
  ClientShape,
  CommunicationTimeouts,
  OperationOptions,
  OutputChannel,
  OutputSession,
  RequestChannel,
} from '../channel/index.js';
import { LayeredChannel, LayeredChannelFactory, coldRequest } from '../channel/index.js';
import type { EndpointAddress, Message } from '../message/index.js';
import type { Clock } from '../time/index.js';
import { LayerDuplexChannel } from './message-layer-duplex.js';
import { MessagePipeline } from './message-pipeline.js';
import type { MessageLayerOperators } from './message-layer-operators.js';
import { sendThrough } from './message-layer-operators.js';

/** Wraps each channel of the factory below in the operators of a layer. */
export class MessageLayerFactory<S extends ClientShape> extends LayeredChannelFactory<S> {
  readonly description: string;
  readonly #name: string;
  readonly #shape: ClientShape;
  readonly #makeLayer: () => MessageLayerOperators;

  constructor(
    name: string,
    shape: S,
    inner: ChannelFactory<S>,
    clock: Clock,
    timeouts: CommunicationTimeouts,
    makeLayer: () => MessageLayerOperators,
  ) {
    super(inner, clock, timeouts);
    this.description = `${name} ${shape} channel factory`;
    this.#name = name;
    this.#shape = shape;
    this.#makeLayer = makeLayer;
  }

  protected makeChannel(remoteAddress: EndpointAddress, via: string): ClientChannels[S] {
    const inner: unknown = this.innerFactory.createChannel(remoteAddress, via);
    // The shape says which interface the inner channel has, and the wrapper has the same one.
    return this.#wrap(inner) as ClientChannels[S];
  }

  #wrap(inner: unknown): unknown {
    const name = `${this.#name} ${this.#shape} channel`;
    const layer = this.#makeLayer();
    switch (this.#shape) {
      case 'request':
      case 'requestSession':
        return new LayerRequestChannel(
          name,
          inner as ClientChannels['requestSession'],
          this.clock,
          this.timeouts,
          layer,
        );
      case 'output':
      case 'outputSession':
        return new LayerOutputChannel(
          name,
          inner as ClientChannels['outputSession'],
          this.clock,
          this.timeouts,
          layer,
        );
      case 'duplex':
      case 'duplexSession':
        return new LayerDuplexChannel(
          name,
          inner as ClientChannels['duplexSession'],
          this.clock,
          this.timeouts,
          layer,
        );
    }
  }
}

/** request and requestSession: for the former the session members are never asked for. */
class LayerRequestChannel
  extends LayeredChannel<RequestChannel & OutputSession>
  implements RequestChannel, OutputSession
{
  readonly description: string;
  readonly #outgoing: MessagePipeline;
  readonly #incoming: MessagePipeline;

  constructor(
    description: string,
    inner: RequestChannel & OutputSession,
    clock: Clock,
    timeouts: CommunicationTimeouts,
    layer: MessageLayerOperators,
  ) {
    super(inner, clock, timeouts);
    this.description = description;
    this.#outgoing = new MessagePipeline(layer.outgoing);
    this.#incoming = new MessagePipeline(layer.incoming);
  }

  get remoteAddress(): EndpointAddress {
    return this.inner.remoteAddress;
  }

  get via(): string {
    return this.inner.via;
  }

  get session(): { readonly id: string } {
    return this.inner.session;
  }

  closeOutputSession(options?: OperationOptions): Promise<void> {
    return this.inner.closeOutputSession(options);
  }

  request(message: Message, options?: OperationOptions): Observable<Message> {
    return coldRequest((caller) => {
      this.throwIfNotOpened();
      const fail = (error: unknown): void => {
        caller.error(error);
      };
      let inside = 1;
      const leave = (): void => {
        inside -= 1;
        if (inside === 0) caller.complete();
      };
      this.#outgoing.pass(
        message,
        (sent) => {
          if (caller.closed) return;
          caller.add(
            this.inner.request(sent, options).subscribe({
              next: (reply) => {
                inside += 1;
                this.#incoming.pass(
                  reply,
                  (received) => {
                    caller.next(received);
                    leave();
                  },
                  fail,
                );
              },
              error: fail,
              complete: leave,
            }),
          );
        },
        fail,
      );
    });
  }

  protected override onAbort(reason: unknown): void {
    super.onAbort(reason);
    this.#outgoing.close(this.stateError());
    this.#incoming.close(this.stateError());
  }
}

/** output and outputSession: for the former the session members are never asked for. */
class LayerOutputChannel
  extends LayeredChannel<OutputChannel & OutputSession>
  implements OutputChannel, OutputSession
{
  readonly description: string;
  readonly #outgoing: MessagePipeline;

  constructor(
    description: string,
    inner: OutputChannel & OutputSession,
    clock: Clock,
    timeouts: CommunicationTimeouts,
    layer: MessageLayerOperators,
  ) {
    super(inner, clock, timeouts);
    this.description = description;
    this.#outgoing = new MessagePipeline(layer.outgoing);
  }

  get remoteAddress(): EndpointAddress {
    return this.inner.remoteAddress;
  }

  get via(): string {
    return this.inner.via;
  }

  get session(): { readonly id: string } {
    return this.inner.session;
  }

  closeOutputSession(options?: OperationOptions): Promise<void> {
    return this.inner.closeOutputSession(options);
  }

  send(message: Message, options?: OperationOptions): Promise<void> {
    if (this.state !== 'opened') return Promise.reject(this.stateError());
    return sendThrough(this.#outgoing, this.inner, message, options);
  }

  protected override onAbort(reason: unknown): void {
    super.onAbort(reason);
    this.#outgoing.close(this.stateError());
  }
}
