import type { XmlReader, XmlWriter } from '../../core/xml/index.js';
import {
  nullableNamespace,
  schemaInstanceNamespace,
  serializationNamespace,
} from './namespaces.js';
import { isNil } from './nil.js';
import {
  beginGraph,
  defaultGraphSettings,
  endGraph,
  idOf,
  isNoted,
  noteObject,
  preservesReferences,
  referenceTo,
  referredObject,
} from './object-graph.js';
import type { GraphSettings } from './object-graph.js';
import { resolveQualifiedName } from './qualified-name.js';
import type { Serializer } from './serializer.js';
import { TypedValue } from './typed-value.js';
import { show, ValueError } from './value-error.js';

/** Writes one value as an element. @throws ValueError */
export type ElementWriter = (writer: XmlWriter, value: unknown) => void;

/** Reads the value of the start tag that the reader stands on, nil included, and moves past its end tag. */
export type ElementReader = (reader: XmlReader) => unknown;

/**
 * Writes values as children of a complex type of the namespace `ownerNamespace`. As in .NET an element declares the
 * namespace of the children it may get, even when it is nil.
 */
export function childWriter(
  serializer: Serializer,
  name: string,
  namespace: string,
  ownerNamespace: string,
): ElementWriter {
  const declares =
    serializer.kind === 'complex' && serializer.namespace !== ownerNamespace
      ? serializer.namespace
      : '';
  const prefix = serializer.needsPrefix && namespace !== '' ? 'q' : null;
  return (writer, value) => {
    const isNull = value === null || value === undefined;
    if (isNull) requireNullable(serializer, value);
    writer.writeStartElement(isNull ? null : prefix, name, namespace);
    if (declares !== '') writer.writeNamespace(null, declares);
    if (isNull) writer.writeAttribute('i', 'nil', schemaInstanceNamespace, 'true');
    else writeValue(writer, serializer, value);
    writer.writeEndElement();
  };
}

/** Writes values as elements that stand alone, as .NET's DataContractSerializer does: with all declarations they need. */
export function rootWriter(
  serializer: Serializer,
  name: string = serializer.name,
  namespace: string = serializer.namespace,
  settings: GraphSettings = defaultGraphSettings,
): ElementWriter {
  const isComplex = serializer.kind === 'complex';
  const isText = !isComplex && serializer.polymorphism === null;
  const declares = isComplex && serializer.namespace !== namespace ? serializer.namespace : '';
  const prefix = serializer.needsPrefix ? 'z' : null;
  const write: ElementWriter = (writer, value) => {
    const isNull = value === null || value === undefined;
    if (isNull) requireNullable(serializer, value);
    writer.writeStartElement(isNull ? null : prefix, name, namespace);
    if (declares !== '') writer.writeNamespace(null, declares);
    if (isComplex || isNull) writer.writeNamespace('i', schemaInstanceNamespace);
    if (isNull) writer.writeAttribute('i', 'nil', schemaInstanceNamespace, 'true');
    // Text that stands alone is no object that anything could refer to.
    else if (isText) serializer.writeContent(writer, value);
    else writeValue(writer, serializer, value);
    writer.writeEndElement();
  };
  return (writer, value) => {
    const outer = beginGraph(settings);
    try {
      write(writer, value);
    } finally {
      endGraph(outer);
    }
  };
}

/** Writes values into an element that somebody else has started, with all declarations that they need. */
export function contentWriter(
  serializer: Serializer,
  settings: GraphSettings = defaultGraphSettings,
): ElementWriter {
  const isComplex = serializer.kind === 'complex';
  return (writer, value) => {
    const isNull = value === null || value === undefined;
    if (isNull) requireNullable(serializer, value);
    const outer = beginGraph(settings);
    try {
      if (isComplex || isNull) writer.writeNamespace('i', schemaInstanceNamespace);
      if (isNull) writer.writeAttribute('i', 'nil', schemaInstanceNamespace, 'true');
      else writeValue(writer, serializer, value);
    } finally {
      endGraph(outer);
    }
  };
}

/** Reads values, nil where the type knows null, as the type that their element names, or as the object that it refers to. */
export function elementReader(serializer: Serializer): ElementReader {
  const { isNullable, isReference, kind, polymorphism } = serializer;
  // Text that is never null; a nil element of it has none, and is refused as that.
  if (!isNullable && !isReference && kind !== 'complex' && polymorphism === null)
    return (reader) => serializer.readElement(reader);
  return (reader) => {
    if (reader.attributeCount === 0) return serializer.readElement(reader);
    const referred = reader.getAttribute('Ref', serializationNamespace);
    if (referred !== null) {
      reader.skip();
      return requireFitting(referred, serializer);
    }
    if (isNil(reader)) {
      reader.skip();
      if (isNullable) return null;
      throw new ValueError('', `the element is nil, but ${serializer.name} knows no null`);
    }
    const id = serializer.kind === 'complex' ? null : idOf(reader);
    const value = readNamed(reader, serializer);
    // Complex values were noted by their serialisers, before their members were read.
    if (id !== null && !isNoted(id)) noteObject(id, value, serializer);
    return value;
  };
}

