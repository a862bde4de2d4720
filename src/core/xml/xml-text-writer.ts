import { InvalidOperationError } from '../errors/index.js';
import { ChunkedText } from './chunked-text.js';
import { findContentPrefixes } from './content-prefixes.js';
import { NamespaceScope } from './namespace-scope.js';
import type { XmlElement } from './xml-element.js';
import { escapeAttributeValue, escapeText } from './xml-escape.js';
import { isNcName, xmlNamespace, xmlnsNamespace } from './xml-names.js';
import type { XmlTextEncoding } from './xml-text-encoding.js';
import type { XmlWriter } from './xml-writer.js';
import { formatDouble, formatFloat } from './xsd-lexical.js';

/** How an {@link XmlTextWriter} writes. */
export interface XmlTextWriterOptions {
  /** Default `utf-8`: no byte order mark and no XML declaration; UTF-16 has both, as .NET writes it. */
  readonly encoding?: XmlTextEncoding | undefined;
  /** Bytes to leave free in the buffer before the first chunk, for the framing of a transport; default 0. */
  readonly headRoom?: number | undefined;
}

/** An element that was started and not yet ended. */
interface OpenElement {
  readonly rawName: string;
  /** Declarations in scope outside of the element. */
  readonly scopeMark: number;
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
  readonly #scope = new NamespaceScope();
  readonly #open: OpenElement[] = [];
  #isInStartTag = false;
  #hasRoot = false;
  #isFinished = false;
  /** Of the start tag: prefixes that its names use, and the raw names of its attributes. */
  #tagPrefixes: string[] = [];
  #tagAttributes: string[] = [];
  #madePrefixes = 0;
  /** One or two bytes of base64 that wait for a third. */
  #base64Rest: Uint8Array | null = null;

  constructor(options: XmlTextWriterOptions = {}) {
    const encoding = options.encoding ?? 'utf-8';
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
    requireName(localName);
    const scopeMark = this.#scope.count;
    const used = this.#bindElementPrefix(prefix, namespaceUri);
    const rawName = used === '' ? localName : `${used}:${localName}`;
    this.#hasRoot = true;
    this.#open.push({ rawName, scopeMark });
    this.#isInStartTag = true;
    this.#tagPrefixes.length = 0;
    this.#tagPrefixes.push(used);
    this.#tagAttributes.length = 0;
    this.#madePrefixes = 0;
    this.#output.append(`<${rawName}`);
  }

