import { XmlTextReader, XmlTextWriter } from '../../../src/core/xml/index.js';
import type { XmlReader, XmlWriter } from '../../../src/core/xml/index.js';

/** The text that a function writes. */
export function written(write: (writer: XmlWriter) => void): string {
  const writer = new XmlTextWriter();
  write(writer);
  return Buffer.concat(writer.finish()).toString('utf8');
}

/** A reader on the document element of a text. */
export function readerOn(text: string): XmlReader {
  const reader = new XmlTextReader(Buffer.from(text, 'utf8'));
  reader.moveToContent();
  return reader;
}

/** Lone surrogates cannot be written in text: they become U+FFFD. */
export function asWritten(value: unknown): unknown {
  if (typeof value === 'string' && value.length > 1) return Buffer.from(value).toString();
  if (Array.isArray(value)) return value.map(asWritten);
  return value;
}
