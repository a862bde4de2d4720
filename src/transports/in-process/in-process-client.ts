import { TransientList } from '../../core/collections/index.js';
import type { Observable } from 'rxjs';
import { ChannelFactoryBase, CommunicationObject, coldRequest } from '../../core/channel/index.js';
import type {
  ClientChannels,
  ClientShape,
  OperationOptions,
  RequestChannel,
} from '../../core/channel/index.js';
import {
  InvalidBindingError,
  InvalidOperationError,
  TimeoutError,
  toError,
} from '../../core/errors/index.js';
import { addressMessage } from '../../core/message/index.js';
import type { EndpointAddress, Message, PropertyKey } from '../../core/message/index.js';
import { decode, encode } from './in-process-codec.js';
import type { InProcessParts } from './in-process-parts.js';
import { InProcessDuplexChannel } from './in-process-duplex.js';
import { inProcessNetwork } from './in-process-network.js';
import type { InProcessDelivery } from './in-process-network.js';

/** Makes request channels and duplex sessions to in-process addresses. */
export class InProcessChannelFactory<S extends ClientShape> extends ChannelFactoryBase<S> {
  readonly description: string;
  readonly #shape: ClientShape;
  readonly #parts: InProcessParts;

  constructor(shape: S, parts: InProcessParts) {
    super(parts.clock, parts.timeouts);
    this.description = `inProcessTransport ${shape} channel factory`;
    this.#shape = shape;
    this.#parts = parts;
  }

  override getProperty<T>(key: PropertyKey<T>): T | null {
    return this.#parts.getProperty(key);
  }

  protected makeChannel(remoteAddress: EndpointAddress, via: string): ClientChannels[S] {
    if (new URL(via).protocol !== 'inproc:') {
      throw new InvalidBindingError(
        `The in-process transport reaches addresses such as inproc://calculator, not ${via}.`,
      );
    }
    const channel: unknown =
      this.#shape === 'duplexSession'
        ? InProcessDuplexChannel.toAddress(this.#parts, remoteAddress, via)
        : new InProcessRequestChannel(this.#parts, remoteAddress, via);
    // The transport offers request and duplexSession alone, and the stack was checked for that.
    return channel as ClientChannels[S];
  }
}

/** One request after the other, or many at once, to one address. */
class InProcessRequestChannel extends CommunicationObject implements RequestChannel {
  readonly description = 'inProcessTransport request channel';
  readonly remoteAddress: EndpointAddress;
  readonly via: string;
  readonly #parts: InProcessParts;
  readonly #pending = new TransientList<(reason: Error) => void>();
  #onIdle: (() => void) | null = null;

  constructor(parts: InProcessParts, remoteAddress: EndpointAddress, via: string) {
    super(parts.clock, parts.timeouts);
    this.#parts = parts;
    this.remoteAddress = remoteAddress;
    this.via = via;
  }

  getProperty<T>(key: PropertyKey<T>): T | null {
    return this.#parts.getProperty(key);
  }

  request(message: Message, options: OperationOptions = {}): Observable<Message> {
    return coldRequest((caller) => {
      this.throwIfNotOpened();
      return this.#send(message, options, {
        next: (reply) => {
          caller.next(reply);
        },
        error: (error) => {
          caller.error(error);
        },
        complete: () => {
          caller.complete();
        },
      });
    });
  }

  #send(
    message: Message,
    options: OperationOptions,
    caller: { next(reply: Message): void; error(error: Error): void; complete(): void },
  ): () => void {
    const { encoder, settings } = this.#parts;
    const outgoing = settings.manualAddressing
      ? message
      : addressMessage(message, this.remoteAddress);
    const bytes = encode(encoder, outgoing, 'client', this.via);
    let isDone = false;
    const done = (act: () => void): void => {
      if (isDone) return;
      isDone = true;
      timer.cancel();
      options.signal?.removeEventListener('abort', onAbort);
      this.#pending.delete(entry);
      if (this.#pending.size === 0) this.#onIdle?.();
      act();
    };
    const giveUp = (reason: Error): void => {
      done(() => {
        delivery.onCancel(reason);
        caller.error(reason);
      });
    };
    const onAbort = (): void => {
      giveUp(toError(options.signal?.reason));
    };
    const timeout = options.timeout ?? this.timeouts.sendTimeout;
    const timer = this.clock.schedule(timeout, () => {
      giveUp(
        new TimeoutError(
          `The request to ${this.via} had no reply within ${String(timeout)} ms (sendTimeout of the binding).`,
        ),
      );
    });
    const delivery: InProcessDelivery = {
      bytes,
      contentType: encoder.contentType,
      onCancel: () => undefined,
      answer: (reply) => {
        queueMicrotask(() => {
          done(() => {
            if (reply === null) {
              caller.complete();
              return;
            }
            try {
              caller.next(
                decode(encoder, reply, settings.maxReceivedMessageSize, 'client', this.via),
              );
              caller.complete();
            } catch (error) {
              caller.error(toError(error));
            }
          });
        });
      },
      fail: (error) => {
        queueMicrotask(() => {
          done(() => {
            caller.error(error);
          });
        });
      },
    };
    const entry = this.#pending.add(giveUp);
    if (options.signal?.aborted === true) {
      onAbort();
      return () => undefined;
    }
    options.signal?.addEventListener('abort', onAbort, { once: true });
    queueMicrotask(() => {
      if (isDone) return;
      try {
        inProcessNetwork.find(this.via).deliver(delivery);
      } catch (error) {
        delivery.fail(toError(error));
      }
    });
    return () => {
      done(() => {
        delivery.onCancel(new InvalidOperationError('The caller gave the request up.'));
      });
    };
  }

  protected onOpen(): void {
    // Nothing connects before the first request, as over HTTP.
  }

  protected async onClose(): Promise<void> {
    if (this.#pending.size === 0) return;
    await new Promise<void>((resolve) => {
      this.#onIdle = resolve;
    });
  }

  protected onAbort(): void {
    for (const giveUp of this.#pending.values()) giveUp(this.stateError());
  }
}
