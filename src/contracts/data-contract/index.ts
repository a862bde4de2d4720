export { arrayOf } from './array-type.js';
export type { ArrayOptions } from './array-type.js';
export { compileReader, compileWriter } from './compile.js';
export type { RootOptions } from './compile.js';
export type { DataContractOptions, DataMemberOptions } from './data-contract-metadata.js';
export { dateOnly, timeOnly } from './date-only-types.js';
export { DateTimeOffset, dateTimeOffset } from './date-time-offset.js';
export { DateTime } from './date-time.js';
export type { DateTimeInput, DateTimeKind } from './date-time.js';
export { Decimal } from './decimal.js';
export type { DecimalInput } from './decimal.js';
export { dictionaryOf } from './dictionary-type.js';
export type { DictionaryOptions } from './dictionary-type.js';
export { Duration } from './duration.js';
export type { DurationInput } from './duration.js';
export { enumOf } from './enum-type.js';
export type { EnumMember, EnumOptions, EnumType, FlagsType } from './enum-type.js';
export type { DataContractSerializerSettings } from './serializer-settings.js';
export { KnownTypeResolver } from './known-type-resolver.js';
export type { KnownTypeResolverInit, TypeName } from './known-type-resolver.js';
export { lazy } from './lazy-type.js';
export { nullable } from './nullable-type.js';
export type { QualifiedName } from './qualified-name.js';
export { surrogate } from './surrogate-type.js';
export type { Surrogate } from './surrogate-type.js';
export { char, guid } from './text-types.js';
export { TypedValue, typed } from './typed-value.js';
export type {
  Accepts,
  ChoiceAlternative,
  DataContractClass,
  Infer,
  TypeReference,
  TypeShape,
  WireType,
} from './wire-type.js';
export { xsd } from './xsd.js';
export { dataSet, dataTable } from './data-set.js';
export { serializationInfo } from './serialization-info.js';
export type { SerializationInfoOptions } from './serialization-info.js';
export type { DataSetXml } from './data-set.js';
export { xmlElement, xmlSerializable } from './xml-types.js';
export type { XmlSerializableInit } from './xml-types.js';