  writeEndElement(): void {
    if (this.#base64Rest !== null) this.#flushBase64(this.#base64Rest);
    const open = this.#open.at(-1);
    if (open === undefined) throw misuse('There is no open element to end');
    if (this.#isInStartTag) this.#endStartTag('/>');
    else this.#output.append(`</${open.rawName}>`);
    this.#open.pop();
    this.#scope.truncate(open.scopeMark);
  }

  writeNamespace(prefix: string | null, namespaceUri: string): string {
    const { scopeMark } = this.#requireStartTag('A namespace declaration');
    if (prefix === null) return this.#bindAnyPrefix(namespaceUri);
    if (prefix === 'xml' && namespaceUri === xmlNamespace) return prefix;
    requireBindable(prefix, namespaceUri);
    if (this.#scope.lookupSince(scopeMark, prefix) === namespaceUri) return prefix;
    if (!this.#canDeclare(prefix, namespaceUri)) {
      throw misuse(
        `The prefix "${prefix}" cannot be bound to ${namespaceUri}: its element uses it for another namespace already`,
      );
    }
    this.#scope.declare(prefix, namespaceUri);
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
    const used = this.#bindAttributePrefix(prefix, localName, namespaceUri);
    const rawName = used === '' ? localName : `${used}:${localName}`;
    if (this.#tagAttributes.includes(rawName))
      throw misuse(`The attribute ${rawName} is written twice`);
    this.#tagAttributes.push(rawName);
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

  writeElement(element: XmlElement): void {
    this.#writeTree(element, true);
  }

  lookupPrefix(namespaceUri: string): string | null {
    if (namespaceUri === xmlNamespace) return 'xml';
    if (namespaceUri === '') return this.#defaultNamespace() === '' ? '' : null;
    return this.#scope.lookupPrefix(namespaceUri, true);
  }

  /**
   * The document's bytes. With head room, the buffer of the first chunk has that many unused bytes before it, at
   * `new Uint8Array(first.buffer, first.byteOffset - headRoom, headRoom)`. Without any element there are no chunks.
   *
   * @throws InvalidOperationError when an element is still open.
   */
  finish(): Uint8Array[] {
    const open = this.#open.at(-1);
    if (open !== undefined) throw misuse(`The element <${open.rawName}> is not ended`);
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
    if (this.#isInStartTag) this.#endStartTag('>');
    else if (this.#base64Rest !== null) this.#flushBase64(this.#base64Rest);
  }

  #endStartTag(end: '>' | '/>'): void {
    this.#isInStartTag = false;
    let declared = '';
    for (let at = this.#open.at(-1)?.scopeMark ?? 0; at < this.#scope.count; at++) {
      const prefix = this.#scope.prefixAt(at);
      const name = prefix === '' ? 'xmlns' : `xmlns:${prefix}`;
      declared += ` ${name}="${escapeAttributeValue(this.#scope.uriAt(at))}"`;
    }
    this.#output.append(declared + end);
  }

  #flushBase64(rest: Uint8Array): void {
    this.#base64Rest = null;
    this.#output.append(asBuffer(rest).toString('base64'));
  }

  #requireStartTag(what: string): OpenElement {
    const open = this.#open.at(-1);
    if (open === undefined || !this.#isInStartTag) {
      throw misuse(
        `${what} can only be written right after its element was started, before any content`,
      );
    }
    return open;
  }

  #bindElementPrefix(prefix: string | null, namespaceUri: string): string {
    if (prefix === null) {
      const found = this.lookupPrefix(namespaceUri);
      if (found !== null) return found;
    } else if (prefix !== '') {
      if (namespaceUri === xmlNamespace && prefix === 'xml') return prefix;
      requireBindable(prefix, namespaceUri);
      if (this.#scope.lookup(prefix) !== namespaceUri) this.#scope.declare(prefix, namespaceUri);
      return prefix;
    }
    if (this.#defaultNamespace() !== namespaceUri) {
      requireBindable('', namespaceUri);
      this.#scope.declare('', namespaceUri);
    }
    return '';
  }

  #bindAttributePrefix(prefix: string | null, localName: string, namespaceUri: string): string {
    if (namespaceUri === '') {
      if (prefix !== null && prefix !== '') {
        throw misuse(`The attribute ${prefix}:${localName} has a prefix but no namespace`);
      }
      if (localName === 'xmlns')
        throw misuse('A namespace declaration is written by writeNamespace');
      return '';
    }
    if (namespaceUri === xmlNamespace) return 'xml';
    const used = this.#findAttributePrefix(prefix, namespaceUri);
    this.#tagPrefixes.push(used);
    return used;
  }

  #findAttributePrefix(prefix: string | null, namespaceUri: string): string {
    if (prefix !== null && prefix !== '') {
      requireBindable(prefix, namespaceUri);
      if (this.#scope.lookup(prefix) === namespaceUri) return prefix;
      if (this.#canDeclare(prefix, namespaceUri)) {
        this.#scope.declare(prefix, namespaceUri);
        return prefix;
      }
    }
    return this.#scope.lookupPrefix(namespaceUri, false) ?? this.#declareMadePrefix(namespaceUri);
  }

  #bindAnyPrefix(namespaceUri: string): string {
    const found = this.lookupPrefix(namespaceUri);
    if (found !== null) return found;
    if (namespaceUri === '') return this.writeNamespace('', '');
    requireBindable('', namespaceUri);
    for (const letter of 'abcdefghijklmnopqrstuvwxyz') {
      if (this.#scope.lookup(letter) !== null) continue;
      this.#scope.declare(letter, namespaceUri);
      return letter;
    }
    return this.#declareMadePrefix(namespaceUri);
  }

  /** Binds a prefix in .NET's manner, `d2p1`: made on the second level, the first there. */
  #declareMadePrefix(namespaceUri: string): string {
    for (;;) {
      const prefix = `d${String(this.#open.length)}p${String(++this.#madePrefixes)}`;
      if (this.#scope.lookup(prefix) !== null) continue;
      this.#scope.declare(prefix, namespaceUri);
      return prefix;
    }
  }

  /** A prefix may be bound on the element of this start tag unless a name of the tag relies on another binding. */
  #canDeclare(prefix: string, namespaceUri: string): boolean {
    const mark = this.#open.at(-1)?.scopeMark ?? 0;
    if (this.#scope.lookupSince(mark, prefix) !== null) return false;
    const bound = prefix === '' ? this.#defaultNamespace() : this.#scope.lookup(prefix);
    return bound === namespaceUri || !this.#tagPrefixes.includes(prefix);
  }

  #defaultNamespace(): string {
    return this.#scope.lookup('') ?? '';
  }

  #writeTree(element: XmlElement, isRoot: boolean): void {
    this.writeStartElement(element.prefix, element.localName, element.namespaceUri);
    for (const attribute of element.attributes) {
      this.writeAttribute(
        attribute.prefix,
        attribute.localName,
        attribute.namespaceUri,
        attribute.value,
      );
    }
    if (isRoot) {
      for (const [prefix, uri] of findContentPrefixes(element)) {
        if (this.#scope.lookup(prefix) !== uri && this.#canDeclare(prefix, uri)) {
          this.#scope.declare(prefix, uri);
        }
      }
    }
    for (const child of element.children) {
      if (typeof child === 'string') this.writeText(child);
      else this.#writeTree(child, false);
    }
    this.writeEndElement();
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

/** Names that were found valid, so that a message costs a lookup per name; bounded, for names may come from data. */
const validNames = new Set<string>();
const mostValidNames = 4_096;

function requireName(name: string): void {
  if (validNames.has(name)) return;
  if (!isNcName(name)) throw misuse(`"${name.slice(0, 64)}" is not a valid XML name without colon`);
  if (validNames.size >= mostValidNames) validNames.clear();
  if (name.length <= 64) validNames.add(name);
}

function requireBindable(prefix: string, namespaceUri: string): void {
  if (prefix !== '') requireName(prefix);
  if (namespaceUri === '' && prefix !== '') {
    throw misuse(`The prefix ${prefix} cannot be bound to the empty namespace`);
  }
  if (
    prefix === 'xml' ||
    prefix === 'xmlns' ||
    namespaceUri === xmlNamespace ||
    namespaceUri === xmlnsNamespace
  ) {
    throw misuse(
      `The prefix "${prefix}" cannot be bound to ${namespaceUri}: XML reserves one of them`,
    );
  }
}
