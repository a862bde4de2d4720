import type {
  ClientChannels,
  ClientShape,
  DuplexChannel,
  OutputChannel,
  RequestChannel,
} from '../../core/channel/index.js';
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

/** The transmission for a shape. `onPeerEnd` is called when the service ends the session by itself. */
export function createTransmission<S extends ClientShape>(
  shape: S,
  channel: ClientChannels[S],
  clock: Clock,
  onPeerEnd: () => void,
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
      return new DuplexTransmission(untyped as DuplexChannel, clock, onPeerEnd);
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

  constructor(channel: DuplexChannel, clock: Clock, onPeerEnd: () => void) {
    this.#channel = channel;
    this.#replies = new DuplexReplies(channel, clock, onPeerEnd);
  }

  start(): void {
    this.#replies.start();
  }

  request({ message, id }: ClientRequest, wait: ReplyWait): Promise<Message | null> {
    return this.#replies.request(message, id, wait);
  }

  send(message: Message, wait: ReplyWait): Promise<Message | null> {
    return this.#channel.send(message, wait).then(() => null);
  }

  stop(reason: Error): void {
    this.#replies.stop(reason);
    this.#replies.release();
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
