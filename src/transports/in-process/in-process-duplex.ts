import type { Observable } from 'rxjs';
import { CommunicationObject, ExchangeBase, ExchangeQueue } from '../../core/channel/index.js';
import type {
  DuplexChannel,
  Exchange,
  OperationOptions,
  OutputSession,
} from '../../core/channel/index.js';
import {
  CommunicationError,
  CommunicationObjectAbortedError,
  toError,
} from '../../core/errors/index.js';
import { EndpointAddress, addressMessage } from '../../core/message/index.js';
import type { Message, PropertyKey } from '../../core/message/index.js';
import type { InProcessParts } from './in-process-parts.js';
import { decode, encode } from './in-process-codec.js';
import { inProcessNetwork } from './in-process-network.js';
import type { InProcessPeer } from './in-process-network.js';

/** One end of a duplex session: messages in order both ways, each side ends its own. */
export class InProcessDuplexChannel
  extends CommunicationObject
  implements DuplexChannel, OutputSession
{
  readonly description: string;
  readonly remoteAddress: EndpointAddress;
  readonly localAddress: EndpointAddress;
  readonly via: string;
  readonly session: { readonly id: string };
  /** What the other end talks to. */
  readonly peer: InProcessPeer;
  readonly #parts: InProcessParts;
  readonly #side: 'client' | 'service';
  readonly #queue = new ExchangeQueue<Exchange>();
  #far: InProcessPeer | null = null;
  #hasEndedOutput = false;
  #hasInputEnded = false;
  #onInputEnded: (() => void) | null = null;
  /** Messages received and not settled; the far end's sends wait while there are too many. */
  #pending = 0;
  readonly #waitingForRoom: (() => void)[] = [];

  private constructor(
    parts: InProcessParts,
    side: 'client' | 'service',
    local: EndpointAddress,
    remote: EndpointAddress,
    via: string,
  ) {
    super(parts.clock, parts.timeouts);
    this.description = `inProcessTransport duplexSession channel (${side})`;
    this.#parts = parts;
    this.#side = side;
    this.localAddress = local;
    this.remoteAddress = remote;
    this.via = via;
    this.session = { id: `inproc-${String((sessions += 1))}` };
    this.peer = {
      receive: (bytes) => {
        queueMicrotask(() => {
          this.#receive(bytes);
        });
      },
      endOfInput: () => {
        queueMicrotask(() => {
          this.#endInput();
        });
      },
      broken: (reason) => {
        queueMicrotask(() => {
          this.#break(reason);
        });
      },
    };
  }

  /** The client's end; it connects when it is opened. */
  static toAddress(
    parts: InProcessParts,
    remote: EndpointAddress,
    via: string,
  ): InProcessDuplexChannel {
    return new InProcessDuplexChannel(parts, 'client', EndpointAddress.anonymous, remote, via);
  }

  /** The service's end of a connection that a client opened. */
  static fromPeer(
    parts: InProcessParts,
    local: EndpointAddress,
    far: InProcessPeer,
  ): InProcessDuplexChannel {
    const channel = new InProcessDuplexChannel(
      parts,
      'service',
      local,
      EndpointAddress.anonymous,
      local.uri,
    );
    channel.#far = far;
    return channel;
  }

  get exchanges$(): Observable<Exchange> {
    return this.#queue.values$;
  }

  getProperty<T>(key: PropertyKey<T>): T | null {
    return this.#parts.getProperty(key);
  }

  async send(message: Message, { signal }: OperationOptions = {}): Promise<void> {
    this.throwIfNotOpened();
    signal?.throwIfAborted();
    if (this.#hasEndedOutput)
      throw new CommunicationError(`The ${this.description} has ended its output session.`);
    const outgoing =
      this.#side === 'client' && !this.#parts.settings.manualAddressing
        ? addressMessage(message, this.remoteAddress)
        : message;
    this.#far?.receive(encode(this.#parts.encoder, outgoing, this.#side, this.via));
    await Promise.resolve();
  }

  closeOutputSession(): Promise<void> {
    this.#endOutput();
    return Promise.resolve();
  }

  protected onOpen(): void {
    if (this.#side === 'client') this.#far = inProcessNetwork.find(this.via).connect(this.peer);
  }

  protected async onClose(): Promise<void> {
    this.#endOutput();
    if (this.#hasInputEnded) return;
    await new Promise<void>((resolve) => {
      this.#onInputEnded = resolve;
    });
  }

  protected onAbort(): void {
    this.#far?.broken(
      new CommunicationObjectAbortedError('The other side of the in-process session was aborted.'),
    );
    this.#far = null;
    this.#queue.complete();
    for (const resume of this.#waitingForRoom.splice(0)) resume();
  }

  #endOutput(): void {
    if (this.#hasEndedOutput) return;
    this.#hasEndedOutput = true;
    this.#far?.endOfInput();
  }

  #receive(bytes: Uint8Array): void {
    if (this.#pending >= this.#parts.settings.maxPendingExchanges) {
      this.#waitingForRoom.push(() => {
        this.#receive(bytes);
      });
      return;
    }
    try {
      const { encoder, settings } = this.#parts;
      const message = decode(encoder, bytes, settings.maxReceivedMessageSize, this.#side, this.via);
      this.#pending += 1;
      this.#queue.push(
        new DuplexExchange(message, () => {
          this.#pending -= 1;
          this.#waitingForRoom.shift()?.();
        }),
      );
    } catch (error) {
      this.#break(toError(error));
    }
  }

  #endInput(): void {
    if (this.#waitingForRoom.length > 0) {
      this.#waitingForRoom.push(() => {
        this.#endInput();
      });
      return;
    }
    this.#hasInputEnded = true;
    this.#queue.complete();
    this.#onInputEnded?.();
  }

  #break(reason: Error): void {
    this.#hasInputEnded = true;
    this.#onInputEnded?.();
    this.#queue.error(reason);
    this.fault(reason);
  }
}

let sessions = 0;

/** A message of a duplex session: it is settled, never replied to. */
class DuplexExchange extends ExchangeBase {
  readonly #onSettled: () => void;

  constructor(message: Message, onSettled: () => void) {
    super(message, false);
    this.#onSettled = onSettled;
  }

  protected onReply(): Promise<void> {
    this.#onSettled();
    return Promise.resolve();
  }

  protected onSettle(): void {
    this.#onSettled();
  }
}
