import { InvalidOperationError } from '../errors/index.js';
import { ChunkedText } from './chunked-text.js';
import { tagTexts } from './tag-texts.js';
import type { TagTexts } from './tag-texts.js';
import { requireName } from './valid-names.js';
import { writeXmlElement } from './write-xml-element.js';
import { WriterPrefixes } from './writer-prefixes.js';
import type { XmlElement } from './xml-element.js';
import { escapeAttributeValue, escapeText } from './xml-escape.js';
import { xmlnsNamespace } from './xml-names.js';
import type { XmlTextEncoding } from './xml-text-encoding.js';
import type { XmlWriter } from './xml-writer.js';
import { formatDouble, formatFloat } from './xsd-lexical.js';

/** How an {@link XmlTextWriter} writes. */
export interface XmlTextWriterOptions {
  /** Default `utf-8`: no byte order mark and no XML declaration; UTF-16 has both, as .NET writes it. */
  readonly encoding?: XmlTextEncoding | undefined;
  /** Bytes to leave free in the buffer before the first chunk, for the framing of a transport; default 0. */
  readonly headRoom?: number | undefined;
  /** True: the document may have a stream in it, which is sent where it stands. Default false. */
  readonly isStreaming?: boolean | undefined;
}

/** A stream in a document. */
export interface StreamedContent {
  readonly before: readonly Uint8Array[];
  readonly source: AsyncIterable<Uint8Array>;
}

/**
 * Writes text XML byte for byte as .NET's text writer does: `<a/>` for empty elements, attributes before the namespace
 * declarations, double quotes, .NET's escapes.
 *
 * Calls that would not make a document (a second root, an attribute after content, an invalid name) throw
 * {@link InvalidOperationError}; what was written by then is of no use.
 */
export class XmlTextWriter implements XmlWriter {
  readonly #output: ChunkedText;
  readonly #isStreaming: boolean;
  readonly #prefixes = new WriterPrefixes();
  /** The tags of the elements that were started and not yet ended. */
  readonly #open: TagTexts[] = [];
  /** For each of them, the declarations in scope outside of it. */
  readonly #scopeMarks: number[] = [];
  #isInStartTag = false;
  /** The start tag at hand, as long as nothing of it has been written. */
  #tag: TagTexts | null = null;
  #hasRoot = false;
  #isFinished = false;
  /** Local name and namespace, in turns, of the attributes of the start tag. */
  readonly #attributes: string[] = [];
  /** One or two bytes of base64 that wait for a third. */
  #base64Rest: Uint8Array | null = null;
  #streamed: StreamedContent | null = null;

  constructor(options: XmlTextWriterOptions = {}) {
    const encoding = options.encoding ?? 'utf-8';
    this.#isStreaming = options.isStreaming ?? false;
    this.#output = new ChunkedText(encoding, options.headRoom ?? 0);
    const declaration = declarations[encoding];
    if (declaration !== '') this.#output.append(declaration);
  }

