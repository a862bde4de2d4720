import type { DocumentElement, SourceText } from '../../core/xml/index.js';
import { attributePairs, xmlNamespace } from '../../core/xml/index.js';
import type { QualifiedName } from '../../contracts/index.js';

/** The prefixes that are in force at an element. */
type Scope = ReadonlyMap<string, string>;

const outermost: Scope = new Map([['xml', xmlNamespace]]);

/** An element of a WSDL document, a schema or a policy: names with their namespaces, and where it stands. */
export class MetadataNode {
  readonly localName: string;
  readonly namespace: string;
  readonly parent: MetadataNode | null;
  readonly #element: DocumentElement;
  readonly #source: SourceText;
  readonly #scope: Scope;
  #children: readonly MetadataNode[] | null = null;

  constructor(element: DocumentElement, source: SourceText, parent: MetadataNode | null = null) {
    this.#element = element;
    this.#source = source;
    this.parent = parent;
    this.#scope = scopeOf(element, parent === null ? outermost : parent.#scope);
    const { name, namespace } = split(element.name, this.#scope);
    this.localName = name;
    this.namespace = namespace ?? '';
  }

  get children(): readonly MetadataNode[] {
    this.#children ??= this.#element.children.map(
      (child) => new MetadataNode(child, this.#source, this),
    );
    return this.#children;
  }

  /** Text directly in the element, without the space around it. */
  get text(): string {
    return this.#element.text.trim();
  }

  /** Where it stands, in words: file, line and column. */
  get place(): string {
    return this.#source.placeOf(this.#source.positionAt(this.#element.offset));
  }

  is(namespace: string, localName: string): boolean {
    return this.localName === localName && this.namespace === namespace;
  }

  /** The children of a name. */
  all(namespace: string, localName: string): readonly MetadataNode[] {
    return this.children.filter((child) => child.is(namespace, localName));
  }

  /** The first child of a name, or null. */
  first(namespace: string, localName: string): MetadataNode | null {
    return this.children.find((child) => child.is(namespace, localName)) ?? null;
  }

  /** The value of an attribute without namespace, or null. */
  attribute(name: string): string | null {
    const { attributes } = this.#element;
    for (let index = 0; index < attributes.length; index += 2)
      if (attributes[index] === name) return attributes[index + 1]?.trim() ?? null;
    return null;
  }

  /** The attributes without namespace. */
  get attributes(): readonly (readonly [name: string, value: string])[] {
    return [...attributePairs(this.#element)].filter(
      ([name]) => name !== 'xmlns' && !name.includes(':'),
    );
  }

  /** The value of an attribute of a namespace, or null. */
  attributeOf(namespace: string, localName: string): string | null {
    for (const [own, value] of attributePairs(this.#element)) {
      if (!own.includes(':')) continue;
      const found = split(own, this.#scope);
      if (found.name === localName && found.namespace === namespace) return value.trim();
    }
    return null;
  }

  /** The name that an attribute holds, or null where it is not there. */
  nameIn(attribute: string): QualifiedName | null {
    const value = this.attribute(attribute);
    return value === null ? null : this.resolve(value);
  }

  /** A name as it is meant here; without a prefix it is of the default namespace. One with an unknown prefix is of none. */
  resolve(text: string): QualifiedName {
    const { name, namespace } = split(text, this.#scope);
    return { name, namespace: namespace ?? '' };
  }
}

function split(
  text: string,
  scope: Scope,
): { readonly name: string; readonly namespace: string | undefined } {
  const colon = text.indexOf(':');
  if (colon < 0) return { name: text, namespace: scope.get('') };
  return { name: text.slice(colon + 1), namespace: scope.get(text.slice(0, colon)) };
}

function scopeOf(element: DocumentElement, outer: Scope): Scope {
  let scope: Map<string, string> | null = null;
  for (const [name, value] of attributePairs(element)) {
    if (name !== 'xmlns' && !name.startsWith('xmlns:')) continue;
    scope ??= new Map(outer);
    scope.set(name.slice(6), value);
  }
  return scope ?? outer;
}

/** A name as the key of a map. */
export function keyOf({ name, namespace }: QualifiedName): string {
  return `{${namespace}}${name}`;
}
