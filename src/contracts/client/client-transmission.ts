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

/** Whom a reply, or its lack, is told. What comes after the first of these is not heard. */
export interface ReplyReceiver {
  next(reply: Message): void;
  error(error: unknown): void;
  /** The peer accepted and said nothing. */
  complete(): void;
}

/** How calls go out and replies come back over a channel of some shape. */
export interface ClientTransmission {
  /** The channel has opened. */
  start(): void;
  /** Sends a request. The receiver is called, and no promise made: each promise of a call costs every call. */
  request(request: ClientRequest, wait: ReplyWait, receiver: ReplyReceiver): void;
  /** Sends a message that is not answered; what comes back all the same is told. */
  send(message: Message, wait: ReplyWait, receiver: ReplyReceiver): void;
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

  request({ message }: ClientRequest, wait: ReplyWait, receiver: ReplyReceiver): void {
    this.send(message, wait, receiver);
  }

  send(message: Message, wait: ReplyWait, receiver: ReplyReceiver): void {
    this.#channel.request(message, wait).subscribe(receiver);
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

  request({ message, id }: ClientRequest, wait: ReplyWait, receiver: ReplyReceiver): void {
    this.#replies.request(message, id, wait, receiver);
  }

  send(message: Message, wait: ReplyWait, receiver: ReplyReceiver): void {
    sendOneWay(this.#channel, message, wait, receiver);
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

  request({ message }: ClientRequest, wait: ReplyWait, receiver: ReplyReceiver): void {
    this.send(message, wait, receiver);
  }

  send(message: Message, wait: ReplyWait, receiver: ReplyReceiver): void {
    sendOneWay(this.#channel, message, wait, receiver);
  }

  stop(): void {
    // The channel itself fails what it sends.
  }
}

/** Sends a message over a channel that brings nothing back. */
export function sendOneWay(
  channel: OutputChannel,
  message: Message,
  wait: ReplyWait,
  receiver: ReplyReceiver,
): void {
  channel.send(message, wait).then(
    () => {
      receiver.complete();
    },
    (error: unknown) => {
      receiver.error(error);
    },
  );
}