  writeStartElement(prefix: string | null, localName: string, namespaceUri: string): void {
    this.#settle();
    const depth = this.#open.length;
    if (depth === 0 && (this.#hasRoot || this.#isFinished)) {
      throw misuse(
        `The document has its root element already; <${localName}> cannot be a second one`,
      );
    }
    const tag = tagTexts(this.#prefixes.startElement(depth + 1, prefix, namespaceUri), localName);
    this.#open.push(tag);
    this.#scopeMarks.push(this.#prefixes.mark);
    this.#hasRoot = true;
    this.#isInStartTag = true;
    this.#tag = tag;
    if (this.#attributes.length > 0) this.#attributes.length = 0;
  }

  writeEndElement(): void {
    if (this.#base64Rest !== null) this.#flushBase64(this.#base64Rest);
    const tag = this.#open.pop();
    const mark = this.#scopeMarks.pop();
    if (tag === undefined || mark === undefined) throw misuse('There is no open element to end');
    if (this.#isInStartTag) this.#endStartTag(true);
    else this.#output.append(tag.end);
    this.#prefixes.endElement(mark);
  }

  writeNamespace(prefix: string | null, namespaceUri: string): string {
    this.#requireStartTag('A namespace declaration');
    if (prefix === null) return this.#prefixes.bindAny(namespaceUri);
    this.#prefixes.declare(prefix, namespaceUri);
    return prefix;
  }

  writeAttribute(
    prefix: string | null,
    localName: string,
    namespaceUri: string,
    value: string,
  ): void {
    this.#requireStartTag('An attribute');
    if (namespaceUri === xmlnsNamespace) {
      this.writeNamespace(localName === 'xmlns' ? '' : localName, value);
      return;
    }
    requireName(localName);
    const used = this.#prefixes.bindAttribute(prefix, localName, namespaceUri);
    const rawName = used === '' ? localName : `${used}:${localName}`;
    this.#refuseDuplicate(localName, namespaceUri, rawName);
    this.#beginTag();
    this.#output.append(` ${rawName}="${escapeAttributeValue(value)}"`);
  }

  writeText(text: string): void {
    if (text !== '') this.#writeContent(escapeText(text));
  }

  writeBoolean(value: boolean): void {
    this.#writeContent(value ? 'true' : 'false');
  }

  writeInteger(value: number): void {
    if (!Number.isSafeInteger(value)) throw misuse(`${String(value)} is not a safe integer`);
    this.#writeContent(value === 0 ? '0' : String(value));
  }

  writeLong(value: bigint): void {
    this.#writeContent(value.toString());
  }

  writeFloat(value: number): void {
    this.#writeContent(formatFloat(value));
  }

  writeDouble(value: number): void {
    this.#writeContent(formatDouble(value));
  }

  writeBase64(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    const rest = this.#base64Rest;
    this.#base64Rest = null;
    const all = rest === null ? asBuffer(bytes) : Buffer.concat([rest, bytes]);
    const whole = all.length - (all.length % 3);
    this.#writeContent('');
    for (let at = 0; at < whole; at += base64Slice) {
      this.#output.append(all.toString('base64', at, Math.min(at + base64Slice, whole)));
    }
    if (whole < all.length) this.#base64Rest = Uint8Array.from(all.subarray(whole));
  }

  writeBase64Stream(source: AsyncIterable<Uint8Array>): void {
    if (!this.#isStreaming)
      throw misuse(
        'A stream can only be written where messages are sent piece by piece: set transferMode of the transport to Streamed',
      );
    if (this.#streamed !== null) throw misuse('A document has one stream');
    this.#writeContent('');
    this.#streamed = { before: this.#output.split(), source };
  }

  writeElement(element: XmlElement): void {
    writeXmlElement(this, element);
  }

  /** The stream in the document, with the bytes before it; what `finish` returns stands behind it. Null when there is none. */
  get streamed(): StreamedContent | null {
    return this.#streamed;
  }

  lookupPrefix(namespaceUri: string): string | null {
    return this.#prefixes.lookup(namespaceUri);
  }

  /**
   * The document's bytes. With head room, the buffer of the first chunk has that many unused bytes before it, at
   * `new Uint8Array(first.buffer, first.byteOffset - headRoom, headRoom)`. Without any element there are no chunks.
   *
   * @throws InvalidOperationError when an element is still open.
   */
  finish(): Uint8Array[] {
    const open = this.#open.at(-1);
    if (open !== undefined) throw misuse(`The element <${open.name}> is not ended`);
    this.#isFinished = true;
    return this.#hasRoot ? this.#output.finish() : [];
  }

  /** Writes character content that needs no escape. */
  #writeContent(text: string): void {
    this.#settle();
    if (this.#open.length === 0) throw misuse('There is no open element to write content into');
    this.#output.append(text);
  }

  /** Ends what may be under way: a start tag, or base64 that waits for more bytes. */
  #settle(): void {
    if (this.#isInStartTag) this.#endStartTag(false);
    else if (this.#base64Rest !== null) this.#flushBase64(this.#base64Rest);
  }

  /** Writes the start tag at hand up to its name, unless that has been done. */
  #beginTag(): void {
    if (this.#tag === null) return;
    this.#output.append(this.#tag.open);
    this.#tag = null;
  }

  #endStartTag(isEmpty: boolean): void {
    this.#isInStartTag = false;
    const tag = this.#tag;
    if (!this.#prefixes.hasDeclarations) {
      this.#tag = null;
      if (tag === null) this.#output.append(isEmpty ? '/>' : '>');
      else this.#output.append(isEmpty ? tag.empty : tag.start);
      return;
    }
    this.#beginTag();
    let declared = '';
    this.#prefixes.forEachDeclaration((prefix, uri) => {
      const name = prefix === '' ? 'xmlns' : `xmlns:${prefix}`;
      declared += ` ${name}="${escapeAttributeValue(uri)}"`;
    });
    this.#output.append(declared + (isEmpty ? '/>' : '>'));
  }

  #flushBase64(rest: Uint8Array): void {
    this.#base64Rest = null;
    this.#output.append(asBuffer(rest).toString('base64'));
  }

  #refuseDuplicate(localName: string, namespaceUri: string, rawName: string): void {
    for (let i = 0; i < this.#attributes.length; i += 2) {
      if (this.#attributes[i] === localName && this.#attributes[i + 1] === namespaceUri) {
        throw misuse(`The attribute ${rawName} is written twice`);
      }
    }
    this.#attributes.push(localName, namespaceUri);
  }

  #requireStartTag(what: string): void {
    if (this.#isInStartTag) return;
    throw misuse(
      `${what} can only be written right after its element was started, before any content`,
    );
  }
}

const declarations: Readonly<Record<XmlTextEncoding, string>> = {
  'utf-8': '',
  'utf-16LE': '\uFEFF<?xml version="1.0" encoding="utf-16"?>',
  'utf-16BE': '\uFEFF<?xml version="1.0" encoding="utf-16BE"?>',
};

/** A multiple of three bytes, so that slices of base64 join without padding. */
const base64Slice = 12_288;

function misuse(message: string): InvalidOperationError {
  return new InvalidOperationError(`${message}.`);
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes)
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
