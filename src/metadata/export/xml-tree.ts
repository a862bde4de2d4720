import { XmlElement, XmlTextWriter } from '../../core/xml/index.js';
import { namespaces } from '../namespaces.js';
import type { KnownPrefix } from '../namespaces.js';

/** A name as the value of an attribute; its prefix is chosen when the document is written. */
export class QualifiedValue {
  readonly namespace: string;
  readonly name: string;

  constructor(namespace: string, name: string) {
    this.namespace = namespace;
    this.name = name;
  }
}

/** Where another document is, by its kind and namespace; the attribute is left out where that is not said. */
export class DocumentLocation {
  readonly kind: 'wsdl' | 'xsd';
  readonly namespace: string;

  constructor(kind: 'wsdl' | 'xsd', namespace: string) {
    this.kind = kind;
    this.namespace = namespace;
  }
}

/** The value of an attribute; names get their prefixes, and documents their addresses, when they are written. */
export type AttributeValue = string | QualifiedValue | DocumentLocation;

/** The name of an element or attribute with a prefix of {@link namespaces}, or of an attribute without one. */
export type TreeName = `${KnownPrefix}:${string}`;

/** An element of a document, before it is known which document it stands in. */
export interface TreeNode {
  readonly name: TreeName;
  readonly attributes: readonly (readonly [name: string, value: AttributeValue])[];
  readonly children: readonly TreeContent[];
}

/** What stands in an element. */
export type TreeContent = TreeNode | XmlElement | string;

/** Makes an element; attributes that are undefined are left out. */
export function node(
  name: TreeName,
  attributes: Readonly<Record<string, AttributeValue | undefined>> = {},
  children: readonly TreeContent[] = [],
): TreeNode {
  const present = Object.entries(attributes).filter(
    (entry): entry is [string, AttributeValue] => entry[1] !== undefined,
  );
  return { name, attributes: present, children };
}

/** What names and locations become in one document. */
export interface DocumentForm {
  /** The declarations of the root element, in this order. */
  readonly declarations: readonly (readonly [prefix: string, namespace: string])[];
  /** Other namespaces than those of {@link namespaces} for their prefixes. */
  readonly replaced: Readonly<Partial<Record<KnownPrefix, string>>>;
  /** Where a document is; null: the attribute is left out. */
  readonly locate: (location: DocumentLocation) => string | null;
}

/** Writes a document, without line breaks as .NET does. */
export function writeDocument(root: TreeNode, form: DocumentForm): string {
  const writer = new XmlTextWriter();
  new TreeWriter(writer, form).writeRoot(root);
  const text = Buffer.concat(writer.finish()).toString();
  return `<?xml version="1.0" encoding="utf-8"?>${text}`;
}

/** Writes trees with the prefixes of one document. */
class TreeWriter {
  readonly #writer: XmlTextWriter;
  readonly #form: DocumentForm;
  readonly #prefixes = new Map<string, string>();
  #made = 0;

  constructor(writer: XmlTextWriter, form: DocumentForm) {
    this.#writer = writer;
    this.#form = form;
    for (const [prefix, namespace] of form.declarations)
      if (!this.#prefixes.has(namespace)) this.#prefixes.set(namespace, prefix);
  }

  writeRoot(root: TreeNode): void {
    this.#start(root);
    for (const [prefix, namespace] of this.#form.declarations)
      this.#writer.writeNamespace(prefix, namespace);
    this.#rest(root);
  }

  #write(content: TreeContent): void {
    if (typeof content === 'string') this.#writer.writeText(content);
    else if (content instanceof XmlElement) this.#writer.writeElement(content);
    else {
      this.#start(content);
      this.#rest(content);
    }
  }

  #start({ name, attributes }: TreeNode): void {
    const [prefix, localName] = this.#split(name);
    this.#writer.writeStartElement(prefix, localName, this.#namespaceOf(prefix));
    for (const [attribute, value] of attributes) {
      const text = this.#text(value);
      if (text === null) continue;
      const [attributePrefix, local] = this.#split(attribute);
      const namespace = attributePrefix === '' ? '' : this.#namespaceOf(attributePrefix);
      this.#writer.writeAttribute(attributePrefix, local, namespace, text);
    }
  }

  #rest({ children }: TreeNode): void {
    for (const child of children) this.#write(child);
    this.#writer.writeEndElement();
  }

  #text(value: AttributeValue): string | null {
    if (typeof value === 'string') return value;
    if (value instanceof DocumentLocation) return this.#form.locate(value);
    // A name in no namespace has no prefix, and no document declares a default namespace.
    if (value.namespace === '') return value.name;
    let prefix = this.#prefixes.get(value.namespace);
    if (prefix === undefined) {
      this.#made += 1;
      prefix = `q${String(this.#made)}`;
      this.#writer.writeNamespace(prefix, value.namespace);
    }
    return `${prefix}:${value.name}`;
  }

  #split(name: string): [prefix: string, localName: string] {
    const colon = name.indexOf(':');
    return colon < 0 ? ['', name] : [name.slice(0, colon), name.slice(colon + 1)];
  }

  #namespaceOf(prefix: string): string {
    const known = prefix as KnownPrefix;
    return this.#form.replaced[known] ?? namespaces[known];
  }
}
