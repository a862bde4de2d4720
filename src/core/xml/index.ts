import type { XmlWriter } from './xml-writer.js';
export { XmlElement } from './xml-element.js';
export type { XmlElementInit, XmlNode } from './xml-element.js';
export { defaultReaderQuotas } from './xml-reader-quotas.js';
export type { XmlReaderQuotas } from './xml-reader-quotas.js';
export type { XmlAttribute, XmlNodeType, XmlReader } from './xml-reader.js';
export type { XmlWriter } from './xml-writer.js';
export { XmlTextReader } from './xml-text-reader.js';
interface W extends XmlWriter {
  finish(): Uint8Array[];
}
export declare const XmlTextWriter: new (options?: object) => W;
