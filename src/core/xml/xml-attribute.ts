/** One attribute of an element, namespace declarations included (namespace `http://www.w3.org/2000/xmlns/`). */
export interface XmlAttribute {
  readonly prefix: string;
  readonly localName: string;
  readonly namespaceUri: string;
  readonly value: string;
}
