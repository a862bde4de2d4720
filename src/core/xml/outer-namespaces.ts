import { xmlnsNamespace } from './xml-names.js';
import type { XmlAttribute } from './xml-attribute.js';

/**
 * The namespace declarations around an element of a tree, worked out only when somebody asks: most elements are read
 * for their names and text, and never resolve a prefix.
 */
export class OuterNamespaces {
  /** No declarations at all. */
  static readonly none = new OuterNamespaces(null, [], new Map());

  readonly #outer: OuterNamespaces | null;
  readonly #attributes: readonly XmlAttribute[];
  #bindings: ReadonlyMap<string, string> | null;

  private constructor(
    outer: OuterNamespaces | null,
    attributes: readonly XmlAttribute[],
    bindings: ReadonlyMap<string, string> | null,
  ) {
    this.#outer = outer;
    this.#attributes = attributes;
    this.#bindings = bindings;
  }

  /** The bindings of prefixes to namespaces as given. */
  static of(bindings: ReadonlyMap<string, string>): OuterNamespaces {
    return bindings.size === 0 ? OuterNamespaces.none : new OuterNamespaces(null, [], bindings);
  }

  /** What is in scope inside an element of these attributes. */
  within(attributes: readonly XmlAttribute[]): OuterNamespaces {
    for (const attribute of attributes) {
      if (attribute.namespaceUri === xmlnsNamespace) {
        return new OuterNamespaces(this, attributes, null);
      }
    }
    return this;
  }

  /** All bindings: prefix to namespace. */
  get bindings(): ReadonlyMap<string, string> {
    return (this.#bindings ??= this.#collect());
  }

  /** The namespace a prefix is bound to, or null. */
  lookup(prefix: string): string | null {
    if (this.#bindings !== null) return this.#bindings.get(prefix) ?? null;
    return findDeclaration(this.#attributes, prefix) ?? this.#outer?.lookup(prefix) ?? null;
  }

  #collect(): ReadonlyMap<string, string> {
    const bindings = new Map(this.#outer?.bindings);
    for (const { namespaceUri, prefix, localName, value } of this.#attributes) {
      if (namespaceUri === xmlnsNamespace) bindings.set(prefix === '' ? '' : localName, value);
    }
    return bindings;
  }
}

/** The namespace that a declaration among the attributes binds the prefix to, or null. */
export function findDeclaration(
  attributes: readonly XmlAttribute[],
  prefix: string,
): string | null {
  for (const attribute of attributes) {
    if (attribute.namespaceUri !== xmlnsNamespace) continue;
    if (attribute.prefix === '' ? prefix === '' : attribute.localName === prefix) {
      return attribute.value;
    }
  }
  return null;
}
