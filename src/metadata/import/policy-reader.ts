import { policyNamespaces } from '../../core/binding/index.js';
import { XmlElement } from '../../core/xml/index.js';
import { namespaces } from '../namespaces.js';
import type { MetadataNode } from './metadata-node.js';

const policies: ReadonlySet<string> = new Set([
  ...Object.values(policyNamespaces),
  'http://schemas.xmlsoap.org/ws/2002/12/policy',
  'http://www.w3.org/2006/07/ws-policy',
]);

/** The most policies inside of policies, and alternatives of one. */
const maxDepth = 32;
const maxAlternatives = 64;

/** An assertion, and whether a client may do without it. */
export interface Assertion {
  readonly element: XmlElement;
  readonly isOptional: boolean;
}

/** Reads the policies that are attached to parts of WSDL documents (WS-PolicyAttachment 1.2, section 4). */
export class PolicyReader {
  readonly #byId = new Map<string, MetadataNode>();

  constructor(documents: readonly MetadataNode[]) {
    for (const document of documents)
      for (const node of [document, ...document.children]) {
        if (!isPolicy(node, 'Policy')) continue;
        const id = node.attributeOf(namespaces.wsu, 'Id') ?? node.attribute('Id');
        if (id !== null) this.#byId.set(`#${id}`, node);
        const name = node.attribute('Name');
        if (name !== null) this.#byId.set(name, node);
      }
  }

  /** The alternatives of the policies of some parts together: one of them has to be kept. */
  alternativesOf(parts: readonly MetadataNode[]): readonly (readonly Assertion[])[] {
    return parts.reduce<readonly (readonly Assertion[])[]>(
      (known, part) => both(known, this.#attached(part)),
      [[]],
    );
  }

  #attached(part: MetadataNode): readonly (readonly Assertion[])[] {
    let all: readonly (readonly Assertion[])[] = [[]];
    for (const child of part.children) {
      if (isPolicy(child, 'Policy')) all = both(all, this.#read(child, 0));
      else if (isPolicy(child, 'PolicyReference')) all = both(all, this.#referenced(child, 0));
      // WS-Addressing stands in a binding without a policy, too (WS-Addressing 1.0, WSDL binding, section 3.1.1).
      else if (child.localName === 'UsingAddressing')
        all = both(all, [[{ element: toElement(child), isOptional: false }]]);
    }
    return all;
  }

  #referenced(reference: MetadataNode, depth: number): readonly (readonly Assertion[])[] {
    const policy = this.#byId.get(reference.attribute('URI') ?? '');
    return policy === undefined || depth > maxDepth ? [[]] : this.#read(policy, depth + 1);
  }

  /** A policy, or an operator in one, as its alternatives (WS-Policy 1.5, section 4.1). */
  #read(node: MetadataNode, depth: number): readonly (readonly Assertion[])[] {
    if (depth > maxDepth) return [[]];
    const isChoice = isPolicy(node, 'ExactlyOne');
    let all: readonly (readonly Assertion[])[] = isChoice ? [] : [[]];
    for (const child of node.children) {
      const found = this.#readChild(child, depth + 1);
      all = isChoice ? [...all, ...found].slice(0, maxAlternatives) : both(all, found);
    }
    return all;
  }

  #readChild(child: MetadataNode, depth: number): readonly (readonly Assertion[])[] {
    if (isPolicy(child, 'Policy') || isPolicy(child, 'All') || isPolicy(child, 'ExactlyOne'))
      return this.#read(child, depth);
    if (isPolicy(child, 'PolicyReference')) return this.#referenced(child, depth);
    const isOptional = [...policies].some(
      (namespace) => child.attributeOf(namespace, 'Optional') === 'true',
    );
    return [[{ element: toElement(child), isOptional }]];
  }
}

function both(
  first: readonly (readonly Assertion[])[],
  second: readonly (readonly Assertion[])[],
): readonly (readonly Assertion[])[] {
  return first
    .flatMap((one) => second.map((other) => [...one, ...other]))
    .slice(0, maxAlternatives);
}

function isPolicy({ namespace, localName }: MetadataNode, name: string): boolean {
  return localName === name && policies.has(namespace);
}

function toElement(node: MetadataNode): XmlElement {
  return new XmlElement({
    localName: node.localName,
    namespaceUri: node.namespace,
    attributes: node.attributes.map(([localName, value]) => ({
      prefix: '',
      localName,
      namespaceUri: '',
      value,
    })),
    children: node.children.map(toElement),
  });
}
