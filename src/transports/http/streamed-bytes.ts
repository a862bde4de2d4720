import type {
  MessageEncoder,
  StreamedMessageBytes,
  StreamingMessageEncoder,
  TransferMode,
} from '../../core/binding/index.js';
import { CommunicationError, InvalidBindingError, toError } from '../../core/errors/index.js';
import { sizeError } from './http-compression.js';

/** Whether requests are sent and read piece by piece. */
export function streamsRequests(mode: TransferMode): boolean {
  return mode === 'Streamed' || mode === 'StreamedRequest';
}

/** The same of responses. */
export function streamsResponses(mode: TransferMode): boolean {
  return mode === 'Streamed' || mode === 'StreamedResponse';
}

/** The encoder, for messages that are sent piece by piece. @throws InvalidBindingError when it knows whole ones only */
export function streamingEncoder(encoder: MessageEncoder): StreamingMessageEncoder {
  if ('readStreamed' in encoder && 'writeStreamed' in encoder)
    return encoder as StreamingMessageEncoder;
  throw new InvalidBindingError(
    `The encoding '${encoder.mediaType}' of the binding writes and reads whole messages only; set transferMode of the transport to Buffered, or use textMessageEncoding.`,
  );
}

/** The bytes of a message, as they come. */
export async function* streamBytes({
  before,
  content,
  after,
}: StreamedMessageBytes): AsyncGenerator<Uint8Array, void, undefined> {
  yield* before;
  if (content !== null) yield* content;
  yield* after;
}

/** What comes after the first bytes of a message that has at most `limit` in all. Errors of the connection become CommunicationErrors. */
export async function* followingBytes(
  source: AsyncIterable<Uint8Array>,
  limit: number,
  size: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  let left = limit - size;
  const chunks = source[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { done, value } = await nextOf(chunks);
      if (done === true) return;
      left -= value.length;
      if (left < 0) throw sizeError(limit);
      yield value;
    }
  } finally {
    await chunks.return?.();
  }
}

async function nextOf(
  chunks: AsyncIterator<Uint8Array, unknown>,
): Promise<IteratorResult<Uint8Array, unknown>> {
  try {
    return await chunks.next();
  } catch (error) {
    throw new CommunicationError(
      `The connection broke within a streamed message: ${toError(error).message}`,
      { cause: error },
    );
  }
}

/** How a {@link ByteQueue} slows its producer down. */
export interface ByteQueueEvents {
  pause(): void;
  resume(): void;
  /** The reader wants no more. */
  onAbandoned(): void;
}

/** Bytes on their way from events to one reader. */
export class ByteQueue implements AsyncIterable<Uint8Array> {
  readonly #events: ByteQueueEvents;
  #chunks: Uint8Array[] = [];
  #size = 0;
  #isPaused = false;
  #end: { readonly error: Error | null } | null = null;
  #wake: (() => void) | null = null;

  constructor(events: ByteQueueEvents) {
    this.#events = events;
  }

  push(chunk: Uint8Array): void {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    if (this.#size >= highWaterMark && !this.#isPaused) {
      this.#isPaused = true;
      this.#events.pause();
    }
    this.#wake?.();
  }

  /** No more comes; with an error, because something went wrong. */
  end(error: Error | null = null): void {
    this.#end ??= { error };
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      for (;;) {
        const chunk = this.#chunks.shift();
        if (chunk !== undefined) {
          this.#size -= chunk.length;
          if (this.#isPaused && this.#size < highWaterMark) {
            this.#isPaused = false;
            this.#events.resume();
          }
          yield chunk;
        } else if (this.#end !== null) {
          if (this.#end.error !== null) throw this.#end.error;
          return;
        } else {
          await new Promise<void>((resolve) => {
            this.#wake = resolve;
          });
        }
      }
    } finally {
      if (this.#end === null) {
        this.#end = { error: null };
        this.#events.onAbandoned();
      }
    }
  }
}

/** Bytes that wait before the other side is slowed down. */
const highWaterMark = 65_536;
