import { InvalidOperationError, QuotaExceededError } from '../errors/index.js';
import { XmlTextReader, XmlTextWriter } from '../xml/index.js';
import type { XmlElement, XmlReader, XmlWriter } from '../xml/index.js';
import { copyNode } from './copy-node.js';

/** Writes the content of a body. Called once per transmission, so it must write the same each time. */
export type BodyWriter = (writer: XmlWriter) => void;

/** The body of a message, shared by all messages derived from one another. */
export interface MessageBody {
  readonly isFault: boolean;
  readonly isEmpty: boolean;
  /** True when the content can be written any number of times. */
  readonly isRepeatable: boolean;
  /** A reader on the first content node of the body; only once for a body that is not repeatable. */
  openReader(): XmlReader;
  writeContents(writer: XmlWriter): void;
  /** The same content as a repeatable body, kept in at most `maxBytes`. */
  buffer(maxBytes: number): MessageBody;
}

/** A body that is written by a function, and read (seldom) by writing it first. */
export class WrittenBody implements MessageBody {
  readonly isFault: boolean;
  readonly isRepeatable = true;
  readonly isEmpty: boolean;
  readonly #write: BodyWriter;

  constructor(write: BodyWriter | null, isFault: boolean) {
    this.#write = write ?? writeNothing;
    this.isEmpty = write === null;
    this.isFault = isFault;
  }

  openReader(): XmlReader {
    return openBody(this.#toBytes());
  }

  writeContents(writer: XmlWriter): void {
    this.#write(writer);
  }

  buffer(maxBytes: number): MessageBody {
    const bytes = this.#toBytes();
    checkSize(bytes.length, maxBytes);
    return new ReceivedBody(openBody(bytes), this.isFault, () => openBody(bytes), bytes.length);
  }

  #toBytes(): Uint8Array {
    const writer = new XmlTextWriter();
    writer.writeStartElement('', 'Body', '');
    this.#write(writer);
    writer.writeEndElement();
    return Buffer.concat(writer.finish());
  }
}

/** A body that arrived: a reader standing on its first content node, and a way to stand there again. */
export class ReceivedBody implements MessageBody {
  readonly isFault: boolean;
  readonly isEmpty: boolean;
  readonly isRepeatable: boolean;
  readonly #reopen: (() => XmlReader) | null;
  readonly #size: number;
  #reader: XmlReader | null;

  /** `reopen` makes a new reader on the first content node; `size` is what keeping the message costs, in bytes. */
  constructor(reader: XmlReader, isFault: boolean, reopen: (() => XmlReader) | null, size: number) {
    this.#reader = reader;
    this.isEmpty = reader.nodeType === 'endElement' || reader.nodeType === 'endOfFile';
    this.isFault = isFault;
    this.isRepeatable = reopen !== null;
    this.#reopen = reopen;
    this.#size = size;
  }

  openReader(): XmlReader {
    const reader = this.#reader ?? this.#reopen?.();
    if (reader === undefined) {
      throw new InvalidOperationError(
        'The body of a received message can be read once; make a buffered copy before the first read.',
      );
    }
    this.#reader = null;
    return reader;
  }

  writeContents(writer: XmlWriter): void {
    const reader = this.openReader();
    while (reader.nodeType !== 'endElement' && reader.nodeType !== 'endOfFile')
      copyNode(reader, writer);
  }

  buffer(maxBytes: number): MessageBody {
    checkSize(this.#size, maxBytes);
    if (this.#reopen !== null)
      return new ReceivedBody(this.#reopen(), this.isFault, this.#reopen, this.#size);
    return new WrittenBody((writer) => {
      this.writeContents(writer);
    }, this.isFault).buffer(maxBytes);
  }
}

/** What of a message is still on its way: the rest of the element that `reader` comes to, and all behind it. */
export interface StreamedContent {
  /** Stands on the first node of the body; what it can read ends with the start tag of the element that is streamed. */
  openReader(): XmlReader;
  /** The bytes of that element, as they come. To be read once. */
  readonly content: AsyncIterable<Uint8Array>;
  /** The whole body, when all of it is there. @throws QuotaExceededError above `maxBytes` */
  load(): Promise<MessageBody>;
}

/** A body of which only the beginning has come. */
export class StreamedBody implements MessageBody {
  readonly isFault = false;
  readonly isEmpty = false;
  readonly isRepeatable = false;
  readonly streamed: StreamedContent;

  constructor(streamed: StreamedContent) {
    this.streamed = streamed;
  }

  openReader(): XmlReader {
    throw notThere();
  }

  writeContents(): void {
    throw notThere();
  }

  buffer(): MessageBody {
    throw notThere();
  }
}

function notThere(): InvalidOperationError {
  return new InvalidOperationError(
    'The body of the message is still on its way: await message.load() before it is read, or take it as a stream.',
  );
}

/** A body writer for one element tree. */
export function elementBody(element: XmlElement): BodyWriter {
  return (writer) => {
    writer.writeElement(element);
  };
}

function writeNothing(): void {
  // An empty body has no content.
}

function openBody(bytes: Uint8Array): XmlReader {
  const reader = new XmlTextReader(bytes, { quotas: unlimited });
  reader.moveToContent();
  if (reader.isEmptyElement) {
    reader.read();
    return reader;
  }
  reader.readStartElement();
  reader.moveToContent();
  return reader;
}

/** What this process wrote itself, or has already checked, needs no second check. */
const unlimited = {
  maxDepth: Number.MAX_SAFE_INTEGER,
  maxStringContentLength: Number.MAX_SAFE_INTEGER,
  maxArrayLength: Number.MAX_SAFE_INTEGER,
  maxBytesPerRead: Number.MAX_SAFE_INTEGER,
  maxNameTableCharCount: Number.MAX_SAFE_INTEGER,
};

function checkSize(size: number, maxBytes: number): void {
  if (size <= maxBytes) return;
  throw new QuotaExceededError(
    `The message takes ${String(size)} bytes, more than the ${String(maxBytes)} that its buffered copy may take; raise maxBufferSize.`,
  );
}
