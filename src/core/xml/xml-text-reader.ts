import { InvalidOperationError } from '../errors/index.js';
import {
  exclamationMark,
  greaterThan,
  hyphen,
  lessThan,
  nameBytes,
  questionMark,
  slash,
  spaceBytes,
} from './byte-classes.js';
import { cdataStart, CharacterData } from './character-data.js';
import { NamespaceScope } from './namespace-scope.js';
import { OuterNamespaces } from './outer-namespaces.js';
import { isSame, noName } from './qualified-name.js';
import type { QualifiedName } from './qualified-name.js';
import { StartTag } from './start-tag.js';
import { xmlNamespace, xmlnsNamespace } from './xml-names.js';
import type { XmlAttribute } from './xml-attribute.js';
import type { XmlNodeType } from './xml-reader.js';
import { XmlReaderBase } from './xml-reader-base.js';
import { completeQuotas, defaultReaderQuotas, quotaError } from './xml-reader-quotas.js';
import type { XmlReaderQuotas } from './xml-reader-quotas.js';
import { openXmlText } from './xml-text-encoding.js';
import type { XmlTextEncoding } from './xml-text-encoding.js';
import type { XmlTextSource } from './xml-text-source.js';

/** How an {@link XmlTextReader} reads. */
export interface XmlTextReaderOptions {
  /** Limits that differ from {@link defaultReaderQuotas}. */
  readonly quotas?: Partial<XmlReaderQuotas> | undefined;
  /** The encoding announced beside the document (`charset` of its content type); by default it is detected. */
  readonly encoding?: XmlTextEncoding | undefined;
}

/** An open element; the objects form a chain along the nesting and are used again for later elements. */
class OpenElement {
  readonly parent: OpenElement | null;
  readonly depth: number;
  inner: OpenElement | null = null;
  name: QualifiedName = noName;
  namespaceUri = '';
  nameStart = 0;
  nameEnd = 0;
  /** Declarations in scope outside of the element. */
  scopeMark = 0;

  constructor(parent: OpenElement | null) {
    this.parent = parent;
    this.depth = parent === null ? -1 : parent.depth + 1;
  }
}

/**
 * Reads text XML (XML 1.0 with namespaces) out of one complete buffer, as far as SOAP allows it: no DTD, no processing
 * instructions, no entities but the five. Everything read over is checked to be well formed. The buffer is not copied and
 * must not change while it is read.
 *
 * `maxStringContentLength` counts where a text is asked for, so that base64 is bounded by `maxArrayLength` alone.
 */
export class XmlTextReader extends XmlReaderBase {
  readonly #source: XmlTextSource;
  readonly #scope = new NamespaceScope();
  readonly #tag: StartTag;
  readonly #characters: CharacterData;
  readonly #document = new OpenElement(null);
  #open = this.#document;
  /** True on an end tag or an empty element: the next read leaves that element. */
  #isLeaving = false;
  #hasRoot = false;
  #at: number;
  #nodeStart: number;
  #nodeType: XmlNodeType = 'none';
  #name = noName;
  #namespaceUri = '';
  #outer = OuterNamespaces.none;
  #outerVersion = 0;

  /** @throws XmlError when the bytes are not of the encoding that is given or detected. */
  constructor(bytes: Uint8Array, options: XmlTextReaderOptions = {}) {
    super(options.quotas === undefined ? defaultReaderQuotas : completeQuotas(options.quotas));
    this.#source = openXmlText(bytes, options.encoding);
    this.#tag = new StartTag(this.#source, this.#scope, this.quotas);
    this.#characters = new CharacterData(this.#source);
    this.#at = this.#source.start;
    this.#nodeStart = this.#at;
  }

  get nodeType(): XmlNodeType {
    return this.#nodeType;
  }

  get depth(): number {
    const { depth } = this.#open;
    return this.#nodeType === 'element' || this.#nodeType === 'endElement' ? depth : depth + 1;
  }

  get prefix(): string {
    return this.#name.prefix;
  }

  get localName(): string {
    return this.#name.localName;
  }

  get namespaceUri(): string {
    return this.#namespaceUri;
  }

  get isEmptyElement(): boolean {
    return this.#nodeType === 'element' && this.#isLeaving;
  }

