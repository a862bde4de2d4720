import type { XmlReader, XmlWriter } from '../../core/xml/index.js';
import { schemaInstanceNamespace, serializationNamespace } from './namespaces.js';
import { isNil } from './nil.js';
import { beginGraph, endGraph, referenceTo, referredObject } from './object-references.js';
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
): ElementWriter {
  const isComplex = serializer.kind === 'complex';
  const declares = isComplex && serializer.namespace !== namespace ? serializer.namespace : '';
  const prefix = serializer.needsPrefix ? 'z' : null;
  const write: ElementWriter = (writer, value) => {
    const isNull = value === null || value === undefined;
    if (isNull) requireNullable(serializer, value);
    writer.writeStartElement(isNull ? null : prefix, name, namespace);
    if (declares !== '') writer.writeNamespace(null, declares);
    if (isComplex || isNull) writer.writeNamespace('i', schemaInstanceNamespace);
    if (isNull) writer.writeAttribute('i', 'nil', schemaInstanceNamespace, 'true');
    else writeValue(writer, serializer, value);
    writer.writeEndElement();
  };
  return (writer, value) => {
    const outer = beginGraph();
    try {
      write(writer, value);
    } finally {
      endGraph(outer);
    }
  };
}

/** Writes values into an element that somebody else has started, with all declarations that they need. */
export function contentWriter(serializer: Serializer): ElementWriter {
  const isComplex = serializer.kind === 'complex';
  return (writer, value) => {
    const isNull = value === null || value === undefined;
    if (isNull) requireNullable(serializer, value);
    const outer = beginGraph();
    try {
      if (isComplex || isNull) writer.writeNamespace('i', schemaInstanceNamespace);
      if (isNull) writer.writeAttribute('i', 'nil', schemaInstanceNamespace, 'true');
      else writeValue(writer, serializer, value);
    } finally {
      endGraph(outer);
    }
  };
}

/** Reads values, nil where the type knows null, as the type that their element names. */
export function elementReader(serializer: Serializer): ElementReader {
  const { isNullable, isReference, polymorphism } = serializer;
  if (isReference || polymorphism !== null) return attributeReader(serializer);
  if (!isNullable) return (reader) => serializer.readElement(reader);
  return (reader) => {
    if (!isNil(reader)) return serializer.readElement(reader);
    reader.skip();
    return null;
  };
}

/** Reads values as elements that stand alone: what they refer to is inside. */
export function rootReader(serializer: Serializer): ElementReader {
  const read = elementReader(serializer);
  return (reader) => {
    const outer = beginGraph();
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
  if (polymorphism === null && !isReference) {
    serializer.writeContent(writer, value);
    return;
  }
  const actual = polymorphism?.serializerFor(value) ?? serializer;
  const content = value instanceof TypedValue ? value.value : value;
  if (actual.isReference) {
    const { id, isKnown } = referenceTo(content);
    writer.writeAttribute('z', isKnown ? 'Ref' : 'Id', serializationNamespace, id);
    if (isKnown) return;
  }
  if (actual !== serializer) {
    const { argumentName, argumentNamespace } = actual;
    const prefix = writer.writeNamespace(null, argumentNamespace);
    const name = prefix === '' ? argumentName : `${prefix}:${argumentName}`;
    writer.writeAttribute('i', 'type', schemaInstanceNamespace, name);
  }
  actual.writeContent(writer, content);
}

/** Reads values whose elements may say of which type they are, or which object. */
function attributeReader(serializer: Serializer): ElementReader {
  return (reader) => {
    if (reader.attributeCount === 0) return serializer.readElement(reader);
    if (isNil(reader)) {
      reader.skip();
      if (serializer.isNullable) return null;
      throw new ValueError('', `the element is nil, but ${serializer.name} knows no null`);
    }
    const referred = reader.getAttribute('Ref', serializationNamespace);
    if (referred !== null) {
      reader.skip();
      return requireClass(referredObject(referred), serializer, referred);
    }
    const type = reader.getAttribute('type', schemaInstanceNamespace);
    return type === null
      ? serializer.readElement(reader)
      : namedReader(reader, type.trim(), serializer)(reader);
  };
}

/** What is referred to must be what may stand there. */
function requireClass(value: unknown, { classType, name }: Serializer, id: string): unknown {
  const fits = classType === null ? true : value instanceof classType;
  if (fits) return value;
  throw new ValueError(
    '',
    `the element refers to '${id}' (z:Ref), which is ${show(value)} and no ${name}`,
  );
}

function namedReader(reader: XmlReader, type: string, serializer: Serializer): ElementReader {
  const colon = type.indexOf(':');
  const name = type.slice(colon + 1);
  const namespace = reader.lookupNamespace(colon < 0 ? '' : type.slice(0, colon)) ?? '';
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
