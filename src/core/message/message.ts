import { InvalidOperationError, MessageHeaderError, XmlError } from '../errors/index.js';
import type { XmlReader, XmlWriter } from '../xml/index.js';
import { XmlElement } from '../xml/index.js';
import { actionHeader } from './addressing-headers.js';
import { ReceivedBody, StreamedBody, WrittenBody, elementBody } from './message-body.js';
import type { BodyWriter, MessageBody, StreamedContent } from './message-body.js';
import { MessageHeader } from './message-header.js';
import { MessageHeaders, noHeaders } from './message-headers.js';
import type { MessageVersion } from './message-version.js';
import type { PropertyKey } from './property-key.js';

/** What has been done to the body of a message. */
export type MessageState = 'created' | 'read' | 'written' | 'copied' | 'closed';

/** What all messages derived from one another share: the body, what is known about it, and properties. */
class MessageCore {
  body: MessageBody;
  state: MessageState = 'created';
  properties: Map<object, unknown> | null = null;
  understood: Set<MessageHeader> | null = null;
  size: number | null = null;

  constructor(body: MessageBody) {
    this.body = body;
  }
}

/**
 * A SOAP message: headers (an immutable list) and a body that is written straight from values or read straight into
 * them. `with...` methods make a message with other headers over the same body and properties.
 */
export class Message {
  readonly version: MessageVersion;
  readonly headers: MessageHeaders;
  readonly #core: MessageCore;

  private constructor(headers: MessageHeaders, core: MessageCore) {
    this.version = headers.version;
    this.headers = headers;
    this.#core = core;
  }

  /** A message to send. The body writer may be called several times (retransmission) and must write the same each time. */
  static create(
    version: MessageVersion,
    action: string | null,
    body: BodyWriter | XmlElement | null = null,
  ): Message {
    const headers =
      action === null
        ? noHeaders(version)
        : new MessageHeaders(version, [actionHeader(version, action)]);
    const write = body instanceof XmlElement ? elementBody(body) : body;
    return new Message(headers, new MessageCore(new WrittenBody(write, false)));
  }

  /** A message with a given body and given headers; for encoders and faults, not for applications. */
  static fromBody(headers: MessageHeaders, body: MessageBody): Message {
    return new Message(headers, new MessageCore(body));
  }

  /** A message that an encoder has read: `reader` stands on the first content node of the body. */
  static received(
    headers: MessageHeaders,
    reader: XmlReader,
    size: number,
    reopen: (() => XmlReader) | null,
  ): Message {
    const { envelope } = headers.version;
    const isFault =
      reader.nodeType === 'element' &&
      reader.localName === 'Fault' &&
      reader.namespaceUri === envelope.namespace;
    const core = new MessageCore(new ReceivedBody(reader, isFault, reopen, size));
    core.size = size;
    return new Message(headers, core);
  }

  get state(): MessageState {
    return this.#core.state;
  }

  /** True when the body is a SOAP fault. */
  get isFault(): boolean {
    return this.#core.body.isFault;
  }

  /** True when the body has no content. */
  get isEmpty(): boolean {
    return this.#core.body.isEmpty;
  }

  /** The same for all messages made from one another by `with...`, and different for all others. */
  get identity(): object {
    return this.#core;
  }

  /** Bytes of the envelope as it was received, or as an encoder wrote it last; null before that. */
  get size(): number | null {
    return this.#core.size;
  }

  /** Says how many bytes the envelope took; for encoders. */
  noteSize(bytes: number): void {
    this.#core.size = bytes;
  }

