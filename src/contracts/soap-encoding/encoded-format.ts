import { Message } from '../../core/message/index.js';
import type { MessageVersion } from '../../core/message/index.js';
import type { XmlElement, XmlWriter } from '../../core/xml/index.js';
import { errorAt, ValueError } from '../data-contract/value-error.js';
import type { BodyWrapper, MessageFormat } from '../formatters/index.js';
import { declareSchemaNamespaces } from '../xml-serializer/index.js';
import type { EncodedMapping } from './encoded-mapping.js';
import { EncodedReader } from './encoded-reader.js';
import { EncodedWriter } from './encoded-writer.js';
import { soap11Encoding, soap12Encoding } from './encoding-version.js';

/** A parameter, or the result, in SOAP encoding. */
export interface EncodedPart {
  readonly name: string;
  /** For error messages: `divide.n1`. */
  readonly path: string;
  readonly mapping: EncodedMapping;
}

/** A message of the style rpc/encoded: the parts in an element that is named after the operation, and what they refer to. */
export function encodedFormat(wrapper: BodyWrapper, parts: readonly EncodedPart[]): MessageFormat {
  return {
    headers: [],
    write: (version, values) =>
      Message.create(version, null, (writer) => {
        writeBody(writer, version, wrapper, parts, values);
      }),
    read(message) {
      const roots: XmlElement[] = [];
      const reader = message.getReaderAtBodyContents();
      while (reader.moveToContent() === 'element') roots.push(reader.readElement());
      return readParts(roots, wrapper, parts);
    },
    openStream: null,
  };
}

function writeBody(
  writer: XmlWriter,
  { envelope }: MessageVersion,
  wrapper: BodyWrapper,
  parts: readonly EncodedPart[],
  values: readonly unknown[],
): void {
  const encoding = envelope.name === 'Soap11' ? soap11Encoding : soap12Encoding;
  const target = new EncodedWriter(encoding);
  // SOAP 1.2 has no encodingStyle on a Body (part 1 section 5.1.1).
  if (envelope.name === 'Soap11')
    writer.writeAttribute('s', 'encodingStyle', envelope.namespace, encoding.namespace);
  declareSchemaNamespaces(writer);
  writer.writeStartElement('q1', wrapper.name, wrapper.namespace);
  for (const [index, { name, path, mapping }] of parts.entries()) {
    try {
      target.writeValue(writer, name, mapping, values[index]);
    } catch (error) {
      throw errorAt(path, error);
    }
  }
  writer.writeEndElement();
  target.writePending(writer);
}

/** Parts are found by their names, in any order. */
function readParts(
  roots: readonly XmlElement[],
  wrapper: BodyWrapper,
  parts: readonly EncodedPart[],
): unknown[] {
  const call = roots.find(
    ({ localName, namespaceUri }) =>
      localName === wrapper.name && namespaceUri === wrapper.namespace,
  );
  if (call === undefined) {
    throw new ValueError(
      '',
      `The body should hold the element ${wrapper.name} of the namespace '${wrapper.namespace}'; do both sides have the same contract?`,
    );
  }
  const source = new EncodedReader(roots);
  return parts.map(({ name, path, mapping }) => {
    const element = call.element(name, '');
    if (element === null) return mapping.missing;
    try {
      return source.read(mapping, element);
    } catch (error) {
      throw errorAt(path, error);
    }
  });
}
