import {
  parseBoolean,
  parseDouble,
  parseFloat32,
  parseInteger,
  parseLong,
} from '../../core/xml/index.js';
import { Decimal } from './decimal.js';
import type { DecimalInput } from './decimal.js';
import { notA, primitiveType } from './primitive-type.js';
import type { WireType } from './wire-type.js';

/** `true` or `false`. */
export const boolean: WireType<boolean> = primitiveType('xsd.boolean', {
  name: 'boolean',
  typeName: 'Boolean',
  isPlain: true,
  missing: false,
  isDefault: (value) => value === false,
  write(writer, value) {
    if (typeof value !== 'boolean') throw notA('a boolean', value);
    writer.writeBoolean(value);
  },
  read: (reader) => parseBoolean(reader.readElementText()),
});

/** A signed 8-bit integer; .NET's SByte. */
export const byte = integerType('byte', 'SByte', -128, 127);

/** An unsigned 8-bit integer; .NET's Byte. */
export const unsignedByte = integerType('unsignedByte', 'Byte', 0, 255);

/** A signed 16-bit integer. */
export const short = integerType('short', 'Int16', -32_768, 32_767);

/** An unsigned 16-bit integer. */
export const unsignedShort = integerType('unsignedShort', 'UInt16', 0, 65_535);

/** A signed 32-bit integer. */
export const int = integerType('int', 'Int32', -2_147_483_648, 2_147_483_647, true);

/** An unsigned 32-bit integer. */
export const unsignedInt = integerType('unsignedInt', 'UInt32', 0, 4_294_967_295);

/** A signed 64-bit integer: a bigint; whole numbers that a JavaScript number holds exactly are accepted. */
export const long = longType('long', 'Int64', -(2n ** 63n), 2n ** 63n - 1n, true);

/** An unsigned 64-bit integer; as {@link long}. */
export const unsignedLong = longType('unsignedLong', 'UInt64', 0n, 2n ** 64n - 1n, false);

/** A 32-bit floating-point number; writing rounds to one. */
export const float: WireType<number> = primitiveType('xsd.float', {
  name: 'float',
  typeName: 'Single',
  isPlain: true,
  missing: 0,
  isDefault: (value) => value === 0,
  write(writer, value) {
    if (typeof value !== 'number') throw notA('a number', value);
    if (Number.isFinite(value) && !Number.isFinite(Math.fround(value))) {
      throw notA('in the range of xsd.float (up to 3.4028235E+38); use xsd.double', value);
    }
    writer.writeFloat(value);
  },
  read: (reader) => parseFloat32(reader.readElementText()),
});

/** A 64-bit floating-point number: any JavaScript number. */
export const double: WireType<number> = primitiveType('xsd.double', {
  name: 'double',
  typeName: 'Double',
  isPlain: true,
  missing: 0,
  isDefault: (value) => value === 0,
  write(writer, value) {
    if (typeof value !== 'number') throw notA('a number', value);
    writer.writeDouble(value);
  },
  read: (reader) => parseDouble(reader.readElementText()),
});

/** A decimal number of at most 96 bits and 28 decimal places; .NET's Decimal. */
export const decimal: WireType<Decimal, DecimalInput> = primitiveType('xsd.decimal', {
  name: 'decimal',
  typeName: 'Decimal',
  isPlain: true,
  missing: new Decimal(0n, 0),
  isDefault: (value) => Decimal.isInput(value) && Decimal.from(value).isZero,
  write(writer, value) {
    if (!Decimal.isInput(value)) {
      throw notA('a decimal (a Decimal, a string, a number or a bigint)', value);
    }
    writer.writeText(Decimal.from(value).toString());
  },
  read: (reader) => Decimal.parse(reader.readElementText()),
});

function integerType(
  name: string,
  typeName: string,
  min: number,
  max: number,
  isPlain = false,
): WireType<number> {
  const range = `a whole number from ${String(min)} to ${String(max)} (xsd.${name})`;
  return primitiveType(`xsd.${name}`, {
    name,
    typeName,
    isPlain,
    missing: 0,
    isDefault: (value) => value === 0,
    write(writer, value) {
      if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max) {
        throw notA(range, value);
      }
      // -0 is no integer of .NET; adding 0 makes it 0.
      writer.writeInteger(value + 0);
    },
    read: (reader) => parseInteger(reader.readElementText(), min, max),
  });
}

function longType(
  name: string,
  typeName: string,
  min: bigint,
  max: bigint,
  isPlain: boolean,
): WireType<bigint, bigint | number> {
  const range = `a whole number from ${min.toString()} to ${max.toString()} (xsd.${name})`;
  return primitiveType(`xsd.${name}`, {
    name,
    typeName,
    isPlain,
    missing: 0n,
    isDefault: (value) => value === 0n || value === 0,
    write(writer, value) {
      const exact =
        typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : value;
      if (typeof exact !== 'bigint') throw notA(`${range}; use a bigint`, value);
      if (exact < min || exact > max) throw notA(range, value);
      writer.writeLong(exact);
    },
    read: (reader) => parseLong(reader.readElementText(), min, max),
  });
}
