import { XmlTextReader, XmlTextWriter } from '../src/core/xml/index.js';
import type { XmlElement } from '../src/core/xml/index.js';
import { largeEnvelope, manyElementsEnvelope, smallEnvelope, unlimited } from './xml-documents.js';
import { compare } from './xml-measure.js';
import type { XmlBenchResult } from './xml-measure.js';

const documents = [
  ['envelope of a small call', smallEnvelope()],
  ['body of one long text', largeEnvelope()],
  ['body of many elements', manyElementsEnvelope()],
] as const;

const candidates = {
  XmlTextWriter: (tree: XmlElement) => {
    const writer = new XmlTextWriter();
    writeCalls(writer, tree);
    return writer.finish().reduce((sum, chunk) => sum + chunk.length, 0);
  },
  'XmlTextWriter, from a tree': (tree: XmlElement) => {
    const writer = new XmlTextWriter();
    writer.writeElement(tree);
    return writer.finish().reduce((sum, chunk) => sum + chunk.length, 0);
  },
  'strings joined by hand': (tree: XmlElement) => Buffer.from(join(tree)).length,
};

/** Writes SOAP envelopes with XmlTextWriter, beside joining the same strings by hand, which is the least it can cost. */
export function measureXmlWriters(): XmlBenchResult[] {
  return documents.flatMap(([name, text]) => {
    const reader = new XmlTextReader(Buffer.from(text), { quotas: unlimited });
    reader.read();
    return compare(`write ${name}`, Buffer.byteLength(text), candidates, reader.readElement());
  });
}

/** The calls that a serialiser makes: names and namespaces, no declarations of its own. */
function writeCalls(writer: XmlTextWriter, element: XmlElement): void {
  writer.writeStartElement(element.prefix, element.localName, element.namespaceUri);
  for (const { prefix, localName, namespaceUri, value } of element.attributes) {
    writer.writeAttribute(prefix, localName, namespaceUri, value);
  }
  for (const child of element.children) {
    if (typeof child === 'string') writer.writeText(child);
    else writeCalls(writer, child);
  }
  writer.writeEndElement();
}

function join(element: XmlElement): string {
  const name = element.prefix === '' ? element.localName : `${element.prefix}:${element.localName}`;
  let text = `<${name}`;
  for (const { prefix, localName, value } of element.attributes) {
    text += ` ${prefix === '' ? localName : `${prefix}:${localName}`}="${value}"`;
  }
  text += '>';
  for (const child of element.children) {
    text += typeof child === 'string' ? child.replaceAll('&', '&amp;') : join(child);
  }
  return `${text}</${name}>`;
}
