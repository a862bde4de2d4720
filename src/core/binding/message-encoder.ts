import type { Message, MessageVersion } from '../message/index.js';
import type { XmlReaderQuotas } from '../xml/index.js';

/** An encoded message as it came from a transport. */
export interface EncodedMessage {
  readonly bytes: Uint8Array;
  /** The Content-Type it came with. */
  readonly contentType: string;
}

/** Turns messages into bytes and back. Stateless: one serves all connections. */
export interface MessageEncoder {
  readonly version: MessageVersion;
  /** The Content-Type of what it writes, without the `action` parameter of SOAP 1.2. */
  readonly contentType: string;
  readonly mediaType: string;
  /** Whether it reads messages of this Content-Type. */
  isContentTypeSupported(contentType: string): boolean;
  /** Writes a whole message; chunks of at least some kilobytes, so that a big message is never in one piece twice. */
  write(message: Message): Uint8Array[];
  /** Reads the headers; the body is read lazily from the same bytes. Throws ChannelStackErrors for bytes that are no message. */
  read(encoded: EncodedMessage): Message;
}

/** An encoded message that may have a stream in it. */
export interface StreamedMessageBytes {
  readonly before: readonly Uint8Array[];
  /** Null: the message is complete with `before`. */
  readonly content: AsyncIterable<Uint8Array> | null;
  readonly after: readonly Uint8Array[];
}

/** The beginning of an encoded message, and what follows. */
export interface IncompleteMessage {
  /** What has come so far. */
  readonly bytes: Uint8Array;
  readonly contentType: string;
  /** What comes after that. */
  readonly rest: AsyncIterable<Uint8Array>;
}

/** An encoder whose messages may be sent and read piece by piece (transferMode Streamed). */
export interface StreamingMessageEncoder extends MessageEncoder {
  writeStreamed(message: Message): StreamedMessageBytes;
  /**
   * The message, as soon as its headers and the start of an element in its body are there, and null before that: the caller tries
   * again when more has come, and reads the message as a whole when all has come.
   */
  readStreamed(incomplete: IncompleteMessage): Message | null;
}

/** What an encoding provides to the transport below it. */
export interface MessageEncoding {
  readonly messageVersion: MessageVersion;
  readonly readerQuotas: XmlReaderQuotas;
  createEncoder(): MessageEncoder;
}
