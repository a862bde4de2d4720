import type { OuterNamespaces } from './outer-namespaces.js';
import { defaultReaderQuotas, quotaError } from './xml-reader-quotas.js';
import type { XmlReaderQuotas } from './xml-reader-quotas.js';
import type { XmlElement, XmlNode } from './xml-element.js';
import type { XmlAttribute } from './xml-attribute.js';
import { XmlReaderBase } from './xml-reader-base.js';
import type { XmlNodeType } from './xml-reader.js';

/** Reads a tree that was read before: a header, or the detail of a fault. Its quotas were kept when the tree was made. */
export class XmlElementReader extends XmlReaderBase {
  readonly #root: XmlElement;
  /** The elements around the current node, the outermost first, and which child of each comes next. */
  readonly #open: OpenElement[] = [];
  #nodeType: XmlNodeType = 'none';
  #element: XmlElement | null = null;
  #text = '';
  /** Nodes shown so far. */
  #nodes = 0;

  constructor(root: XmlElement) {
    super(noQuotas);
    this.#root = root;
  }

  get nodeType(): XmlNodeType {
    return this.#nodeType;
  }

  get depth(): number {
    return this.#open.length;
  }

  get prefix(): string {
    return this.#element?.prefix ?? '';
  }

  get localName(): string {
    return this.#element?.localName ?? '';
  }

  get namespaceUri(): string {
    return this.#element?.namespaceUri ?? '';
  }

  get isEmptyElement(): boolean {
    return this.#nodeType === 'element' && this.#element?.children.length === 0;
  }

  get text(): string {
    return this.#text;
  }

  get attributeCount(): number {
    return this.#nodeType === 'element' ? (this.#element?.attributes.length ?? 0) : 0;
  }

  get position(): string {
    return `node ${String(this.#nodes)} of the element ${this.#root.localName}`;
  }

  read(): boolean {
    switch (this.#nodeType) {
      case 'none':
        this.#show('element', this.#root);
        return true;
      case 'endOfFile':
        return false;
      case 'element':
        if (this.#element !== null && this.#element.children.length > 0)
          this.#open.push({ element: this.#element, next: 0 });
        return this.#moveOn();
      case 'text':
      case 'endElement':
        return this.#moveOn();
    }
  }

  attributeAt(index: number): XmlAttribute {
    const attribute = this.#nodeType === 'element' ? this.#element?.attributes[index] : undefined;
    if (attribute === undefined) throw this.unexpected(`an attribute ${String(index)}`);
    return attribute;
  }

  getAttribute(localName: string, namespaceUri = ''): string | null {
    if (this.#nodeType !== 'element') return null;
    return this.#element?.attribute(localName, namespaceUri) ?? null;
  }

  lookupNamespace(prefix: string): string | null {
    const element = this.#element ?? this.#open.at(-1)?.element ?? this.#root;
    return element.lookupNamespace(prefix);
  }

  /** The element itself: trees do not change. */
  override readElement(): XmlElement {
    this.requireStartTag();
    const element = this.#element ?? this.#root;
    this.skip();
    return element;
  }

  protected outerNamespaces(): OuterNamespaces {
    return (this.#element ?? this.#root).outer;
  }

  protected appendText(characters: string, most: number, quota: keyof XmlReaderQuotas): string {
    const text = characters + this.#text;
    if (text.length > most) throw quotaError(quota, this.quotas, 'The text has more characters');
    return text;
  }

  /** Moves to what stands behind the current node, or the first child where its element has just been opened. */
  #moveOn(): boolean {
    const open = this.#open.at(-1);
    if (open === undefined) {
      this.#show('endOfFile', null);
      return false;
    }
    const child: XmlNode | undefined = open.element.children[open.next];
    open.next += 1;
    if (child === undefined) {
      this.#open.pop();
      this.#show('endElement', open.element);
    } else if (typeof child === 'string') this.#show('text', null, child);
    else this.#show('element', child);
    return true;
  }

  #show(nodeType: XmlNodeType, element: XmlElement | null, text = ''): void {
    this.#nodes += 1;
    this.#nodeType = nodeType;
    this.#element = element;
    this.#text = text;
  }
}

interface OpenElement {
  readonly element: XmlElement;
  next: number;
}

const most = Number.MAX_SAFE_INTEGER;
const noQuotas: XmlReaderQuotas = {
  ...defaultReaderQuotas,
  maxDepth: most,
  maxStringContentLength: most,
  maxArrayLength: most,
  maxBytesPerRead: most,
};
