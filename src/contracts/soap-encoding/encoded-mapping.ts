import type { XmlElement, XmlWriter } from '../../core/xml/index.js';

/** How the values of a type are elements in SOAP encoding (SOAP 1.1 section 5, SOAP 1.2 part 2 section 3). */
export interface EncodedMapping {
  readonly typeName: string;
  readonly typeNamespace: string;
  /** Objects and lists, which may be referred to; others are written where they stand. */
  readonly isMultiReference: boolean;
  readonly isReference: boolean;
  readonly missing: unknown;
  /** The type of the items of a list, or null. */
  readonly item: EncodedMapping | null;
  /** The mapping of a value: that of its own class. @throws ValueError */
  mappingFor(value: unknown): EncodedMapping;
  /** Writes the content of the element just started. @throws ValueError */
  writeContent(target: EncodedTarget, writer: XmlWriter, value: unknown): void;
  /** Reads an element, which is neither nil nor a reference. @throws ValueError */
  read(source: EncodedSource, element: XmlElement): unknown;
}

/** Where the parts of values are written. */
export interface EncodedTarget {
  /** Writes a value as an element without namespace; null is left out. */
  writeValue(writer: XmlWriter, name: string, declared: EncodedMapping, value: unknown): void;
  /** Writes an item of a list; null is an item with `xsi:nil`. */
  writeItem(writer: XmlWriter, declared: EncodedMapping, value: unknown): void;
}

/** Where the parts of values are read. */
export interface EncodedSource {
  /** The value of an element, or of what it refers to. */
  read(mapping: EncodedMapping, element: XmlElement): unknown;
  /** Notes the object of an element before its members are read: they may refer to it. */
  note(element: XmlElement, value: unknown): void;
  /** The name of the type that an element says, or null. */
  typeOf(element: XmlElement): { readonly name: string; readonly namespace: string } | null;
}
