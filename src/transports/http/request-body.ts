import type { IncomingMessage } from 'node:http';
import { MessageStart } from './message-start.js';

/** What becomes of the body of a request. */
export interface RequestBodyEvents {
  /** Some of a streamed message has come: true takes it, and the rest is read from the request itself. */
  readonly onStart: (bytes: Buffer) => boolean;
  readonly onWhole: (bytes: Buffer) => void;
  readonly onTooLong: () => void;
  /** The client has gone while it was sending. */
  readonly onBroken: () => void;
}

/** How much of a body is read. */
export interface RequestBodyLimits {
  readonly maxSize: number;
  /** Bytes in which a stream must begin; 0 where messages are whole. */
  readonly maxStart: number;
  /** What the client says; a message that is all there is whole. */
  readonly contentLength: number;
}

/** Reads the body of a request, up to a limit: as a whole, or until the stream in it begins. */
export function readRequestBody(
  req: IncomingMessage,
  { maxSize, maxStart, contentLength }: RequestBodyLimits,
  { onStart, onWhole, onTooLong, onBroken }: RequestBodyEvents,
): void {
  const start = new MessageStart(maxStart);
  const stop = (): void => {
    req.off('data', onData);
    req.off('end', onEnd);
  };
  const onData = (chunk: Buffer): void => {
    start.push(chunk);
    if (start.size > maxSize) {
      stop();
      start.clear();
      onTooLong();
    } else if (maxStart > 0 && start.size !== contentLength && start.isWorthTrying) {
      if (!onStart(start.join())) return;
      stop();
      req.pause();
    }
  };
  const onEnd = (): void => {
    onWhole(start.join());
  };
  req.on('data', onData);
  req.on('end', onEnd);
  req.on('error', onBroken);
}
