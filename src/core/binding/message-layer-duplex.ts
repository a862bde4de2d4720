import type { Observable } from 'rxjs';
import { LayeredChannel } from '../channel/index.js';
import type {
  CommunicationTimeouts,
  DuplexChannel,
  Exchange,
  OperationOptions,
  OutputSession,
} from '../channel/index.js';
import type { EndpointAddress, Message } from '../message/index.js';
import type { Clock } from '../time/index.js';
import { exchangesThrough, sendThrough } from './message-layer-operators.js';
import type { MessageLayerOperators } from './message-layer-operators.js';
import { MessagePipeline } from './message-pipeline.js';

/** duplex and duplexSession, at client and service: for the former the session members are never asked for. */
export class LayerDuplexChannel
  extends LayeredChannel<DuplexChannel & OutputSession>
  implements DuplexChannel, OutputSession
{
  readonly description: string;
  readonly exchanges$: Observable<Exchange>;
  readonly #outgoing: MessagePipeline;
  readonly #incoming: MessagePipeline;

  constructor(
    description: string,
    inner: DuplexChannel & OutputSession,
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
    this.#incoming.close(this.stateError());
  }
}
