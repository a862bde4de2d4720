import type {
  EncodedMessage,
  IncompleteMessage,
  StreamedMessageBytes,
  StreamingMessageEncoder,
} from '../../core/binding/index.js';
import {
  ChannelStackError,
  CommunicationError,
  InvalidOperationError,
  XmlError,
} from '../../core/errors/index.js';
import {
  Message,
  MessageHeader,
  MessageHeaders,
  ReceivedBody,
  StreamedBody,
  MessageVersion,
} from '../../core/message/index.js';
import type { MessageBody } from '../../core/message/index.js';
import { XmlTextReader, XmlTextWriter, decodeBase64, encodeBase64 } from '../../core/xml/index.js';
import type { XmlReader } from '../../core/xml/index.js';
import { parseContentType } from './content-type.js';
import { RepeatedHeaders } from './repeated-headers.js';
import { findTextEncoding } from './text-encoding-options.js';
import type { TextEncodingSettings, TextWriteEncoding } from './text-encoding-options.js';

/** Content-Types seen lately and the encoding they name; a peer sends the same one with each message. */
const rememberedTypes = 32;

/** SOAP messages as XML text, as WCF's TextMessageEncoder writes and reads them. */
export class TextMessageEncoder implements StreamingMessageEncoder {
  readonly version: MessageVersion;
  readonly mediaType: string;
  readonly contentType: string;
  readonly #settings: TextEncodingSettings;
  /** Content-Type -> encoding it names (null: none named); types that are not supported are not in it. */
  readonly #known = new Map<string, TextWriteEncoding | null>();

  readonly #repeated: RepeatedHeaders;

  constructor(settings: TextEncodingSettings) {
    this.#settings = settings;
    this.version = settings.messageVersion;
    this.#repeated = new RepeatedHeaders(this.version.addressing.namespace);
    this.mediaType = this.version.envelope.mediaType;
    this.contentType = `${this.mediaType}; charset=${settings.writeEncoding}`;
  }