  get text(): string {
    if (this.#nodeType !== 'text') return '';
    return this.appendText('', this.quotas.maxStringContentLength, 'maxStringContentLength');
  }

  get attributeCount(): number {
    return this.#nodeType === 'element' ? this.#tag.attributes.count : 0;
  }

  get position(): string {
    return this.#source.position(this.#nodeStart);
  }

  attributeAt(index: number): XmlAttribute {
    const attribute = this.#nodeType === 'element' ? this.#tag.attributes.at(index) : null;
    if (attribute === null) {
      throw new InvalidOperationError(
        `There is no attribute ${String(index)} at ${this.position}: ask attributeCount first.`,
      );
    }
    return attribute;
  }

  getAttribute(localName: string, namespaceUri = ''): string | null {
    return this.#nodeType === 'element' ? this.#tag.attributes.find(localName, namespaceUri) : null;
  }

  lookupNamespace(prefix: string): string | null {
    if (prefix === 'xml') return xmlNamespace;
    if (prefix === 'xmlns') return xmlnsNamespace;
    return this.#scope.lookup(prefix);
  }

  /** The offset of the current node in the document's bytes. */
  get offset(): number {
    return this.#nodeStart;
  }

  /** The offset behind the start tag that the reader stands on. */
  get tagEnd(): number {
    return this.#at;
  }

  /** Copies the bytes from an offset up to the current node; null when they are more than `most`. */
  bytesSince(start: number, most: number): Uint8Array | null {
    const length = this.#nodeStart - start;
    return length > most
      ? null
      : Uint8Array.from(this.#source.bytes.subarray(start, start + length));
  }

  /** Whether exactly these bytes stand before the current node. */
  isPrecededBy(bytes: Uint8Array): boolean {
    return isSame(bytes, this.#source.bytes, 0, this.#nodeStart);
  }

  /**
   * Moves past the element whose start tag the reader stands on, if it is written in exactly these bytes. They must have
   * been read before, with the same namespaces in scope: they are not looked at again.
   */
  passOver(element: Uint8Array): boolean {
    const end = this.#nodeStart + element.length;
    const { bytes } = this.#source;
    if (this.#nodeType !== 'element' || end > bytes.length) return false;
    if (!isSame(element, bytes, this.#nodeStart, end)) return false;
    this.#at = end;
    this.#isLeaving = true;
    this.read();
    return true;
  }

  read(): boolean {
    if (this.#isLeaving) this.#leaveElement();
    const { bytes } = this.#source;
    while (this.#at < bytes.length) {
      const at = this.#at;
      this.#nodeStart = at;
      if (bytes[at] !== lessThan) {
        if (this.#readText(at)) return true;
        continue;
      }
      const next = at + 1 < bytes.length ? (bytes[at + 1] ?? 0) : 0;
      if (next === slash) {
        this.#readEndTag(at);
        return true;
      }
      if (next === exclamationMark) {
        if (this.#readDeclaration(at)) return true;
        continue;
      }
      if (next === questionMark) {
        throw this.#source.error('Processing instructions are refused in SOAP; one stands', at);
      }
      this.#readStartTag(at);
      return true;
    }
    return this.#endDocument();
  }

  protected override isWhiteSpace(): boolean {
    return this.#characters.isWhiteSpace();
  }

  protected outerNamespaces(): OuterNamespaces {
    const { scopeMark } = this.#open;
    const version = this.#scope.versionAt(scopeMark);
    if (version !== this.#outerVersion) {
      this.#outerVersion = version;
      this.#outer = OuterNamespaces.of(this.#scope.toMap(scopeMark));
    }
    return this.#outer;
  }

  protected appendText(characters: string, most: number, quota: keyof XmlReaderQuotas): string {
    const text = this.#characters.read(most - characters.length);
    if (text === null) throw this.#textTooLong(quota);
    return characters === '' ? text : characters + text;
  }

  #textTooLong(quota: keyof XmlReaderQuotas): Error {
    const what = quota === 'maxArrayLength' ? 'base64 has more bytes' : 'text has more characters';
    return quotaError(quota, this.quotas, `At ${this.position}, the ${what}`);
  }

  #readStartTag(at: number): void {
    const parent = this.#open;
    if (parent === this.#document) {
      if (this.#hasRoot) {
        throw this.#source.error('A document has one root element; a second one starts', at);
      }
      this.#hasRoot = true;
    }
    const tag = this.#tag;
    const open = (parent.inner ??= new OpenElement(parent));
    if (open.depth >= this.quotas.maxDepth) {
      throw quotaError(
        'maxDepth',
        this.quotas,
        `At ${this.#source.position(at)}, the elements are nested deeper`,
      );
    }
    open.scopeMark = this.#scope.count;
    this.#at = tag.scan(at);
    this.#isLeaving = tag.isEmpty;
    open.name = tag.name;
    open.namespaceUri = tag.namespaceUri;
    open.nameStart = at + 1;
    open.nameEnd = at + 1 + tag.nameLength;
    this.#open = open;
    this.#nodeType = 'element';
    this.#name = tag.name;
    this.#namespaceUri = tag.namespaceUri;
  }

  #readEndTag(at: number): void {
    const { bytes } = this.#source;
    const open = this.#open;
    const length = open.nameEnd - open.nameStart;
    let end = at + 2 + length;
    if (open === this.#document || end >= bytes.length) throw this.#wrongEndTag(at);
    for (let i = 0; i < length; i++) {
      if (bytes[at + 2 + i] !== bytes[open.nameStart + i]) throw this.#wrongEndTag(at);
    }
    while (end < bytes.length && spaceBytes[bytes[end] ?? 0] === 1) end++;
    if (end >= bytes.length || bytes[end] !== greaterThan) throw this.#wrongEndTag(at);
    this.#at = end + 1;
    this.#isLeaving = true;
    this.#nodeType = 'endElement';
    this.#name = open.name;
    this.#namespaceUri = open.namespaceUri;
  }

  #wrongEndTag(at: number): Error {
    const { bytes } = this.#source;
    let end = at + 2;
    while (end < bytes.length && end < at + 66 && nameBytes[bytes[end] ?? 0] === 1) end++;
    const found = this.#source.utf8(at + 2, end);
    const expected =
      this.#open === this.#document ? 'no element is open' : `</${this.#open.name.raw}> is due`;
    return this.#source.error(`The end tag </${found} is wrong, ${expected},`, at);
  }

  #leaveElement(): void {
    this.#isLeaving = false;
    const open = this.#open;
    this.#scope.truncate(open.scopeMark);
    this.#open = open.parent ?? this.#document;
  }

  /** Reads character data up to the next `<`; false when it was the white space outside of the root element. */
  #readText(start: number): boolean {
    this.#at = this.#characters.scanText(start);
    if (this.#open === this.#document) {
      this.#requireWhiteSpace(start, this.#at);
      return false;
    }
    this.#standOnText();
    return true;
  }

  #standOnText(): void {
    this.#nodeType = 'text';
    this.#name = noName;
    this.#namespaceUri = '';
  }

  #requireWhiteSpace(start: number, end: number): void {
    for (let at = start; at < end; at++) {
      if (spaceBytes[this.#source.bytes[at] ?? 0] === 1) continue;
      throw this.#source.error('Text stands outside of the root element', at);
    }
  }

  /** Reads what starts with `<!`: true for CDATA, false for a comment. */
  #readDeclaration(at: number): boolean {
    const { bytes } = this.#source;
    if (bytes[at + 2] === hyphen && bytes[at + 3] === hyphen) {
      this.#at = this.#characters.skipComment(at);
      return false;
    }
    const start = bytes.toString('latin1', at, at + cdataStart.length);
    if (start === cdataStart) {
      if (this.#open === this.#document) {
        throw this.#source.error('A CDATA section stands outside of the root element', at);
      }
      this.#at = this.#characters.scanCData(at);
      this.#standOnText();
      return true;
    }
    if (start === '<!DOCTYPE') {
      throw this.#source.error(
        'Document type declarations (DTDs) are refused in SOAP; one stands',
        at,
      );
    }
    throw this.#source.error('<! starts neither a comment nor a CDATA section', at);
  }

  #endDocument(): false {
    this.#nodeStart = this.#at;
    if (this.#open !== this.#document) {
      throw this.#source.error(
        `The document ends before the end tag </${this.#open.name.raw}>`,
        this.#at,
      );
    }
    if (!this.#hasRoot) {
      throw this.#source.error('The document has no root element; it ends', this.#at);
    }
    this.#nodeType = 'endOfFile';
    this.#name = noName;
    this.#namespaceUri = '';
    return false;
  }
}