  getProperty<T>(key: PropertyKey<T>): T | null {
    // A value is only ever stored under the key that carries its type.
    return (this.#core.properties?.get(key) as T | undefined) ?? null;
  }

  setProperty<T>(key: PropertyKey<T>, value: T): this {
    (this.#core.properties ??= new Map()).set(key, value);
    return this;
  }

  withHeaders(headers: MessageHeaders): Message {
    return headers === this.headers ? this : new Message(headers, this.#core);
  }

  /** This message with one more header: text content, or a header made by {@link MessageHeader.create}. */
  withHeader(header: MessageHeader): Message;
  withHeader(namespace: string, name: string, text: string): Message;
  withHeader(header: MessageHeader | string, name = '', text = ''): Message {
    const added = typeof header === 'string' ? MessageHeader.create(name, header, text) : header;
    return this.withHeaders(this.headers.with(added));
  }

  /** The header of that name, marked as understood. Throws MessageHeaderError when it is missing or doubled. */
  requireHeader(namespace: string, name: string): MessageHeader {
    const header = this.headers.find(name, namespace);
    if (header === null) throw missingHeader(namespace, name);
    this.understand(header);
    return header;
  }

  /** Says that a header was processed, so that `mustUnderstand` on it is satisfied. */
  understand(header: MessageHeader): void {
    if (header.mustUnderstand) (this.#core.understood ??= new Set()).add(header);
  }

  /** The headers that demand to be understood, are for this node (the ultimate receiver, or the next one) and were not. */
  notUnderstood(): MessageHeader[] {
    const { envelope } = this.version;
    return this.demandingHeaders().filter(
      (header) =>
        header.actor === envelope.nextActor || envelope.ultimateActors.includes(header.actor),
    );
  }

  /** The headers that demand to be understood and were not, whoever they are for: what a .NET client refuses in a reply. */
  demandingHeaders(): MessageHeader[] {
    const { addressing } = this.version;
    const found: MessageHeader[] = [];
    for (const header of this.headers) {
      if (!header.mustUnderstand || header.namespace === addressing.namespace) continue;
      if (this.#core.understood?.has(header) !== true) found.push(header);
    }
    return found;
  }

  /** A reader on the first content node of the body. Once for a received message; copy it first to read it again. */
  getReaderAtBodyContents(): XmlReader {
    this.#use('read');
    return this.#core.body.openReader();
  }

  /** Reads the body and checks that nothing but what `read` took stands in it, and that the document ends behind it. */
  readBody<T>(read: (reader: XmlReader) => T): T {
    const reader = this.getReaderAtBodyContents();
    const value = read(reader);
    while (reader.moveToContent() !== 'endOfFile') {
      if (reader.nodeType !== 'endElement') {
        throw new XmlError(
          `Unexpected content behind the body's first element, at ${reader.position}; a body has one element.`,
        );
      }
      reader.read();
    }
    return value;
  }

  /** Writes the content of the body. */
  writeBodyContents(writer: XmlWriter): void {
    this.#use('written');
    this.#core.body.writeContents(writer);
  }

  /** Writes the whole envelope; in the version without envelope, the body's content alone. */
  writeMessage(writer: XmlWriter): void {
    const { envelope } = this.version;
    if (envelope.name === 'None') {
      this.writeBodyContents(writer);
      return;
    }
    writer.writeStartElement('s', 'Envelope', envelope.namespace);
    for (const header of this.headers) {
      if (header.prefix !== null) writer.writeNamespace(header.prefix, header.namespace);
    }
    if (this.headers.length > 0) {
      writer.writeStartElement('s', 'Header', envelope.namespace);
      for (const header of this.headers) header.write(writer, this.version);
      writer.writeEndElement();
    }
    writer.writeStartElement('s', 'Body', envelope.namespace);
    this.writeBodyContents(writer);
    writer.writeEndElement();
    writer.writeEndElement();
  }

  /** Takes the message out of use and keeps its content, up to `maxBytes`, for any number of equal messages. */
  createBufferedCopy(maxBytes: number): MessageBuffer {
    this.#use('copied');
    const { body, properties, size } = this.#core;
    return new MessageBuffer(this.headers, body.buffer(maxBytes), properties, size);
  }

  /** True while only the beginning of the body has come (transferMode Streamed). */
  get isStreamed(): boolean {
    return this.#core.body instanceof StreamedBody;
  }

  /** Takes the body as a stream: null when all of it is there already. Then nobody else can read it. */
  takeStream(): StreamedContent | null {
    const { body } = this.#core;
    if (!(body instanceof StreamedBody)) return null;
    this.#use('read');
    return body.streamed;
  }

  /** Waits until the whole body is there; at once when it is. */
  async load(): Promise<void> {
    const { body } = this.#core;
    if (body instanceof StreamedBody) this.#core.body = await body.streamed.load();
  }

  close(): void {
    this.#core.state = 'closed';
  }

  #use(as: MessageState): void {
    const core = this.#core;
    if (core.state === 'closed')
      throw new InvalidOperationError('The message was closed and cannot be used any more.');
    if (
      core.state !== 'created' &&
      !(core.body.isRepeatable && core.state === 'written' && as === 'written')
    ) {
      throw new InvalidOperationError(
        `The message was already ${core.state}; a body can be used once. Make a buffered copy before the first use.`,
      );
    }
    core.state = as;
  }

  /** @internal Used by {@link MessageBuffer}. */
  static copyOf(
    headers: MessageHeaders,
    body: MessageBody,
    properties: ReadonlyMap<object, unknown> | null,
    size: number | null,
  ): Message {
    const core = new MessageCore(body);
    core.size = size;
    if (properties !== null) core.properties = new Map(properties);
    return new Message(headers, core);
  }
}

/** Content of a message, kept to make equal messages from. */
export class MessageBuffer {
  readonly #headers: MessageHeaders;
  readonly #properties: ReadonlyMap<object, unknown> | null;
  readonly #size: number | null;
  #body: MessageBody | null;

  constructor(
    headers: MessageHeaders,
    body: MessageBody,
    properties: ReadonlyMap<object, unknown> | null,
    size: number | null = null,
  ) {
    this.#size = size;
    this.#headers = headers;
    this.#body = body;
    this.#properties = properties;
  }

  /** A new message with the kept headers, properties and body. */
  createMessage(): Message {
    if (this.#body === null) throw new InvalidOperationError('The message buffer was closed.');
    return Message.copyOf(
      this.#headers,
      this.#body.buffer(Number.MAX_SAFE_INTEGER),
      this.#properties,
      this.#size,
    );
  }

  close(): void {
    this.#body = null;
  }
}

function missingHeader(namespace: string, name: string): MessageHeaderError {
  return new MessageHeaderError(
    `The message lacks the header '${name}' of the namespace '${namespace}'; the sender must add it (is its binding the same as this one?).`,
  );
}