  isContentTypeSupported(contentType: string): boolean {
    if (this.#known.has(contentType)) return true;
    const encoding = this.#judge(contentType);
    if (encoding === undefined) return false;
    if (this.#known.size >= rememberedTypes) this.#known.clear();
    this.#known.set(contentType, encoding);
    return true;
  }

  write(message: Message): Uint8Array[] {
    this.#requireVersion(message);
    const writer = new XmlTextWriter({ encoding: this.#settings.writeEncoding });
    message.writeMessage(writer);
    const chunks = writer.finish();
    message.noteSize(chunks.reduce((total, chunk) => total + chunk.length, 0));
    return chunks;
  }

  writeStreamed(message: Message): StreamedMessageBytes {
    this.#requireVersion(message);
    const { writeEncoding } = this.#settings;
    const writer = new XmlTextWriter({ encoding: writeEncoding, isStreaming: true });
    message.writeMessage(writer);
    const after = writer.finish();
    const { streamed } = writer;
    if (streamed === null) return { before: after, content: null, after: [] };
    return {
      before: streamed.before,
      content: encodeText(encodeBase64(streamed.source), writeEncoding),
      after,
    };
  }

  readStreamed({ bytes, contentType, rest }: IncompleteMessage): Message | null {
    const named = this.#encodingOf(contentType);
    // Other encodings are read when all has come.
    if (named !== undefined && named !== 'utf-8') return null;
    const reader = new XmlTextReader(bytes, {
      quotas: this.#settings.readerQuotas,
      encoding: named,
    });
    let headers: MessageHeaders;
    try {
      headers = readUpToBody(reader, this.version, this.#repeated);
      if (!isStreamable(reader, this.version)) return null;
    } catch (error) {
      // It ends too early, or is bad: when all has come, the whole message tells.
      if (ChannelStackError.is(error)) return null;
      throw error;
    }
    const head = bytes.subarray(0, reader.tagEnd);
    const following = concat(bytes.subarray(reader.tagEnd), rest);
    const whole = (message: Uint8Array): MessageBody => {
      const open = (): XmlTextReader => this.#openBody(message, named);
      return new ReceivedBody(open(), false, open, message.length);
    };
    return Message.fromBody(
      headers,
      new StreamedBody({
        openReader: () => this.#openBody(head, named),
        content: decodeBase64(following, maxRest, (tail) => {
          checkEnd(head, tail);
        }),
        load: async () => {
          const chunks: Uint8Array[] = [head];
          for await (const chunk of following) chunks.push(chunk);
          return whole(Buffer.concat(chunks));
        },
      }),
    );
  }

  /** A reader on the first node of the body. */
  #openBody(bytes: Uint8Array, encoding: TextWriteEncoding | undefined): XmlTextReader {
    const reader = new XmlTextReader(bytes, { quotas: this.#settings.readerQuotas, encoding });
    readUpToBody(reader, this.version, this.#repeated);
    return reader;
  }

  #requireVersion(message: Message): void {
    if (message.version === this.version) return;
    throw new InvalidOperationError(
      `The message is ${message.version.name}, but the binding encodes ${this.version.name}; make it with the version of the channel (getProperty(MessageVersionKey)).`,
    );
  }

  #encodingOf(contentType: string): TextWriteEncoding | undefined {
    return this.isContentTypeSupported(contentType)
      ? (this.#known.get(contentType) ?? undefined)
      : undefined;
  }

  read({ bytes, contentType }: EncodedMessage): Message {
    const named = this.#encodingOf(contentType);
    const open = (): XmlTextReader =>
      new XmlTextReader(bytes, { quotas: this.#settings.readerQuotas, encoding: named });
    const reader = open();
    const headers = readUpToBody(reader, this.version, this.#repeated);
    return Message.received(headers, reader, bytes.length, () => {
      const again = open();
      readUpToBody(again, this.version, this.#repeated);
      return again;
    });
  }

  /** The encoding a supported type names, null when it names none, undefined when it is not supported. */
  #judge(contentType: string): TextWriteEncoding | null | undefined {
    if (startsWithType(contentType, this.contentType)) return this.#settings.writeEncoding;
    const parsed = parseContentType(contentType);
    if (
      parsed?.mediaType !== this.mediaType &&
      !(this.version === MessageVersion.none && isAnyXml(parsed?.mediaType))
    ) {
      return undefined;
    }
    const charset = parsed?.parameters.get('charset');
    if (charset === undefined || charset === '') return null;
    return findTextEncoding(charset) ?? undefined;
  }
}

/** What may stand behind a stream: the end tags of a message, with white space. */
const maxRest = 4_096;

/** Whether the reader, on the first node of a body, comes to the start of an element in an element; it stands there then. */
function isStreamable(reader: XmlTextReader, version: MessageVersion): boolean {
  if (version === MessageVersion.none || reader.nodeType !== 'element') return false;
  const isFault = reader.isStartElement('Fault', version.envelope.namespace);
  if (isFault || reader.isEmptyElement) return false;
  reader.read();
  return reader.moveToContent() === 'element' && !reader.isEmptyElement;
}

/** Nothing but end tags and white space may stand behind a stream, and they must be those of the message. */
function checkEnd(head: Uint8Array, tail: Uint8Array): void {
  const reader = new XmlTextReader(Buffer.concat([head, tail]));
  while (reader.read()) {
    if (reader.offset < head.length || reader.nodeType === 'endElement') continue;
    if (reader.nodeType === 'text' && reader.text.trim() === '') continue;
    throw new XmlError(`There is more behind the stream of the message, at ${reader.position}.`);
  }
}

async function* encodeText(
  source: AsyncIterable<string>,
  encoding: TextWriteEncoding,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const text of source) {
    const bytes = Buffer.from(text, encoding === 'utf-8' ? 'latin1' : 'utf16le');
    yield encoding === 'utf-16BE' ? bytes.swap16() : bytes;
  }
}

async function* concat(
  first: Uint8Array,
  rest: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (first.length > 0) yield first;
  yield* rest;
}

/** Whether a Content-Type is the expected one, possibly with more parameters behind it (which need not be well-formed). */
function startsWithType(contentType: string, expected: string): boolean {
  if (contentType.length < expected.length) return false;
  if (contentType.slice(0, expected.length).toLowerCase() !== expected.toLowerCase()) return false;
  return /^[ \t]*(?:;|$)/.test(contentType.slice(expected.length));
}

function isAnyXml(mediaType: string | undefined): boolean {
  return mediaType === 'text/xml' || mediaType === 'application/xml';
}

/** Reads the envelope's start and its headers, and leaves the reader on the first content node of the body. */
function readUpToBody(
  reader: XmlTextReader,
  version: MessageVersion,
  repeated: RepeatedHeaders,
): MessageHeaders {
  if (reader.moveToContent() !== 'element') {
    throw new XmlError(`The message is empty: there is no element at ${reader.position}.`);
  }
  if (version === MessageVersion.none) return new MessageHeaders(version, []);
  const { namespace } = version.envelope;
  if (reader.localName !== 'Envelope' || reader.namespaceUri !== namespace)
    throw wrongEnvelope(reader, version);
  const isEmpty = reader.isEmptyElement;
  reader.read();
  const headers =
    !isEmpty && reader.isStartElement('Header', namespace)
      ? readHeaders(reader, version, repeated)
      : [];
  if (isEmpty || !reader.isStartElement('Body', namespace)) {
    throw new CommunicationError(
      `The ${version.envelope.name} envelope has no Body where it must stand, at ${reader.position}; only one Header may precede it.`,
    );
  }
  reader.read();
  reader.moveToContent();
  return new MessageHeaders(version, headers);
}

function readHeaders(
  reader: XmlTextReader,
  version: MessageVersion,
  repeated: RepeatedHeaders,
): MessageHeader[] {
  const headers: MessageHeader[] = [];
  const isEmpty = reader.isEmptyElement;
  reader.read();
  if (isEmpty) return headers;
  if (reader.moveToContent() === 'element') repeated.begin(reader);
  while (reader.moveToContent() === 'element') {
    let header = repeated.find(reader);
    if (header === null) {
      const start = reader.offset;
      header = MessageHeader.fromElement(reader.readElement(), version);
      repeated.add(reader, start, header);
    }
    headers.push(header);
  }
  // Only header blocks may stand in a Header; readEndElement refuses text.
  reader.readEndElement();
  return headers;
}

function wrongEnvelope(reader: XmlReader, version: MessageVersion): CommunicationError {
  const other = MessageVersion.all.find(
    ({ envelope }) => envelope.namespace === reader.namespaceUri,
  );
  const code = { code: 'VersionMismatch' };
  if (reader.localName !== 'Envelope' || other === undefined) {
    return new CommunicationError(
      `The message is no SOAP message: its document element is '${reader.localName}' of the namespace '${reader.namespaceUri}', expected was the Envelope of ${version.envelope.name}.`,
      code,
    );
  }
  return new CommunicationError(
    `The message is ${other.envelope.name}, but the binding expects ${version.envelope.name}; give both sides the same messageVersion.`,
    code,
  );
}
