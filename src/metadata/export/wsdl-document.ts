import { policyNamespaces } from '../../core/binding/index.js';
import { namespaces } from '../namespaces.js';
import { schemaImport } from './schema-set.js';
import { DocumentLocation, node } from './xml-tree.js';
import type { DocumentForm, TreeContent, TreeNode } from './xml-tree.js';

/** The version of WS-Policy that documents are written in. */
export type PolicyVersion = 'Policy12' | 'Policy15';

/** The WSDL of one namespace, while it grows. */
export class WsdlDocument {
  readonly namespace: string;
  readonly policies: TreeContent[] = [];
  /** The namespaces of other documents that this one refers to. */
  readonly imports = new Set<string>();
  /** The namespaces of the schemas that its messages refer to. */
  readonly schemaImports = new Set<string>();
  readonly messages = new Map<string, TreeNode>();
  readonly portTypes = new Map<string, TreeNode>();
  readonly bindings: TreeNode[] = [];
  readonly ports: TreeNode[] = [];

  constructor(namespace: string) {
    this.namespace = namespace;
  }

  /** Notes that something here refers to another document. */
  refersTo(namespace: string): void {
    if (namespace !== this.namespace) this.imports.add(namespace);
  }

  /** The wsdl:definitions element; `serviceName` where this is the document of the service. */
  toTree(serviceName: string | null): TreeNode {
    const imports = [...this.imports].map((namespace) =>
      node('wsdl:import', { namespace, location: new DocumentLocation('wsdl', namespace) }),
    );
    return definitions(this, serviceName, imports, this.#schemaImports());
  }

  #schemaImports(): TreeNode[] {
    if (this.schemaImports.size === 0) return [];
    const separator = this.namespace.endsWith('/') ? '' : '/';
    const imports = [...this.schemaImports].map((each) => schemaImport('xsd:import', each));
    return [
      node('xsd:schema', { targetNamespace: `${this.namespace}${separator}Imports` }, imports),
    ];
  }
}

/** The root of a document: what .NET writes, in its order. */
export function definitions(
  { namespace, policies, messages, portTypes, bindings, ports }: WsdlDocument,
  serviceName: string | null,
  imports: readonly TreeNode[],
  types: readonly TreeContent[],
): TreeNode {
  const service = serviceName === null ? [] : [node('wsdl:service', { name: serviceName }, ports)];
  return node('wsdl:definitions', { name: serviceName ?? undefined, targetNamespace: namespace }, [
    ...policies,
    ...imports,
    node('wsdl:types', {}, types),
    ...messages.values(),
    ...portTypes.values(),
    ...bindings,
    ...service,
  ]);
}

const declared = [
  'wsdl',
  'xsd',
  'wsp',
  'wsu',
  'wsa',
  'wsap',
  'wsa10',
  'wsaw',
  'wsam',
  'wsx',
  'msc',
  'soapenc',
  'soap12',
  'soap',
] as const;

/** How a WSDL is written: with all prefixes that .NET declares, used or not. */
export function wsdlForm(
  document: WsdlDocument,
  policyVersion: PolicyVersion,
  locate: DocumentForm['locate'],
): DocumentForm {
  const replaced = { wsp: policyNamespaces[policyVersion] };
  const all: Record<string, string> = { ...namespaces, ...replaced };
  const own = document.namespace === '' ? [] : [['tns', document.namespace] as const];
  const others = [...document.imports]
    .filter((namespace) => namespace !== '')
    .map((namespace, index) => [`i${String(index)}`, namespace] as const);
  return {
    declarations: [
      ...declared.map((prefix) => [prefix, all[prefix] ?? ''] as const),
      ...own,
      ...others,
    ],
    replaced,
    locate,
  };
}
