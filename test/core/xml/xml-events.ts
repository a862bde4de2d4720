import { XmlTextReader, XmlTextWriter } from '../../../src/core/xml/index.js';
import type { XmlReader, XmlReaderQuotas, XmlWriter } from '../../../src/core/xml/index.js';

/** A reader over the UTF-8 bytes of a text. */
export function readerOf(text: string, quotas?: Partial<XmlReaderQuotas>): XmlTextReader {
  return new XmlTextReader(Buffer.from(text), { quotas });
}

/** All nodes of a document, a line each: type, name or text, depth, attributes. Adjacent text nodes are joined. */
export function readEvents(text: string, quotas?: Partial<XmlReaderQuotas>): string[] {
  return eventsOf(readerOf(text, quotas));
}

/** The rest of the nodes of a reader, as {@link readEvents} gives them. */
export function eventsOf(reader: XmlReader): string[] {
  const events: string[] = [];
  let characters = '';
  while (reader.read()) {
    if (reader.nodeType === 'text') {
      characters += reader.text;
      continue;
    }
    if (characters !== '') {
      events.push(
        `text ${characters} ${String(reader.depth + (reader.nodeType === 'endElement' ? 1 : 0))}`,
      );
    }
    characters = '';
    events.push(describe(reader));
  }
  return events;
}

/** What is written, as text. */
export function writeXml(write: (writer: XmlWriter) => void): string {
  const writer = new XmlTextWriter();
  write(writer);
  return Buffer.concat(writer.finish()).toString('utf8');
}

function describe(reader: XmlReader): string {
  let event = `${reader.nodeType} {${reader.namespaceUri}}${rawName(reader)} ${String(reader.depth)}`;
  if (reader.isEmptyElement) event += ' empty';
  for (let i = 0; i < reader.attributeCount; i++) {
    const attribute = reader.attributeAt(i);
    event += ` @${rawName(attribute)}=${attribute.value}`;
  }
  return event;
}

function rawName(name: { readonly prefix: string; readonly localName: string }): string {
  return name.prefix === '' ? name.localName : `${name.prefix}:${name.localName}`;
}
