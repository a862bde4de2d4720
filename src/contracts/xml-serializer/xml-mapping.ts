import type { XmlReader, XmlWriter } from '../../core/xml/index.js';
import { schemaInstanceNamespace } from '../data-contract/namespaces.js';
import { isNil } from '../data-contract/nil.js';
import { show, ValueError } from '../data-contract/value-error.js';

/** How the values of a type are the content of an element, and text where they can be. */
export interface XmlMapping {
  /** The name of the type: of items in lists, and in `xsi:type`. */
  readonly typeName: string;
  readonly typeNamespace: string;
  /** Null can be written: otherwise the value must be there. */
  readonly isReference: boolean;
  /** Null is an element with `xsi:nil`, as .NET writes Nullable<T>, and not left out. */
  readonly isNullableValue: boolean;
  /** The value of a member that does not come. */
  readonly missing: unknown;
  /** Writes attributes and content into the element just started. @throws ValueError */
  writeContent(writer: XmlWriter, value: unknown): void;
  /** Reads the start tag that the reader stands on, and moves past its end tag. @throws ValueError */
  readElement(reader: XmlReader): unknown;
  /** The values as text, for attributes; null for types that are more than text. */
  readonly text: XmlTextForm | null;
}

/** The values of a type as the value of an attribute. */
export interface XmlTextForm {
  format(writer: XmlWriter, value: unknown): string;
  parse(reader: XmlReader, text: string): unknown;
}

/** Writes a value as an element; null as the type has it. */
export function writeElement(
  writer: XmlWriter,
  name: string,
  namespace: string,
  mapping: XmlMapping,
  value: unknown,
  isNullable: boolean,
): void {
  if (value !== null && value !== undefined) {
    writer.writeStartElement(null, name, namespace);
    mapping.writeContent(writer, value);
    writer.writeEndElement();
  } else if (isNullable || mapping.isNullableValue) {
    writer.writeStartElement(null, name, namespace);
    writer.writeAttribute('xsi', 'nil', schemaInstanceNamespace, 'true');
    writer.writeEndElement();
  } else if (!mapping.isReference) {
    throw new ValueError(
      '',
      `${show(value)} is not of the type ${mapping.typeName}; give a value, or declare the type as nullable(...)`,
    );
  }
}

/** Reads a value, null where the element is nil and may be. */
export function readElement(reader: XmlReader, mapping: XmlMapping, isNullable: boolean): unknown {
  if ((isNullable || mapping.isNullableValue) && reader.attributeCount > 0 && isNil(reader)) {
    reader.skip();
    return null;
  }
  return mapping.readElement(reader);
}
