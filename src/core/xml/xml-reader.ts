import type { XmlAttribute } from './xml-attribute.js';
import type { XmlElement } from './xml-element.js';

/**
 * What the reader stands on. `text` covers character data and CDATA alike; comments are never shown.
 * `none` is the state before the first `read()`.
 */
export type XmlNodeType = 'none' | 'element' | 'endElement' | 'text' | 'endOfFile';

/**
 * Pulls nodes out of one XML document, forwards only: the one contract that the text, binary and MTOM formats
 * implement (the methods carry the meaning of their namesakes in WCF's XmlDictionaryReader).
 *
 * Malformed input throws {@link XmlError}, an exceeded quota {@link QuotaExceededError}; the reader is then useless.
 * Names, prefixes and namespace declarations are kept as they were written.
 */
export interface XmlReader {
  readonly nodeType: XmlNodeType;
  /** Number of open elements around the current node; the document element has depth 0. */
  readonly depth: number;
  readonly prefix: string;
  readonly localName: string;
  readonly namespaceUri: string;
  /** True on an element written `<a/>`; such an element has no `endElement` node. */
  readonly isEmptyElement: boolean;
  /**
   * The characters of the current `text` node, entities resolved; empty on other nodes. Text next to CDATA or around a
   * comment may come as several nodes. `maxStringContentLength` counts when the text is asked for.
   */
  readonly text: string;
  readonly attributeCount: number;

  /** Moves to the next node; false at the end of the document. */
  read(): boolean;
  /** Skips white-space-only text and stops at the next content node (or stays where it is). */
  moveToContent(): XmlNodeType;
  /** Moves to content and tells whether it is a start tag (of that name, when one is given). */
  isStartElement(localName?: string, namespaceUri?: string): boolean;
  /** Moves to content, checks for a start tag (of that name) and moves past it. An empty element is left as a whole only by `readEndElement` after {@link isEmptyElement} was false: check it first. */
  readStartElement(localName?: string, namespaceUri?: string): void;
  /** Moves to content, checks for an end tag and moves past it. */
  readEndElement(): void;
  /** On a start tag: the element's character content; moves past its end tag. A child element is an error. */
  readElementText(): string;
  /** As {@link readElementText}, decoded from base64 (white space allowed). At most `maxLength` bytes; default the quota's maxArrayLength. */
  readElementBase64(maxLength?: number): Uint8Array;
  /** On a start tag: the whole element as a tree; moves past its end tag. For headers and fault details, not for bodies. */
  readElement(): XmlElement;
  /** On a start tag: moves past the matching end tag; on other nodes like `read()`. */
  skip(): void;

  attributeAt(index: number): XmlAttribute;
  /** The value of an attribute of the current element, or null. An unprefixed attribute has the namespace ''. */
  getAttribute(localName: string, namespaceUri?: string): string | null;
  /** The namespace bound to a prefix here ('' for the default namespace), or null. */
  lookupNamespace(prefix: string): string | null;
  /** Where the reader stands, for error messages, such as `line 1, column 38` or `byte 12`. */
  readonly position: string;
}
