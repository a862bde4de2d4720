import type { QualifiedName } from '../../contracts/index.js';
import { namespaces } from '../namespaces.js';
import type { BuiltInType } from '../model/type-model.js';

/** .NET's namespace for types of the XmlSerializer that XML Schema has no word for. */
const microsoftTypes = 'http://microsoft.com/wsdl/types/';
const dataTypes = 'http://schemas.datacontract.org/2004/07/System.Data';
const systemTypes = 'http://schemas.datacontract.org/2004/07/System';

function builtIn(code: string, valueType: string, isValueType = false): BuiltInType {
  return { kind: 'builtIn', code, valueType, isValueType };
}

export const stringType = builtIn('xsd.string', 'string');
export const anyType = builtIn('xsd.anyType', 'unknown');
export const xmlElementType = builtIn('xmlElement', 'XmlElement');
export const dataSet = builtIn('dataSet', 'DataSetXml');
const dataTable = builtIn('dataTable', 'DataSetXml');
const bytes = builtIn('xsd.base64Binary', 'Uint8Array');
const dateTime = builtIn('xsd.dateTime', 'DateTime', true);
const long = builtIn('xsd.long', 'bigint', true);
const guid = builtIn('guid', 'string', true);
const char = builtIn('char', 'string', true);
const duration = builtIn('xsd.duration', 'Duration', true);
const dateTimeOffset = builtIn('dateTimeOffset', 'DateTimeOffset', true);

/** The type of .NET's classes that write named values (ISerializable). */
export function namedValues(contract: QualifiedName): BuiltInType {
  return { ...builtIn('serializationInfo', 'Map<string, unknown>'), contract };
}

/** Types of XML Schema that both serialisers map alike. */
const common: Readonly<Record<string, BuiltInType>> = {
  boolean: builtIn('xsd.boolean', 'boolean', true),
  byte: builtIn('xsd.byte', 'number', true),
  unsignedByte: builtIn('xsd.unsignedByte', 'number', true),
  short: builtIn('xsd.short', 'number', true),
  unsignedShort: builtIn('xsd.unsignedShort', 'number', true),
  int: builtIn('xsd.int', 'number', true),
  unsignedInt: builtIn('xsd.unsignedInt', 'number', true),
  long,
  unsignedLong: builtIn('xsd.unsignedLong', 'bigint', true),
  float: builtIn('xsd.float', 'number', true),
  double: builtIn('xsd.double', 'number', true),
  decimal: builtIn('xsd.decimal', 'Decimal', true),
  string: stringType,
  dateTime,
  base64Binary: bytes,
  QName: builtIn('xsd.QName', 'QualifiedName'),
  anyType,
  anySimpleType: stringType,
};

/** Strings of XML Schema by their names. */
const texts = [
  'normalizedString',
  'token',
  'language',
  'Name',
  'NCName',
  'NMTOKEN',
  'NMTOKENS',
  'ID',
  'IDREF',
  'IDREFS',
  'ENTITY',
  'ENTITIES',
  'NOTATION',
  'gYear',
  'gYearMonth',
  'gMonth',
  'gMonthDay',
  'gDay',
];
const integers = [
  'integer',
  'nonNegativeInteger',
  'positiveInteger',
  'nonPositiveInteger',
  'negativeInteger',
];

const dataContractTypes: Readonly<Record<string, BuiltInType>> = {
  ...common,
  anyURI: builtIn('xsd.anyURI', 'string'),
  duration,
  date: stringType,
  time: stringType,
  hexBinary: stringType,
  ...Object.fromEntries(texts.map((name) => [name, stringType])),
  ...Object.fromEntries(integers.map((name) => [name, long])),
};

const xmlTypes: Readonly<Record<string, BuiltInType>> = {
  ...common,
  ...Object.fromEntries(
    [...texts, ...integers, 'anyURI', 'duration'].map((name) => [
      name,
      { ...stringType, dataType: name },
    ]),
  ),
  date: { ...dateTime, dataType: 'date' },
  time: { ...dateTime, dataType: 'time' },
  hexBinary: { ...bytes, dataType: 'hexBinary' },
};

const serializationTypes: Readonly<Record<string, BuiltInType>> = {
  char,
  duration,
  guid,
  dateOnly: builtIn('dateOnly', 'string', true),
  timeOnly: builtIn('timeOnly', 'string', true),
};

const microsoft: Readonly<Record<string, BuiltInType>> = {
  guid,
  char,
  TimeSpan: duration,
  dateTimeOffset,
};

/** What a data contract has for a type that everybody knows, or null. */
export function dataContractBuiltIn({ name, namespace }: QualifiedName): BuiltInType | null {
  if (namespace === namespaces.xs) return own(dataContractTypes, name);
  if (namespace === namespaces.ser)
    return own(serializationTypes, name) ?? own(dataContractTypes, name);
  if (namespace === dataTypes && name === 'DataSet') return dataSet;
  if (namespace === dataTypes && name === 'DataTable') return dataTable;
  return namespace === systemTypes && name === 'DateTimeOffset' ? dateTimeOffset : null;
}

/** What the XmlSerializer has for a type that everybody knows, or null. */
export function xmlBuiltIn({ name, namespace }: QualifiedName): BuiltInType | null {
  if (namespace === namespaces.xs) return own(xmlTypes, name);
  if (namespace === namespaces.soapenc) return own(xmlTypes, name);
  if (namespace === microsoftTypes) return own(microsoft, name);
  return null;
}

function own(types: Readonly<Record<string, BuiltInType>>, name: string): BuiltInType | null {
  return Object.hasOwn(types, name) ? (types[name] ?? null) : null;
}
