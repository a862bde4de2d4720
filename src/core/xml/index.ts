export { NamespaceScope } from './namespace-scope.js';
export { XmlElement } from './xml-element.js';
export type { XmlElementInit, XmlNode } from './xml-element.js';
export { XmlElementReader } from './xml-element-reader.js';
export { escapeAttributeValue } from './xml-escape.js';
export { isNcName, xmlNamespace, xmlnsNamespace } from './xml-names.js';
export type { XmlAttribute } from './xml-attribute.js';
export type { XmlNodeType, XmlReader } from './xml-reader.js';
export { defaultReaderQuotas } from './xml-reader-quotas.js';
export type { XmlReaderQuotas } from './xml-reader-quotas.js';
export type { XmlTextEncoding } from './xml-text-encoding.js';
export { XmlTextReader } from './xml-text-reader.js';
export type { XmlTextReaderOptions } from './xml-text-reader.js';
export { XmlTextWriter } from './xml-text-writer.js';
export type { XmlTextWriterOptions } from './xml-text-writer.js';
export { decodeBase64, encodeBase64 } from './base64-stream.js';
export type { XmlWriter } from './xml-writer.js';
export {
  formatDouble,
  formatFloat,
  parseBoolean,
  parseDouble,
  parseFloat32,
  parseInteger,
  parseLong,
} from './xsd-lexical.js';
export { SourceText } from './source-text.js';
export type { TextPosition } from './source-text.js';
export { attributePairs, parseXmlDocument } from './xml-document.js';
export type { DocumentElement } from './xml-document.js';
