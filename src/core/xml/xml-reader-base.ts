import { XmlError } from '../errors/index.js';
import { decodeBase64 } from './base64.js';
import { OuterNamespaces } from './outer-namespaces.js';
import { XmlElement } from './xml-element.js';
import type { XmlNode } from './xml-element.js';
import type { XmlAttribute } from './xml-attribute.js';
import type { XmlNodeType, XmlReader } from './xml-reader.js';
import { quotaError } from './xml-reader-quotas.js';
import type { XmlReaderQuotas } from './xml-reader-quotas.js';

/**
 * The part of {@link XmlReader} that is the same for every format, written on top of `read()`. A format implements the
 * rest, and overrides what it can do better.
 */
export abstract class XmlReaderBase implements XmlReader {
  protected readonly quotas: XmlReaderQuotas;

  protected constructor(quotas: XmlReaderQuotas) {
    this.quotas = quotas;
  }

  abstract readonly nodeType: XmlNodeType;
  abstract readonly depth: number;
  abstract readonly prefix: string;
  abstract readonly localName: string;
  abstract readonly namespaceUri: string;
  abstract readonly isEmptyElement: boolean;
  abstract readonly text: string;
  abstract readonly attributeCount: number;
  abstract readonly position: string;
  abstract read(): boolean;
  abstract attributeAt(index: number): XmlAttribute;
  abstract getAttribute(localName: string, namespaceUri?: string): string | null;
  abstract lookupNamespace(prefix: string): string | null;

  /** The declarations in scope outside of the current element; called on a start tag. */
  protected abstract outerNamespaces(): OuterNamespaces;

  moveToContent(): XmlNodeType {
    if (this.nodeType === 'none') this.read();
    while (this.nodeType === 'text' && this.isWhiteSpace()) this.read();
    return this.nodeType;
  }

  isStartElement(localName?: string, namespaceUri?: string): boolean {
    if (this.nodeType !== 'element' && this.moveToContent() !== 'element') return false;
    if (localName !== undefined && this.localName !== localName) return false;
    return namespaceUri === undefined || this.namespaceUri === namespaceUri;
  }

  readStartElement(localName?: string, namespaceUri?: string): void {
    if (!this.isStartElement(localName, namespaceUri)) {
      throw this.unexpected(startTagNamed(localName, namespaceUri));
    }
    this.read();
  }

  readEndElement(): void {
    if (this.moveToContent() !== 'endElement') throw this.unexpected('an end tag');
    this.read();
  }

  readElementText(): string {
    return this.#readCharacters(this.quotas.maxStringContentLength, 'maxStringContentLength');
  }

  readElementBase64(maxLength = this.quotas.maxArrayLength): Uint8Array {
    // Four characters for three bytes, and as much again for line breaks and indentation.
    const mostCharacters = maxLength * 3 + 64;
    const name = this.localName;
    const text = this.#readCharacters(mostCharacters, 'maxArrayLength');
    const bytes = decodeBase64(text);
    if (bytes === null) {
      throw new XmlError(`The element ${name} before ${this.position} is not base64.`);
    }
    if (bytes.length > maxLength) {
      throw quotaError('maxArrayLength', this.quotas, `The base64 element ${name} has more bytes`);
    }
    return bytes;
  }

  readElement(): XmlElement {
    this.requireStartTag();
    let open: OpenTree | null = null;
    let outer = this.outerNamespaces();
    for (;;) {
      let complete: XmlElement | null = null;
      switch (this.nodeType) {
        case 'element': {
          const attributes = this.#readAttributes();
          if (this.isEmptyElement) complete = this.#toElement(attributes, noChildren, outer);
          else {
            open = { parent: open, attributes, children: null, outer };
            outer = outer.within(attributes);
          }
          break;
        }
        case 'text':
          if (open !== null) this.#addText(open);
          break;
        case 'endElement':
          if (open === null) throw this.unexpected('a start tag');
          outer = open.outer;
          complete = this.#toElement(open.attributes, open.children ?? noChildren, outer);
          open = open.parent;
          break;
        case 'none':
        case 'endOfFile':
          throw this.unexpected('an end tag');
      }
      this.read();
      if (complete === null) continue;
      if (open === null) return complete;
      addChild(open, complete);
    }
  }

