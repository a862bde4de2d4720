import type { QualifiedName } from '../../contracts/index.js';
import { namespaces } from '../namespaces.js';
import { keyOf } from './metadata-node.js';
import type { MetadataNode } from './metadata-node.js';

/** A named part of a WSDL document. */
export interface WsdlComponent {
  readonly node: MetadataNode;
  readonly name: QualifiedName;
}

const kinds = ['message', 'portType', 'binding', 'service'] as const;
type WsdlKind = (typeof kinds)[number];

/** The components of all WSDL documents, by their names. Of two with one name the first counts. */
export class WsdlIndex {
  readonly #components = new Map<WsdlKind, Map<string, WsdlComponent>>();

  constructor(definitions: readonly MetadataNode[]) {
    for (const document of definitions) {
      const namespace = document.attribute('targetNamespace') ?? '';
      for (const kind of kinds)
        for (const node of document.all(namespaces.wsdl, kind)) {
          const name = { name: node.attribute('name') ?? '', namespace };
          const byName = this.#components.get(kind) ?? new Map<string, WsdlComponent>();
          this.#components.set(kind, byName);
          if (!byName.has(keyOf(name))) byName.set(keyOf(name), { node, name });
        }
    }
  }

  all(kind: WsdlKind): readonly WsdlComponent[] {
    return [...(this.#components.get(kind)?.values() ?? [])];
  }

  /** The component of a name; where none is of its namespace, the only one of that local name. */
  find(kind: WsdlKind, name: QualifiedName): WsdlComponent | null {
    const found = this.#components.get(kind)?.get(keyOf(name));
    if (found !== undefined) return found;
    const [only, second] = this.all(kind).filter((one) => one.name.name === name.name);
    return only === undefined || second !== undefined ? null : only;
  }
}

/** What a component says to people, or ''. */
export function wsdlDocumentation(node: MetadataNode): string {
  return node.first(namespaces.wsdl, 'documentation')?.text ?? '';
}
