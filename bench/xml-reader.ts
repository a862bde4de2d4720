import { XMLParser } from 'fast-xml-parser';
import { SaxesParser } from 'saxes';
import { XmlTextReader } from '../src/core/xml/index.js';
import { largeEnvelope, manyElementsEnvelope, smallEnvelope, unlimited } from './xml-documents.js';
import { compare } from './xml-measure.js';
import type { XmlBenchResult } from './xml-measure.js';

const documents = [
  ['envelope of a small call', smallEnvelope()],
  ['body of one long text', largeEnvelope()],
  ['body of many elements', manyElementsEnvelope()],
] as const;

const parser = new XMLParser({ ignoreAttributes: false });
/** The readers that are compared, each with its way to read a document completely. */
export const readers = {
  XmlTextReader: readWithXmlTextReader,
  saxes: readWithSaxes,
  'fast-xml-parser': (bytes: Buffer) => Object.keys(parser.parse(bytes) as object).length,
};

/** Reads SOAP envelopes completely with XmlTextReader, saxes and fast-xml-parser, side by side. */
export function measureXmlReaders(): XmlBenchResult[] {
  return documents.flatMap(([name, text]) => {
    const bytes = Buffer.from(text);
    return compare(`read ${name}`, bytes.length, readers, bytes);
  });
}

/** Reads every node, with names, attribute values and text. */
function readWithXmlTextReader(bytes: Buffer): number {
  const reader = new XmlTextReader(bytes, { quotas: unlimited });
  let characters = 0;
  while (reader.read()) {
    characters += reader.localName.length + reader.namespaceUri.length + reader.text.length;
    for (let i = 0; i < reader.attributeCount; i++)
      characters += reader.attributeAt(i).value.length;
  }
  return characters;
}

function readWithSaxes(bytes: Buffer): number {
  let characters = 0;
  const saxes = new SaxesParser({ xmlns: true });
  saxes.on('opentag', (tag) => {
    characters += tag.local.length + tag.uri.length;
    for (const attribute of Object.values(tag.attributes)) characters += attribute.value.length;
  });
  saxes.on('text', (text) => (characters += text.length));
  saxes.write(bytes.toString('utf8')).close();
  return characters;
}
