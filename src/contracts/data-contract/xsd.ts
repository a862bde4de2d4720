import { anyType } from './any-type.js';
import {
  boolean,
  byte,
  decimal,
  double,
  float,
  int,
  long,
  short,
  unsignedByte,
  unsignedInt,
  unsignedLong,
  unsignedShort,
} from './number-types.js';
import { anyURI, base64Binary, QName, string } from './text-types.js';
import { dateTime, duration } from './time-types.js';

/** The built-in types of XML Schema, as .NET's data contracts use them. */
export const xsd = Object.freeze({
  /** boolean; .NET's Boolean. */
  boolean,
  /** number; .NET's SByte. */
  byte,
  /** number; .NET's Byte. */
  unsignedByte,
  /** number; .NET's Int16. */
  short,
  /** number; .NET's UInt16. */
  unsignedShort,
  /** number; .NET's Int32. */
  int,
  /** number; .NET's UInt32. */
  unsignedInt,
  /** bigint; .NET's Int64. */
  long,
  /** bigint; .NET's UInt64. */
  unsignedLong,
  /** number; .NET's Single. */
  float,
  /** number; .NET's Double. */
  double,
  /** Decimal; .NET's Decimal. */
  decimal,
  /** string; .NET's String. */
  string,
  /** DateTime; .NET's DateTime. */
  dateTime,
  /** Duration; .NET's TimeSpan. */
  duration,
  /** Uint8Array; .NET's byte[]. */
  base64Binary,
  /** string; .NET's Uri. */
  anyURI,
  /** QualifiedName; .NET's XmlQualifiedName. */
  QName,
  /** Any value, whose element names its type; .NET's Object. */
  anyType,
});
