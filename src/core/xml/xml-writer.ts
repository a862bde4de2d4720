import type { XmlElement } from './xml-element.js';

/**
 * Writes one XML document or fragment, forwards only: the one contract of the text, binary and MTOM formats.
 *
 * Prefixes: `writeStartElement` and `writeAttribute` declare their namespace by themselves unless it is bound already. With
 * `prefix` null an element takes the nearest prefix in scope for the namespace (the default namespace included), else
 * declares it as the default namespace; an attribute takes a prefix in scope, else a made one (`d1p1` in .NET's manner).
 */
export interface XmlWriter {
  writeStartElement(prefix: string | null, localName: string, namespaceUri: string): void;
  writeEndElement(): void;
  /**
   * Declares a prefix on the element just started, and returns it; a no-op when this very element binds it so already.
   * With `prefix` null it sees to it that some prefix is bound: it returns the nearest one in scope ('' for the default
   * namespace), else declares the first letter that is unbound here, as .NET's serialisers do (`a`, `b` ...).
   */
  writeNamespace(prefix: string | null, namespaceUri: string): string;
  /**
   * Writes an attribute of the element just started. One in the namespace `http://www.w3.org/2000/xmlns/` is a
   * declaration, as by {@link writeNamespace}. When the prefix is taken on this element, another one is used.
   */
  writeAttribute(
    prefix: string | null,
    localName: string,
    namespaceUri: string,
    value: string,
  ): void;
  /** Character data, escaped as .NET does. */
  writeText(text: string): void;
  writeBoolean(value: boolean): void;
  /** An integer in the range of a safe JavaScript number. */
  writeInteger(value: number): void;
  writeLong(value: bigint): void;
  /** Shortest digits that read back to the same float32, in .NET's form (`3.4028235E+38`, `INF`, `-0`). */
  writeFloat(value: number): void;
  /** Shortest digits that read back to the same double, in .NET's form. */
  writeDouble(value: number): void;
  /** Base64; what several calls in a row write is one value. */
  writeBase64(bytes: Uint8Array): void;
  /**
   * The whole content of the element just started: bytes that are there when they are sent, as base64. One in a document.
   * @throws InvalidOperationError where documents are not sent piece by piece
   */
  writeBase64Stream(source: AsyncIterable<Uint8Array>): void;
  /** A whole element, with the prefixes and declarations it was read with, and those from outside that its content seems to use. */
  writeElement(element: XmlElement): void;
  /** The nearest prefix bound to the namespace here ('' when it is the default namespace), or null. */
  lookupPrefix(namespaceUri: string): string | null;
}
