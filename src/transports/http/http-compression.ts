import { gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { ProtocolError, QuotaExceededError } from '../../core/errors/index.js';

/** Whether bodies of that Content-Encoding (RFC 9110 section 8.4) can be read. */
export function isEncodingSupported(contentEncoding: string): boolean {
  return coding(contentEncoding) !== 'unknown';
}

/**
 * Decodes a body of a supported Content-Encoding. Throws QuotaExceededError when it would become longer than `maxSize`
 * (it is not decoded any further then) and ProtocolError when it is damaged.
 */
export function decodeBody(contentEncoding: string, bytes: Buffer, maxSize: number): Buffer {
  const kind = coding(contentEncoding);
  if (kind === 'identity' || kind === 'unknown' || bytes.length === 0) return bytes;
  const options = { maxOutputLength: maxSize };
  try {
    if (kind === 'gzip') return gunzipSync(bytes, options);
    // RFC 9110 says zlib, and some senders leave the zlib header away.
    const hasHeader = ((bytes[0] ?? 0) & 0x0f) === 8;
    return hasHeader ? inflateSync(bytes, options) : inflateRawSync(bytes, options);
  } catch (error) {
    if (isTooLarge(error)) throw sizeError(maxSize);
    throw new ProtocolError(`The ${kind} body is damaged and could not be decoded.`, {
      cause: error,
    });
  }
}

/** The error for a message longer than the transport takes. */
export function sizeError(maxSize: number): QuotaExceededError {
  return new QuotaExceededError(
    `The message is longer than maxReceivedMessageSize (${String(maxSize)} bytes) of the HTTP transport allows; raise it if such messages are expected.`,
  );
}

function coding(contentEncoding: string): 'identity' | 'gzip' | 'deflate' | 'unknown' {
  switch (contentEncoding.trim().toLowerCase()) {
    case '':
    case 'identity':
      return 'identity';
    case 'gzip':
    case 'x-gzip':
      return 'gzip';
    case 'deflate':
      return 'deflate';
    default:
      return 'unknown';
  }
}

function isTooLarge(error: unknown): boolean {
  return error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
}
