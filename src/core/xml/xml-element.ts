import { findDeclaration, OuterNamespaces } from './outer-namespaces.js';
import type { XmlAttribute } from './xml-attribute.js';

/** A child of an {@link XmlElement}: an element or character data. */
export type XmlNode = XmlElement | string;

/** What an {@link XmlElement} is made from. */
export interface XmlElementInit {
  readonly prefix?: string | undefined;
  readonly localName: string;
  readonly namespaceUri: string;
  /** Attributes in document order, namespace declarations included (as attributes in the xmlns namespace). */
  readonly attributes?: readonly XmlAttribute[] | undefined;
  readonly children?: readonly XmlNode[] | undefined;
  /** The prefixes declared outside of the element, which its content may use: prefix to namespace. */
  readonly outerNamespaces?: ReadonlyMap<string, string> | OuterNamespaces | undefined;
}

/** An immutable element tree, for headers, fault details and other small XML; bodies are read and written without one. */
export class XmlElement {
  readonly prefix: string;
  readonly localName: string;
  readonly namespaceUri: string;
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly XmlNode[];
  readonly #outer: OuterNamespaces;

  constructor(init: XmlElementInit) {
    this.prefix = init.prefix ?? '';
    this.localName = init.localName;
    this.namespaceUri = init.namespaceUri;
    this.attributes = init.attributes ?? noAttributes;
    this.children = init.children ?? noChildren;
    const outer = init.outerNamespaces ?? OuterNamespaces.none;
    this.#outer = outer instanceof OuterNamespaces ? outer : OuterNamespaces.of(outer);
  }

  /** The prefixes declared outside of the element: prefix to namespace, '' for the default namespace. */
  get outerNamespaces(): ReadonlyMap<string, string> {
    return this.#outer.bindings;
  }

  /** @internal The same, not worked out yet; for readers of trees. */
  get outer(): OuterNamespaces {
    return this.#outer;
  }

  /** All character data below this element, in document order. */
  get text(): string {
    const first = this.children[0];
    if (this.children.length === 1 && typeof first === 'string') return first;
    return this.children.map((child) => (typeof child === 'string' ? child : child.text)).join('');
  }

  /** The child elements. */
  get elements(): XmlElement[] {
    return this.children.filter((child) => typeof child !== 'string');
  }

  is(localName: string, namespaceUri: string): boolean {
    return this.localName === localName && this.namespaceUri === namespaceUri;
  }

  /** The first child element of that name, or null. */
  element(localName: string, namespaceUri: string): XmlElement | null {
    for (const child of this.children) {
      if (typeof child !== 'string' && child.is(localName, namespaceUri)) return child;
    }
    return null;
  }

  /** The value of an attribute, or null. An unprefixed attribute has the namespace ''. */
  attribute(localName: string, namespaceUri = ''): string | null {
    for (const attribute of this.attributes) {
      if (attribute.localName === localName && attribute.namespaceUri === namespaceUri) {
        return attribute.value;
      }
    }
    return null;
  }

  /** The namespace a prefix is bound to on this element (own declarations first, then those outside of it), or null. */
  lookupNamespace(prefix: string): string | null {
    return findDeclaration(this.attributes, prefix) ?? this.#outer.lookup(prefix);
  }
}

const noAttributes: readonly XmlAttribute[] = [];
const noChildren: readonly XmlNode[] = [];
