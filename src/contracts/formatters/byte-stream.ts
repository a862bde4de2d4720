import { Observable } from 'rxjs';
import { SerializationError, toError } from '../../core/errors/index.js';
import { show, ValueError } from '../data-contract/value-error.js';

/** A source of bytes in whatever form, as an async iterable. */
export function toByteStream(value: unknown, path: string): AsyncIterable<Uint8Array> {
  if (value instanceof Uint8Array) return once(value);
  if (value instanceof Observable) return fromObservable(value as Observable<Uint8Array>);
  if (typeof value === 'object' && value !== null) {
    if (Symbol.asyncIterator in value) return checked(value as AsyncIterable<Uint8Array>, path);
    if (Symbol.iterator in value) return checked(value as Iterable<Uint8Array>, path);
  }
  throw new ValueError(
    path,
    `${show(value)} is no stream of bytes; give an async iterable, an Observable or a Uint8Array`,
  );
}

/** Collects a stream, where messages are sent in one piece. @throws SerializationError above `maxBytes` */
export async function collectBytes(
  stream: AsyncIterable<Uint8Array>,
  path: string,
  maxBytes: number,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > maxBytes) {
      throw new SerializationError(
        `${path}: the stream has more than ${String(maxBytes)} bytes, and the binding sends messages in one piece; set transferMode of the transport to Streamed.`,
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function* checked(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  path: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of source) {
    // What the source really gives only shows now.
    const value: unknown = chunk;
    if (!(value instanceof Uint8Array))
      throw new ValueError(path, `the stream gave ${show(value)}, which is no Uint8Array`);
    yield value;
  }
}

/** One chunk, as it is. */
export async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  if (bytes.length > 0) yield await Promise.resolve(bytes);
}

/** Subscribes when it is read, and keeps what comes faster than it is read. */
async function* fromObservable(
  source: Observable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const waiting: Uint8Array[] = [];
  let wake: () => void = () => undefined;
  const state: { error: Error | null; isDone: boolean } = { error: null, isDone: false };
  const subscription = source.subscribe({
    next: (chunk) => {
      waiting.push(chunk);
      wake();
    },
    error: (error: unknown) => {
      state.error = toError(error);
      wake();
    },
    complete: () => {
      state.isDone = true;
      wake();
    },
  });
  try {
    for (;;) {
      const next = waiting.shift();
      if (next !== undefined) yield next;
      else if (state.error !== null) throw state.error;
      else if (state.isDone) return;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  } finally {
    subscription.unsubscribe();
  }
}
