import { XmlElement, XmlElementReader, formatDouble, formatFloat } from '../../core/xml/index.js';
import type { XmlReader, XmlWriter } from '../../core/xml/index.js';
import { InvalidOperationError } from '../../core/errors/index.js';
import type { Serializer } from '../data-contract/serializer.js';

/** The text of a value, for an attribute; prefixes that it needs are declared on the element at hand. */
export function textOf(writer: XmlWriter, serializer: Serializer, value: unknown): string {
  const capture = new TextCapture(writer);
  serializer.writeContent(capture, value);
  return capture.text;
}

/** The value of a text that stood in the element at hand. */
export function valueOf(reader: XmlReader, serializer: Serializer, text: string): unknown {
  const colon = text.indexOf(':');
  const prefix = colon < 0 ? '' : text.slice(0, colon);
  const namespace = reader.lookupNamespace(prefix);
  const element = new XmlElement({
    localName: 'value',
    namespaceUri: '',
    children: text === '' ? [] : [text],
    outerNamespaces: namespace === null ? undefined : new Map([[prefix, namespace]]),
  });
  const source = new XmlElementReader(element);
  source.moveToContent();
  return serializer.readElement(source);
}

/** Takes the content of an element as text. */
export class TextCapture implements XmlWriter {
  text = '';
  protected readonly outer: XmlWriter;

  constructor(outer: XmlWriter) {
    this.outer = outer;
  }

  writeText(text: string): void {
    this.text += text;
  }

  writeBoolean(value: boolean): void {
    this.text += value ? 'true' : 'false';
  }

  writeInteger(value: number): void {
    this.text += String(value === 0 ? 0 : value);
  }

  writeLong(value: bigint): void {
    this.text += value.toString();
  }

  writeFloat(value: number): void {
    this.text += formatFloat(value);
  }

  writeDouble(value: number): void {
    this.text += formatDouble(value);
  }

  writeBase64(bytes: Uint8Array): void {
    this.text += Buffer.from(bytes).toString('base64');
  }

  writeBase64Stream(): void {
    throw new InvalidOperationError('A stream is no value of an attribute or a list.');
  }

  writeNamespace(prefix: string | null, namespaceUri: string): string {
    // An attribute's value cannot rely on the default namespace being taken back: it is written before that could be.
    return namespaceUri === '' ? '' : this.outer.writeNamespace(prefix, namespaceUri);
  }

  lookupPrefix(namespaceUri: string): string | null {
    return this.outer.lookupPrefix(namespaceUri);
  }

  writeStartElement(): void {
    throw noElements();
  }

  writeEndElement(): void {
    throw noElements();
  }

  writeAttribute(): void {
    throw noElements();
  }

  writeElement(): void {
    throw noElements();
  }
}

function noElements(): InvalidOperationError {
  return new InvalidOperationError('The value is XML, and an attribute can hold text only.');
}