  skip(): void {
    if (this.nodeType === 'element' && !this.isEmptyElement) {
      const depth = this.depth;
      do this.read();
      while (this.depth > depth);
    }
    this.read();
  }

  /** Tells whether the current text node is white space only. */
  protected isWhiteSpace(): boolean {
    return !/[^ \t\r\n]/.test(this.text);
  }

  /** Refuses a call that is for start tags only. */
  protected requireStartTag(): void {
    if (this.nodeType !== 'element') throw this.unexpected('a start tag');
  }

  /** The error for a document that is well formed but has something else here than its reader expects. */
  protected unexpected(expected: string): XmlError {
    return new XmlError(
      `Expected ${expected} but found ${this.#describeNode()} at ${this.position}.`,
    );
  }

  #describeNode(): string {
    const name = this.prefix === '' ? this.localName : `${this.prefix}:${this.localName}`;
    switch (this.nodeType) {
      case 'element':
        return `the start tag <${name}> of namespace "${this.namespaceUri}"`;
      case 'endElement':
        return `the end tag </${name}>`;
      case 'text':
        return 'text';
      case 'endOfFile':
        return 'the end of the document';
      case 'none':
        return 'the start of the document, before the first read()';
    }
  }

  #readCharacters(most: number, quota: keyof XmlReaderQuotas): string {
    this.requireStartTag();
    let characters = '';
    if (!this.isEmptyElement) {
      const name = this.localName;
      while (this.read() && this.nodeType === 'text') {
        characters = this.appendText(characters, most, quota);
      }
      if (this.nodeType !== 'endElement') {
        throw this.unexpected(`text only inside the element ${name}`);
      }
    }
    this.read();
    return characters;
  }

  /** The characters so far and those of the current text node; throws when they get more than the quota allows. */
  protected abstract appendText(
    characters: string,
    most: number,
    quota: keyof XmlReaderQuotas,
  ): string;

  #addText(open: OpenTree): void {
    const last = open.children?.at(-1);
    const before = typeof last === 'string' ? last : '';
    if (typeof last === 'string') open.children?.pop();
    addChild(
      open,
      this.appendText(before, this.quotas.maxStringContentLength, 'maxStringContentLength'),
    );
  }

  /** The element whose end tag (or empty element tag) the reader stands on. */
  #toElement(
    attributes: readonly XmlAttribute[],
    children: readonly XmlNode[],
    outerNamespaces: OuterNamespaces,
  ): XmlElement {
    const { prefix, localName, namespaceUri } = this;
    return new XmlElement({
      prefix,
      localName,
      namespaceUri,
      attributes,
      children,
      outerNamespaces,
    });
  }

  #readAttributes(): readonly XmlAttribute[] {
    const count = this.attributeCount;
    if (count === 0) return noAttributes;
    const attributes = [this.attributeAt(0)];
    for (let i = 1; i < count; i++) attributes.push(this.attributeAt(i));
    return attributes;
  }
}

/** An element of a tree whose end tag has not been read. */
interface OpenTree {
  readonly parent: OpenTree | null;
  readonly attributes: readonly XmlAttribute[];
  /** Null until there is one. */
  children: XmlNode[] | null;
  readonly outer: OuterNamespaces;
}

/** A list that is made with its first item has room for that alone, and most have no second; a list that grows takes 17 at once. */
function addChild(open: OpenTree, child: XmlNode): void {
  if (open.children === null) open.children = [child];
  else open.children.push(child);
}

const noAttributes: readonly XmlAttribute[] = [];
const noChildren: XmlNode[] = [];

function startTagNamed(localName: string | undefined, namespaceUri: string | undefined): string {
  if (localName === undefined) return 'a start tag';
  if (namespaceUri === undefined) return `the start tag <${localName}>`;
  return `the start tag <${localName}> of namespace "${namespaceUri}"`;
}
