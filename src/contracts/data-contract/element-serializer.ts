import type { XmlReader, XmlWriter } from '../../core/xml/index.js';
import { schemaInstanceNamespace } from './namespaces.js';
import { isNil } from './nil.js';
import type { Serializer } from './serializer.js';
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
    else serializer.writeContent(writer, value);
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
  return (writer, value) => {
    const isNull = value === null || value === undefined;
    if (isNull) requireNullable(serializer, value);
    writer.writeStartElement(isNull ? null : prefix, name, namespace);
    if (declares !== '') writer.writeNamespace(null, declares);
    if (isComplex || isNull) writer.writeNamespace('i', schemaInstanceNamespace);
    if (isNull) writer.writeAttribute('i', 'nil', schemaInstanceNamespace, 'true');
    else serializer.writeContent(writer, value);
    writer.writeEndElement();
  };
}

/** Reads values, nil where the type knows null. */
export function elementReader(serializer: Serializer): ElementReader {
  if (!serializer.isNullable) return (reader) => serializer.readElement(reader);
  return (reader) => {
    if (!isNil(reader)) return serializer.readElement(reader);
    reader.skip();
    return null;
  };
}

function requireNullable(serializer: Serializer, value: unknown): void {
  if (serializer.isNullable) return;
  throw new ValueError(
    '',
    `${show(value)} is not of the type ${serializer.name}; give a value, or declare the type as nullable(...)`,
  );
}
