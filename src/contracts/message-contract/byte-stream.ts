import type { Observable } from 'rxjs';
import { toByteStream as open } from '../formatters/index.js';
import { xsd } from '../data-contract/index.js';
import type { WireType } from '../data-contract/index.js';
import { wireType } from '../data-contract/wire-type.js';

/** What can be sent as a stream of bytes. */
export type ByteStreamInput =
  AsyncIterable<Uint8Array> | Iterable<Uint8Array> | Observable<Uint8Array> | Uint8Array;

/**
 * Bytes that need not be there all at once: the only part of a message's body. WCF's Stream. With the transferMode Streamed of an
 * HTTP transport they are sent as they come and read as they come; otherwise they are collected first. To be read once.
 */
export const byteStream: WireType<AsyncIterable<Uint8Array>, ByteStreamInput> = wireType(
  'byteStream',
  (resolver) => {
    resolver.report(
      'The type byteStream is for the only part of a message: an only parameter, a result, or the only body member of a message contract.',
    );
    return resolver.serializerOf(xsd.base64Binary);
  },
);

/**
 * A stream of bytes out of anything that can be sent as one, such as an Observable: for methods whose signature says AsyncIterable.
 * It is subscribed to, or asked for its first bytes, when it is read.
 */
export function toByteStream(source: ByteStreamInput): AsyncIterable<Uint8Array> {
  return open(source, 'toByteStream');
}
