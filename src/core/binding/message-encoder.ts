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

/** What an encoding provides to the transport below it. */
export interface MessageEncoding {
  readonly messageVersion: MessageVersion;
  readonly readerQuotas: XmlReaderQuotas;
  createEncoder(): MessageEncoder;
}
