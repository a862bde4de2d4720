import { xmlnsNamespace } from '../xml/index.js';
import type { XmlReader, XmlWriter } from '../xml/index.js';

/** Copies the node the reader stands on, with all that is inside it, and moves past it. */
export function copyNode(reader: XmlReader, writer: XmlWriter): void {
  const depth = reader.depth;
  for (;;) {
    switch (reader.nodeType) {
      case 'element':
        copyStartTag(reader, writer);
        if (reader.isEmptyElement) writer.writeEndElement();
        break;
      case 'endElement':
        writer.writeEndElement();
        break;
      case 'text':
        writer.writeText(reader.text);
        break;
      case 'none':
      case 'endOfFile':
        return;
    }
    const isLast =
      reader.depth === depth && (reader.nodeType !== 'element' || reader.isEmptyElement);
    reader.read();
    if (isLast) return;
  }
}

function copyStartTag(reader: XmlReader, writer: XmlWriter): void {
  writer.writeStartElement(reader.prefix, reader.localName, reader.namespaceUri);
  for (let index = 0; index < reader.attributeCount; index += 1) {
    const attribute = reader.attributeAt(index);
    if (attribute.namespaceUri !== xmlnsNamespace) {
      writer.writeAttribute(
        attribute.prefix,
        attribute.localName,
        attribute.namespaceUri,
        attribute.value,
      );
    } else {
      writer.writeNamespace(attribute.prefix === '' ? '' : attribute.localName, attribute.value);
    }
  }
}
