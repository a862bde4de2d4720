import { MetadataError } from '../metadata-error.js';
import { DocumentLocation, node } from './xml-tree.js';
import type { DocumentForm, TreeNode } from './xml-tree.js';
import { namespaces } from '../namespaces.js';

/** The schema of one namespace, while it grows. */
export class SchemaDocument {
  readonly namespace: string;
  /** The namespaces it refers to, in the order of first use. */
  readonly imports = new Set<string>();
  readonly components: TreeNode[] = [];
  readonly #globals = new Map<string, string>();

  constructor(namespace: string) {
    this.namespace = namespace;
  }

  /** Notes that something here refers to a namespace. */
  refersTo(namespace: string): void {
    if (namespace !== this.namespace && namespace !== namespaces.xsd) this.imports.add(namespace);
  }

  /** Adds a global element, unless it is there alike. @throws MetadataError when it is there and differs */
  addElement(name: string, element: TreeNode): void {
    this.#addGlobal('element', name, element);
  }

  /** Adds a global attribute, unless it is there alike. @throws MetadataError when it is there and differs */
  addAttribute(name: string, attribute: TreeNode): void {
    this.#addGlobal('attribute', name, attribute);
  }

  #addGlobal(kind: 'element' | 'attribute', name: string, component: TreeNode): void {
    const text = JSON.stringify(component);
    const key = `${kind} ${name}`;
    const known = this.#globals.get(key);
    if (known === text) return;
    if (known !== undefined) {
      throw new MetadataError(
        `The ${kind} ${name} of the namespace '${this.namespace}' is declared twice, with different types; give the one or the other another name.`,
      );
    }
    this.#globals.set(key, text);
    this.components.push(component);
  }

  /** The xs:schema element. */
  toTree(): TreeNode {
    const isSerialization = this.namespace === namespaces.ser;
    return node(
      'xs:schema',
      {
        attributeFormDefault: isSerialization ? 'qualified' : undefined,
        elementFormDefault: 'qualified',
        targetNamespace: this.namespace === '' ? undefined : this.namespace,
      },
      [
        ...[...this.imports].map((namespace) => schemaImport('xs:import', namespace)),
        ...this.components,
      ],
    );
  }

  /** How it is written as a document of its own. */
  form(locate: DocumentForm['locate']): DocumentForm {
    const tns: (readonly [string, string])[] =
      this.namespace === '' ? [] : [['tns', this.namespace]];
    const ser: (readonly [string, string])[] = this.imports.has(namespaces.ser)
      ? [['ser', namespaces.ser]]
      : [];
    return { declarations: [['xs', namespaces.xs], ...tns, ...ser], replaced: {}, locate };
  }
}

/** An import of a schema. */
export function schemaImport(name: 'xs:import' | 'xsd:import', namespace: string): TreeNode {
  return node(name, {
    schemaLocation: new DocumentLocation('xsd', namespace),
    namespace: namespace === '' ? undefined : namespace,
  });
}

/** The schemas of a service, one for each namespace, in the order in which they were made. */
export class SchemaSet {
  readonly #documents = new Map<string, SchemaDocument>();

  get documents(): readonly SchemaDocument[] {
    return [...this.#documents.values()];
  }

  /** The schema of a namespace, which is made when it is not there. */
  of(namespace: string): SchemaDocument {
    let document = this.#documents.get(namespace);
    if (document === undefined) {
      document = new SchemaDocument(namespace);
      this.#documents.set(namespace, document);
    }
    return document;
  }
}
