import type { Subscription } from 'rxjs';
import type {
  ClientChannels,
  ClientShape,
  DuplexChannel,
  Exchange,
  OutputChannel,
  RequestChannel,
} from '../../core/channel/index.js';
import { CommunicationError, toError } from '../../core/errors/index.js';
import type { Message } from '../../core/message/index.js';
import type { Clock } from '../../core/time/index.js';
import type { ClientRequest } from './client-operation.js';
import { DuplexReplies } from './duplex-replies.js';
import type { ReplyWait } from './duplex-replies.js';

/** How calls go out and replies come back over a channel of some shape. */
export interface ClientTransmission {
  /** The channel has opened. */
  start(): void;
  /** Sends a request; resolves to the reply, or to null when the peer accepted and said nothing. */
  request(request: ClientRequest, wait: ReplyWait): Promise<Message | null>;
  /** Sends a message that is not answered; resolves to what came back all the same, or to null. */
  send(message: Message, wait: ReplyWait): Promise<Message | null>;
  /** The channel has faulted or was aborted: nobody waits any longer. */
  stop(reason: Error): void;
}

/** What a duplex channel brings beside replies. */
export interface DuplexEvents {
  /** A message that answers no call; null: there are no callbacks. */
  readonly onCallback: ((exchange: Exchange) => void) | null;
  /** The service ends the session by itself. */
  readonly onPeerEnd: () => void;
}

/** The transmission for a shape. */
export function createTransmission<S extends ClientShape>(
  shape: S,
  channel: ClientChannels[S],
  clock: Clock,
  events: DuplexEvents,
): ClientTransmission {
  const untyped: unknown = channel;
  // The shape says which interface the channel has.
  switch (shape) {
    case 'output':
    case 'outputSession':
      return new OutputTransmission(untyped as OutputChannel);
    case 'request':
    case 'requestSession':
      return new RequestTransmission(untyped as RequestChannel);
    case 'duplex':
    case 'duplexSession':
      return new DuplexTransmission(untyped as DuplexChannel, clock, events);
  }
}

class RequestTransmission implements ClientTransmission {
  readonly #channel: RequestChannel;

  constructor(channel: RequestChannel) {
    this.#channel = channel;
  }

  start(): void {
    // Replies come with their requests.
  }

  request({ message }: ClientRequest, wait: ReplyWait): Promise<Message | null> {
    return this.send(message, wait);
  }

  send(message: Message, wait: ReplyWait): Promise<Message | null> {
    return new Promise((resolve, reject) => {
      this.#channel.request(message, wait).subscribe({
        next: resolve,
        error: reject,
        complete: () => {
          // After a reply the promise is settled, and this does nothing.
          resolve(null);
        },
      });
    });
  }

  stop(): void {
    // The channel itself fails its requests.
  }
}

class DuplexTransmission implements ClientTransmission {
  readonly #channel: DuplexChannel;
  readonly #replies: DuplexReplies;
  readonly #events: DuplexEvents;
  #subscription: Subscription | null = null;

  constructor(channel: DuplexChannel, clock: Clock, events: DuplexEvents) {
    this.#channel = channel;
    this.#events = events;
    this.#replies = new DuplexReplies(channel, clock);
  }

  start(): void {
    const { onCallback, onPeerEnd } = this.#events;
    this.#subscription = this.#channel.exchanges$.subscribe({
      next: (exchange) => {
        if (this.#replies.take(exchange)) return;
        if (onCallback === null) this.#replies.refuse(exchange);
        else onCallback(exchange);
      },
      error: (error: unknown) => {
        this.#replies.stop(toError(error));
      },
      complete: () => {
        this.#replies.stop(
          new CommunicationError(
            'The service ended the session before it answered; make a new channel and call again.',
          ),
        );
        onPeerEnd();
      },
    });
  }

  request({ message, id }: ClientRequest, wait: ReplyWait): Promise<Message | null> {
    return this.#replies.request(message, id, wait);
  }

  send(message: Message, wait: ReplyWait): Promise<Message | null> {
    return this.#channel.send(message, wait).then(() => null);
  }

  stop(reason: Error): void {
    this.#replies.stop(reason);
    this.#subscription?.unsubscribe();
  }
}

class OutputTransmission implements ClientTransmission {
  readonly #channel: OutputChannel;

  constructor(channel: OutputChannel) {
    this.#channel = channel;
  }

  start(): void {
    // Nothing comes back.
  }

  request({ message }: ClientRequest, wait: ReplyWait): Promise<Message | null> {
    return this.send(message, wait);
  }

  send(message: Message, wait: ReplyWait): Promise<Message | null> {
    return this.#channel.send(message, wait).then(() => null);
  }

  stop(): void {
    // The channel itself fails what it sends.
  }
}
