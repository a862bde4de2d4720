import type { MetadataDocument, MetadataLocator, ServiceMetadata } from '../../contracts/index.js';
import { MetadataError } from '../metadata-error.js';
import type { SchemaDocument } from './schema-set.js';
import { WsdlDocument, definitions, wsdlForm } from './wsdl-document.js';
import type { PolicyVersion } from './wsdl-document.js';
import { QualifiedValue, writeDocument } from './xml-tree.js';
import type { DocumentForm, DocumentLocation, TreeContent, TreeNode } from './xml-tree.js';

/** What the documents of a service are made of. */
export interface MetadataParts {
  readonly serviceName: string;
  /** In the order in which they were made. */
  readonly wsdls: readonly WsdlDocument[];
  /** The one of them that has the service. */
  readonly service: WsdlDocument;
  readonly schemas: readonly SchemaDocument[];
  /** The namespaces of the contracts. */
  readonly contractNamespaces: readonly string[];
  readonly policyVersion: PolicyVersion;
}

/** The documents of a service, written when they are asked for. */
export class MetadataDocuments implements ServiceMetadata {
  readonly documents: readonly MetadataDocument[];
  readonly #parts: MetadataParts;
  readonly #wsdls = new Map<MetadataDocument, WsdlDocument>();
  readonly #schemas = new Map<MetadataDocument, SchemaDocument>();

  constructor(parts: MetadataParts) {
    this.#parts = parts;
    let numbered = 0;
    for (const wsdl of parts.wsdls) {
      const isService = wsdl === parts.service;
      const name = isService ? '' : `wsdl${String(numbered)}`;
      if (!isService) numbered += 1;
      this.#wsdls.set({ kind: 'wsdl', name, targetNamespace: wsdl.namespace }, wsdl);
    }
    for (const [index, schema] of parts.schemas.entries()) {
      const name = `xsd${String(index)}`;
      this.#schemas.set({ kind: 'xsd', name, targetNamespace: schema.namespace }, schema);
    }
    this.documents = [...this.#wsdls.keys(), ...this.#schemas.keys()];
  }

  render(document: MetadataDocument, locate: MetadataLocator): string {
    const locateDocument = this.#locator(locate);
    const schema = this.#schemas.get(document);
    if (schema !== undefined) return writeDocument(schema.toTree(), schema.form(locateDocument));
    const wsdl = this.#wsdls.get(document);
    if (wsdl === undefined)
      throw new MetadataError(`The document ${document.name} is not one of this service.`);
    const { service, serviceName, policyVersion } = this.#parts;
    return writeDocument(
      wsdl.toTree(wsdl === service ? serviceName : null),
      wsdlForm(wsdl, policyVersion, locateDocument),
    );
  }

  renderSingle(): string {
    const { contractNamespaces, serviceName, wsdls, schemas, policyVersion } = this.#parts;
    const [namespace = '', ...others] = new Set(contractNamespaces);
    if (others.length > 0) {
      throw new MetadataError(
        `A single document describes contracts of one namespace, and this service has ${[namespace, ...others].join(', ')}; use ?wsdl.`,
      );
    }
    const single = new WsdlDocument(namespace);
    const merged = new Set(wsdls.map((wsdl) => wsdl.namespace));
    const move = (tree: TreeNode): TreeNode => moved(tree, merged, namespace);
    for (const wsdl of wsdls) {
      single.policies.push(...wsdl.policies);
      for (const [name, message] of wsdl.messages) single.messages.set(name, move(message));
      for (const [name, portType] of wsdl.portTypes) single.portTypes.set(name, move(portType));
      single.bindings.push(...wsdl.bindings.map(move));
      single.ports.push(...wsdl.ports.map(move));
    }
    const types = schemas.map((schema) => schema.toTree());
    return writeDocument(
      definitions(single, serviceName, [], types),
      wsdlForm(single, policyVersion, nowhere),
    );
  }

  #locator(locate: MetadataLocator): DocumentForm['locate'] {
    return ({ kind, namespace }: DocumentLocation) => {
      const found = this.documents.find(
        (document) => document.kind === kind && document.targetNamespace === namespace,
      );
      return found === undefined ? null : locate(found);
    };
  }
}

const nowhere: DocumentForm['locate'] = () => null;

/** References to parts of other documents, as references to the one document they are now in. */
function moved(tree: TreeNode, from: ReadonlySet<string>, to: string): TreeNode {
  return {
    ...tree,
    attributes: tree.attributes.map(([name, value]) =>
      isWsdlReference(name) && value instanceof QualifiedValue && from.has(value.namespace)
        ? [name, new QualifiedValue(to, value.name)]
        : [name, value],
    ),
    children: tree.children.map((child) => movedContent(child, from, to)),
  };
}

function movedContent(content: TreeContent, from: ReadonlySet<string>, to: string): TreeContent {
  return typeof content === 'string' || !('children' in content && 'name' in content)
    ? content
    : moved(content, from, to);
}

/** Attributes that name a message or a binding; a port type is named by `type` of a binding. */
function isWsdlReference(name: string): boolean {
  return name === 'message' || name === 'binding' || name === 'type';
}