/** Reads values as elements that stand alone: what they refer to is inside. */
export function rootReader(
  serializer: Serializer,
  settings: GraphSettings = defaultGraphSettings,
): ElementReader {
  const read = elementReader(serializer);
  return (reader) => {
    const outer = beginGraph(settings);
    try {
      return read(reader);
    } finally {
      endGraph(outer);
    }
  };
}

/** Writes the content of the element just started, and before it what says of which type or object it is. */
export function writeValue(writer: XmlWriter, serializer: Serializer, value: unknown): void {
  const { isReference, polymorphism } = serializer;
  const preserves = preservesReferences();
  if (polymorphism === null && !isReference && !preserves) {
    serializer.writeContent(writer, value);
    return;
  }
  const actual = polymorphism?.serializerFor(value) ?? serializer;
  const content = value instanceof TypedValue ? value.value : value;
  if (actual.isReference || (preserves && isObject(serializer, actual))) {
    const { id, isKnown } = referenceTo(content);
    writer.writeAttribute('z', isKnown ? 'Ref' : 'Id', serializationNamespace, id);
    if (isKnown) {
      if (preserves) writer.writeAttribute('i', 'nil', schemaInstanceNamespace, 'true');
      return;
    }
  }
  if (actual !== serializer) {
    const { argumentName, argumentNamespace } = actual;
    const prefix = writer.writeNamespace(null, argumentNamespace);
    const name = prefix === '' ? argumentName : `${prefix}:${argumentName}`;
    writer.writeAttribute('i', 'type', schemaInstanceNamespace, name);
  }
  if (preserves) writeSize(writer, content);
  actual.writeContent(writer, content);
}

/** Whether a value is an object of .NET: of a reference type, or a value where any type is declared. */
function isObject(declared: Serializer, actual: Serializer): boolean {
  if (actual !== declared && declared.kind === 'primitive') return true;
  return actual.isNullable && actual.argumentNamespace !== nullableNamespace;
}

/** .NET tells the length of lists beside their ids. */
function writeSize(writer: XmlWriter, value: unknown): void {
  const size = Array.isArray(value) ? value.length : value instanceof Map ? value.size : null;
  if (size !== null) writer.writeAttribute('z', 'Size', serializationNamespace, String(size));
}

/** What is referred to must be what may stand there. */
function requireFitting(id: string, serializer: Serializer): unknown {
  const found = referredObject(id);
  if (fits(found.value, found.serializer, serializer)) return found.value;
  throw new ValueError(
    '',
    `the element refers to '${id}' (z:Ref), which is ${show(found.value)} and no ${serializer.name}`,
  );
}

function fits(value: unknown, read: Serializer, declared: Serializer): boolean {
  const { classType, kind, polymorphism } = declared;
  if (classType !== null) return value instanceof classType;
  // Any type takes any object.
  if (kind === 'primitive' && polymorphism !== null) return true;
  return read === declared || (kind === 'primitive' && read.typeName === declared.typeName);
}

/** Reads an element as the type that it names, else as the declared one. */
function readNamed(reader: XmlReader, serializer: Serializer): unknown {
  if (serializer.polymorphism === null && !serializer.isReference)
    return serializer.readElement(reader);
  const type = reader.getAttribute('type', schemaInstanceNamespace);
  return type === null
    ? serializer.readElement(reader)
    : namedReader(reader, type.trim(), serializer)(reader);
}

function namedReader(reader: XmlReader, type: string, serializer: Serializer): ElementReader {
  const { name, namespace } = resolveQualifiedName(type, reader);
  const { argumentName, argumentNamespace } = serializer;
  if (name === argumentName && namespace === argumentNamespace)
    return (source) => serializer.readElement(source);
  const named = serializer.polymorphism?.named(name, namespace) ?? null;
  if (named !== null) return named;
  throw new ValueError(
    '',
    `the element is of the type ${name} of the namespace '${namespace}', which is not known here in the place of ${serializer.name}; name its class in @KnownTypes`,
  );
}

function requireNullable(serializer: Serializer, value: unknown): void {
  if (serializer.isNullable) return;
  throw new ValueError(
    '',
    `${show(value)} is not of the type ${serializer.name}; give a value, or declare the type as nullable(...)`,
  );
}
