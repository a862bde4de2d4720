import type { IncomingMessage, ServerResponse } from 'node:http';
import { toReasonPhrase } from './http-headers.js';

/** What a refused request is answered with. */
export interface Refusal {
  readonly status: number;
  /** For people: what is wrong, and what would be right. */
  readonly reason: string;
  /** More headers, names and values in turn. */
  readonly headers?: readonly string[] | undefined;
  /** True: the connection is of no more use. */
  readonly closes?: boolean | undefined;
}

/** So much of a body that nobody wants is read so that its sender gets to see the answer; then the connection is cut. */
const maxDroppedBytes = 1_048_576;

/**
 * Answers a request that is not taken. The answer leaves at once; what is still coming of the body is dropped as it comes,
 * because a connection that is closed with unread data is reset, and the client would not learn why.
 */
export function refuse(req: IncomingMessage, res: ServerResponse, refusal: Refusal): void {
  if (res.headersSent || res.destroyed) {
    res.destroy();
    return;
  }
  const body = Buffer.from(`${refusal.reason}\n`);
  const closes = refusal.closes === true || isLong(req);
  res.writeHead(refusal.status, toReasonPhrase(refusal.reason), [
    'Content-Type',
    'text/plain; charset=utf-8',
    'Content-Length',
    String(body.length),
    ...(closes ? ['Connection', 'close'] : []),
    ...(refusal.headers ?? []),
  ]);
  if (req.complete || !closes) {
    res.end(body);
    return;
  }
  res.write(body);
  let dropped = 0;
  const finish = (): void => {
    res.end();
  };
  req.on('data', (chunk: Buffer) => {
    dropped += chunk.length;
    if (dropped > maxDroppedBytes) finish();
  });
  req.on('end', finish);
  req.on('error', finish);
  req.resume();
}

function isLong(req: IncomingMessage): boolean {
  if (req.complete) return false;
  const length = req.headers['content-length'];
  return length === undefined
    ? req.headers['transfer-encoding'] !== undefined
    : Number(length) > maxDroppedBytes;
}
