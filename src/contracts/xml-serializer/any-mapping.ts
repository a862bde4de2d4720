import { XmlElement, xmlnsNamespace } from '../../core/xml/index.js';
import type { XmlReader, XmlWriter } from '../../core/xml/index.js';
import { plain, plainTypeOf } from '../data-contract/any-type.js';
import { schemaNamespace } from '../data-contract/namespaces.js';
import { TypedValue } from '../data-contract/typed-value.js';
import type { TypeReference } from '../data-contract/index.js';
import { show, ValueError } from '../data-contract/value-error.js';
import { ClassMapping, readType, writeType } from './class-mapping.js';
import type { ClassRegistry } from './class-mapping.js';
import type { XmlMapping } from './xml-mapping.js';

/** What a value of any type needs of its contract. */
export interface AnyContext {
  readonly classes: ClassRegistry;
  /** The built-in type of that name, or null. */
  builtIn(name: string, namespace: string): { type: TypeReference; mapping: XmlMapping } | null;
  mappingOf(type: TypeReference): XmlMapping;
}

/**
 * Values of any type, whose elements say of which (`xsi:type`). What says none, or one that is not known, is read as the element
 * that it is, and written again as its attributes and content.
 */
export function anyMapping(context: AnyContext): XmlMapping {
  return {
    typeName: 'anyType',
    typeNamespace: schemaNamespace,
    isReference: true,
    isNullableValue: false,
    missing: null,
    text: null,
    writeContent(writer, value) {
      if (value instanceof XmlElement) writeInside(writer, value);
      else writeTyped(writer, value, context);
    },
    readElement: (reader) => readAny(reader, context),
  };
}

function writeTyped(writer: XmlWriter, value: unknown, context: AnyContext): void {
  const content: unknown = value instanceof TypedValue ? value.value : value;
  const type = value instanceof TypedValue ? (value.type as TypeReference) : plainTypeOf(value);
  const mapping = type === null ? classOf(value, context) : context.mappingOf(type);
  if (mapping === null) return;
  writeType(writer, mapping.typeName, mapping.typeNamespace);
  if (mapping instanceof ClassMapping) mapping.writeMembers(writer, content as never);
  else mapping.writeContent(writer, content);
}

/** Null for an object without members: .NET's new object(), which has no type of its own. */
function classOf(value: unknown, { classes }: AnyContext): XmlMapping | null {
  if (typeof value === 'object' && value !== null) {
    const known = classes.ofClass(value.constructor, null);
    if (known !== null) return known;
    if (Object.getPrototypeOf(value) === Object.prototype && Object.keys(value).length === 0)
      return null;
  }
  throw new ValueError(
    '',
    `${show(value)} does not tell its type; give typed(type, value), or name its class in @XmlInclude`,
  );
}

function readAny(reader: XmlReader, context: AnyContext): unknown {
  const named = readType(reader);
  if (named !== null) {
    const known = context.classes.named(named.name, named.namespace, null);
    if (known !== null) return known.readMembers(reader);
    const builtIn = context.builtIn(named.name, named.namespace);
    if (builtIn !== null) {
      const value = builtIn.mapping.readElement(reader);
      return plain.includes(builtIn.type) ? value : new TypedValue(builtIn.type, value as never);
    }
  }
  const element = reader.readElement();
  const isEmpty =
    element.children.length === 0 &&
    element.attributes.every(({ namespaceUri }) => namespaceUri === xmlnsNamespace);
  return isEmpty ? {} : element;
}

/** Writes what stands in an element into another one. */
function writeInside(writer: XmlWriter, element: XmlElement): void {
  for (const [prefix, namespace] of element.outerNamespaces)
    if (prefix !== '') writer.writeNamespace(prefix, namespace);
  for (const { prefix, localName, namespaceUri, value } of element.attributes) {
    if (namespaceUri !== xmlnsNamespace)
      writer.writeAttribute(prefix === '' ? null : prefix, localName, namespaceUri, value);
    else if (prefix !== '') writer.writeNamespace(localName, value);
  }
  for (const child of element.children) {
    if (typeof child === 'string') writer.writeText(child);
    else writer.writeElement(child);
  }
}
