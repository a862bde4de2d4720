import type { XmlWriter } from '../../core/xml/index.js';
import { schemaInstanceNamespace } from '../data-contract/namespaces.js';
import { show, ValueError } from '../data-contract/value-error.js';
import type { EncodedMapping, EncodedTarget } from './encoded-mapping.js';
import type { EncodingVersion } from './encoding-version.js';

/** An object that is referred to, and not written yet. */
interface PendingObject {
  readonly id: string;
  readonly value: unknown;
  readonly mapping: EncodedMapping;
}

/** Writes the values of one message: each object once, and references to it. */
export class EncodedWriter implements EncodedTarget {
  readonly #version: EncodingVersion;
  readonly #ids = new Map<unknown, string>();
  readonly #pending: PendingObject[] = [];

  constructor(version: EncodingVersion) {
    this.#version = version;
  }

  writeValue(writer: XmlWriter, name: string, declared: EncodedMapping, value: unknown): void {
    if (value === null || value === undefined) {
      if (declared.isReference) return;
      throw new ValueError(
        '',
        `${show(value)} is not of the type ${declared.typeName}; give a value, or declare the type as nullable(...)`,
      );
    }
    writer.writeStartElement(null, name, '');
    this.#writeStarted(writer, declared, value, true);
    writer.writeEndElement();
  }

  writeItem(writer: XmlWriter, declared: EncodedMapping, value: unknown): void {
    writer.writeStartElement(null, 'Item', '');
    if ((value === null || value === undefined) && declared.isReference)
      writer.writeAttribute('xsi', 'nil', schemaInstanceNamespace, 'true');
    else this.#writeStarted(writer, declared, value, false);
    writer.writeEndElement();
  }

  /** Writes the objects that were referred to, and those that they refer to in turn. */
  writePending(writer: XmlWriter): void {
    const { namespace } = this.#version;
    for (let next = this.#pending.shift(); next !== undefined; next = this.#pending.shift()) {
      const { id, value, mapping } = next;
      const isList = mapping.item !== null;
      writer.writeStartElement('q', mapping.typeName, isList ? namespace : mapping.typeNamespace);
      writer.writeAttribute('', 'id', '', id);
      this.#writeType(writer, mapping, value);
      mapping.writeContent(this, writer, value);
      writer.writeEndElement();
    }
  }

  #writeStarted(
    writer: XmlWriter,
    declared: EncodedMapping,
    value: unknown,
    isTyped: boolean,
  ): void {
    const mapping = declared.mappingFor(value);
    if (!mapping.isMultiReference) {
      if (isTyped) this.#writeType(writer, mapping, value);
      mapping.writeContent(this, writer, value);
      return;
    }
    const known = this.#ids.get(value);
    const id = known ?? `id${String(this.#ids.size + 1)}`;
    this.#ids.set(value, id);
    const { namespace, isMultiReference } = this.#version;
    if (isMultiReference) {
      writer.writeAttribute('', 'href', '', `#${id}`);
      if (known === undefined) this.#pending.push({ id, value, mapping });
    } else if (known !== undefined) writer.writeAttribute('b', 'ref', namespace, id);
    else {
      writer.writeAttribute('b', 'id', namespace, id);
      this.#writeType(writer, mapping, value);
      mapping.writeContent(this, writer, value);
    }
  }

  #writeType(writer: XmlWriter, mapping: EncodedMapping, value: unknown): void {
    const { namespace, isMultiReference } = this.#version;
    const { item } = mapping;
    if (item === null) {
      const name = qualified(writer, mapping);
      writer.writeAttribute('xsi', 'type', schemaInstanceNamespace, name);
      return;
    }
    const { dimensions, innermost } = arrayOf(item);
    const name = qualified(writer, innermost);
    const length = String((value as readonly unknown[]).length);
    if (isMultiReference) {
      writer.writeAttribute('b', 'arrayType', namespace, `${name}${dimensions}[${length}]`);
      return;
    }
    writer.writeAttribute('b', 'itemType', namespace, `${name}${dimensions}`);
    writer.writeAttribute('b', 'arraySize', namespace, length);
  }
}

/** The type of what lists of lists hold in the end, and a pair of brackets for each list on the way. */
function arrayOf(item: EncodedMapping): { dimensions: string; innermost: EncodedMapping } {
  let dimensions = '';
  let innermost = item;
  while (innermost.item !== null) {
    dimensions += '[]';
    innermost = innermost.item;
  }
  return { dimensions, innermost };
}

function qualified(writer: XmlWriter, { typeName, typeNamespace }: EncodedMapping): string {
  const prefix = writer.writeNamespace(null, typeNamespace);
  return prefix === '' ? typeName : `${prefix}:${typeName}`;
}
