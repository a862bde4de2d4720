import type { QualifiedName } from '../../contracts/index.js';
import { messageNamespace, namespaces } from '../namespaces.js';
import type { MetadataNode } from './metadata-node.js';
import type { MessagePart, OperationMessage } from './operation-messages.js';
import { contentOf } from './particles.js';
import { occurrence, referenceIn, schemaChildren } from './schema-index.js';
import type { SchemaComponent, SchemaIndex } from './schema-index.js';

/** The part of a message whose element holds the parameters: .NET calls it so, others call the element after the operation. */
export function isWrapper(part: MessagePart, { body, wrapperName }: OperationMessage): boolean {
  return body.length === 1 && (part.name === 'parameters' || part.element?.name === wrapperName);
}

/** The elements in the type of an element that has nothing else in it, or null. */
export function wrappedChildren(
  element: SchemaComponent,
  index: SchemaIndex,
): { readonly owner: SchemaComponent; readonly elements: readonly MetadataNode[] } | null {
  const { node } = element;
  if (node.attribute('nillable') === 'true') return null;
  const typeName = referenceIn(element, node, 'type');
  const named = typeName === null ? null : index.find('type', typeName);
  const type = typeName === null ? node.first(namespaces.xs, 'complexType') : (named?.node ?? null);
  if (type?.localName !== 'complexType' || type.attribute('mixed') === 'true') return null;
  const owner = named ?? element;
  const children = schemaChildren(type);
  const content = contentOf(type);
  if (children.length === 0) return { owner, elements: [] };
  if (content === null || children.length > 1 || content.localName !== 'sequence') return null;
  if (occurrence(content).max !== 1) return null;
  const elements = schemaChildren(content);
  return elements.every(({ localName }) => localName === 'element') ? { owner, elements } : null;
}

/** Whether an element is the stream that is the whole body of a message. */
export function isStreamElement(
  owner: Pick<SchemaComponent, 'schema'>,
  element: MetadataNode,
): boolean {
  const type = referenceIn(owner, element, 'type');
  return type !== null && isStreamType(type);
}

/** Whether a type is the one that .NET declares for streams. */
export function isStreamType({ name, namespace }: QualifiedName): boolean {
  return namespace === messageNamespace && name === 'StreamBody';
}
