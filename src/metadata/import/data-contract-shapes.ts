import type { QualifiedName } from '../../contracts/index.js';
import { namespaces } from '../namespaces.js';
import type { MetadataNode } from './metadata-node.js';
import { derivationOf, occurrence, schemaChildren, serializationNotes } from './schema-index.js';

/** Whether a class is a struct of .NET. */
export function isValueTypeNode(node: MetadataNode): boolean {
  return serializationNotes(node).some(
    ({ localName, text }) => localName === 'IsValueType' && text.trim() === 'true',
  );
}

/** Whether a list is a dictionary of .NET. */
export function isDictionaryType(node: MetadataNode): boolean {
  return serializationNotes(node).some(({ localName }) => localName === 'IsDictionary');
}

/** The elements of a class, those of its base left out. */
export function memberElements(type: MetadataNode): readonly MetadataNode[] {
  const content = derivationOf(type) ?? type;
  const sequence = content.first(namespaces.xs, 'sequence');
  return sequence === null ? [] : schemaChildren(sequence);
}

/** The element that a list repeats, or null for a type that is none. */
export function repeatedElement(type: MetadataNode): MetadataNode | null {
  if (type.localName !== 'complexType' || derivationOf(type) !== null) return null;
  const [only, second] = memberElements(type);
  if (only === undefined || second !== undefined || only.localName !== 'element') return null;
  return occurrence(only).max === Infinity ? only : null;
}

/** Key and value of a dictionary's entry, or null for an element that is none. */
export function entryParts(entry: MetadataNode): readonly [MetadataNode, MetadataNode] | null {
  const type = entry.first(namespaces.xs, 'complexType');
  const [key, value, third] = type === null ? [] : memberElements(type);
  return key === undefined || value === undefined || third !== undefined ? null : [key, value];
}

/** An element of any content: .NET's XmlElement. */
export function isAnyElement(element: MetadataNode): boolean {
  const type = element.first(namespaces.xs, 'complexType');
  if (type === null || type.attribute('mixed') === 'true') return false;
  const [only, second] = schemaChildren(type);
  if (only?.localName !== 'sequence' || second !== undefined) return false;
  const [any, more] = schemaChildren(only);
  return any?.localName === 'any' && more === undefined && occurrence(any).max === 1;
}

/** The type of .NET that an element is of where its schema has another, or a type without a name. */
export function actualTypeName(element: MetadataNode): QualifiedName | null {
  const type = element.first(namespaces.xs, 'complexType');
  const note = [element, ...(type === null ? [] : [type])]
    .flatMap(serializationNotes)
    .find(({ localName }) => localName === 'ActualType');
  const name = note?.attribute('Name') ?? null;
  return name === null ? null : { name, namespace: note?.attribute('Namespace') ?? '' };
}

/** Whether a type is one of .NET that writes named values (ISerializable). */
export function isNamedValues(type: MetadataNode): boolean {
  const [sequence, attribute, third] = schemaChildren(type);
  const [any, second] = sequence?.localName === 'sequence' ? schemaChildren(sequence) : [];
  const ref = attribute?.localName === 'attribute' ? attribute.nameIn('ref') : null;
  return (
    third === undefined &&
    second === undefined &&
    any?.localName === 'any' &&
    any.attribute('namespace') === '##local' &&
    ref?.namespace === namespaces.ser &&
    ref.name === 'FactoryType'
  );
}

/** Whether an attribute is one of those by which objects are written once. */
export function isReferenceAttribute(attribute: MetadataNode): boolean {
  const ref = attribute.nameIn('ref');
  return ref?.namespace === namespaces.ser && (ref.name === 'Id' || ref.name === 'Ref');
}

/** Whether the objects of a type are written once. */
export function isReference(type: MetadataNode): boolean {
  return type.all(namespaces.xs, 'attribute').some(isReferenceAttribute);
}
