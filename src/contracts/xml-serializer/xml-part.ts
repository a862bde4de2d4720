import type { XmlReader, XmlWriter } from '../../core/xml/index.js';
import { schemaInstanceNamespace, schemaNamespace } from '../data-contract/namespaces.js';
import type { TypeReference } from '../data-contract/index.js';
import type { HeaderContent, MessagePart } from '../formatters/index.js';
import { readElement, writeElement } from './xml-mapping.js';
import type { XmlMappingCompiler } from './xml-mapping-compiler.js';

/** A part of a message, as the XmlSerializer writes it: null is left out. `context` is the namespace of the contract. */
export function xmlPart(
  compiler: XmlMappingCompiler,
  type: TypeReference,
  context: string,
  init: Pick<MessagePart, 'name' | 'namespace' | 'path'>,
): MessagePart {
  const mapping = compiler.mappingOf(type, context);
  const { name, namespace, path } = init;
  return Object.freeze({
    name,
    namespace,
    path,
    missing: mapping.missing,
    write: (writer: XmlWriter, value: unknown) => {
      writeElement(writer, name, namespace, mapping, value, false);
    },
    read: (reader: XmlReader) => readElement(reader, mapping, false),
  });
}

/** The content of a header. Null is an element with `xsi:nil`. */
export function xmlHeaderContent(
  compiler: XmlMappingCompiler,
  type: TypeReference,
  context: string,
): HeaderContent {
  const mapping = compiler.mappingOf(type, context);
  return {
    missing: mapping.missing,
    write(writer, value) {
      declareSchemaNamespaces(writer);
      if (value === null || value === undefined)
        writer.writeAttribute('xsi', 'nil', schemaInstanceNamespace, 'true');
      else mapping.writeContent(writer, value);
    },
    read: (reader) => readElement(reader, mapping, true),
  };
}

/** .NET declares the namespaces of XML Schema on the body, whether they are needed or not. */
export function declareSchemaNamespaces(writer: XmlWriter): void {
  writer.writeNamespace('xsi', schemaInstanceNamespace);
  writer.writeNamespace('xsd', schemaNamespace);
}
