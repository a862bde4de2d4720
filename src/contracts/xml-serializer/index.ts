export { choiceOf, mixedOf } from './choice-type.js';
export type { ChoiceInput, ChoiceValue } from './choice-type.js';
export { readElement, writeElement } from './xml-mapping.js';
export { XmlMappingCompiler } from './xml-mapping-compiler.js';
export { declareSchemaNamespaces, partNamespace, xmlHeaderContent, xmlPart } from './xml-part.js';
export type { XmlMapping } from './xml-mapping.js';
export { resolvedShape } from './type-shape.js';
export { compileXmlReader, compileXmlWriter } from './xml-root.js';
export type {
  SoapTypeOptions,
  XmlAnyElementMemberOptions,
  XmlArrayMemberOptions,
  XmlArrayPartOptions,
  XmlDataType,
  XmlElementMemberOptions,
  XmlElementPartOptions,
  XmlForm,
  XmlMemberOptions,
  XmlPartOptions,
  XmlRootOptions,
  XmlTextMemberOptions,
  XmlTypeOptions,
} from './xml-type-metadata.js';
