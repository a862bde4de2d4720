import type { ClassDeclaration, GenericDeclaration, Serializer } from '../../contracts/index.js';
import { XmlElement, xmlnsNamespace } from '../../core/xml/index.js';
import type { XmlAttribute } from '../../core/xml/index.js';
import { namespaces } from '../namespaces.js';
import { node } from './xml-tree.js';
import type { TreeNode } from './xml-tree.js';

/** What only .NET wants to know of a class. */
export function classNotes(
  { generic, isValueType }: ClassDeclaration,
  namespace: string,
): XmlElement[] {
  const notes: XmlElement[] = [];
  if (generic !== null) {
    notes.push(genericNote('GenericType', generic, namespace));
  }
  if (isValueType) notes.push(serializationElement('IsValueType', {}, ['true']));
  return notes;
}

/** What a generic type was made of; an argument may be generic again. */
function genericNote(
  element: string,
  { pattern, typeArguments }: GenericDeclaration,
  namespace: string,
): XmlElement {
  const parameters = typeArguments.map(({ declaration, argumentName, argumentNamespace }) =>
    declaration.kind === 'class' && declaration.generic !== null
      ? genericNote('GenericParameter', declaration.generic, argumentNamespace)
      : serializationElement('GenericParameter', {
          Name: argumentName,
          Namespace: argumentNamespace,
        }),
  );
  return serializationElement(element, { Name: pattern, Namespace: namespace }, parameters);
}

/** That a member is left out where it has its default. */
export function noDefaultValue(): XmlElement {
  return serializationElement('DefaultValue', { EmitDefaultValue: 'false' });
}

/** The type of .NET that an element is of, where its schema has another, or none. */
export function actualType({ argumentName, argumentNamespace }: Serializer): XmlElement {
  return serializationElement('ActualType', { Name: argumentName, Namespace: argumentNamespace });
}
/** The notes of a component. */
export function annotated(notes: readonly XmlElement[]): TreeNode {
  return node('xs:annotation', {}, [node('xs:appinfo', {}, notes)]);
}

/** An element that only .NET reads, in the default namespace as .NET writes it. */
export function serializationElement(
  localName: string,
  attributes: Readonly<Record<string, string>> = {},
  children: readonly (XmlElement | string)[] = [],
): XmlElement {
  const own = Object.entries(attributes).map(([name, value]): XmlAttribute => ({
    prefix: '',
    localName: name,
    namespaceUri: '',
    value,
  }));
  return new XmlElement({
    localName,
    namespaceUri: namespaces.ser,
    attributes: [
      ...own,
      { prefix: '', localName: 'xmlns', namespaceUri: xmlnsNamespace, value: namespaces.ser },
    ],
    children,
  });
}
