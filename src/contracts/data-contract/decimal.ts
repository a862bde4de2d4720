import { SerializationError } from '../../core/errors/index.js';

/** What can be written as `xsd.decimal`: a Decimal, its text, a bigint, or a number (by its shortest digits). */
export type DecimalInput = Decimal | string | number | bigint;

/**
 * A decimal number as .NET's Decimal keeps it: a 96-bit integer and up to 28 decimal places, trailing zeros included
 * (`1.50` stays `1.50`). It carries values exactly; to calculate, hand its text to a decimal library.
 */
export class Decimal {
  /** The value is `unscaled / 10 ** scale`. */
  readonly unscaled: bigint;
  /** Decimal places, 0 to 28. */
  readonly scale: number;

  /** @throws SerializationError when it does not fit into 96 bits and 28 decimal places */
  constructor(unscaled: bigint, scale: number) {
    if (
      !Number.isInteger(scale) ||
      scale < 0 ||
      scale > maxScale ||
      magnitude(unscaled) > maxUnscaled
    ) {
      throw outOfRange(`${unscaled.toString()}E-${String(scale)}`);
    }
    this.unscaled = unscaled;
    this.scale = scale;
    Object.freeze(this);
  }

  /**
   * Reads the lexical form of xsd:decimal as .NET does: white space around, a sign, digits, no exponent. Digits that do
   * not fit are rounded half to even. @throws SerializationError
   */
  static parse(text: string): Decimal {
    const match = lexical.exec(text);
    if (match === null) throw notADecimal(text);
    const [, sign = '', whole = '', fraction = ''] = match;
    if (whole === '' && fraction === '') throw notADecimal(text);
    const digits = whole.replace(/^0+/, '');
    if (digits.length > maxDigits) throw outOfRange(text);
    return fit(sign === '-', digits, fraction, text);
  }

  /** The decimal for any {@link DecimalInput}. @throws SerializationError */
  static from(value: DecimalInput): Decimal {
    if (typeof value === 'string') return Decimal.parse(value);
    if (typeof value === 'number') return fromNumber(value);
    return typeof value === 'bigint' ? new Decimal(value, 0) : value;
  }

  /** Whether a value is of a type that {@link Decimal.from} takes. */
  static isInput(value: unknown): value is DecimalInput {
    if (typeof value === 'object') return value instanceof Decimal;
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint';
  }

  get isZero(): boolean {
    return this.unscaled === 0n;
  }

  /** Whether both are the same number; `1.5` and `1.50` are. */
  equals(other: Decimal): boolean {
    const scale = Math.max(this.scale, other.scale);
    return scaledTo(this, scale) === scaledTo(other, scale);
  }

  /** The nearest JavaScript number. */
  toNumber(): number {
    return Number(this.toString());
  }

  /** All digits, trailing zeros included: `-12.50`. */
  toString(): string {
    if (this.scale === 0) return this.unscaled.toString();
    const digits = magnitude(this.unscaled)
      .toString()
      .padStart(this.scale + 1, '0');
    const point = digits.length - this.scale;
    return `${this.unscaled < 0n ? '-' : ''}${digits.slice(0, point)}.${digits.slice(point)}`;
  }

  toJSON(): string {
    return this.toString();
  }
}

const maxScale = 28;
const maxUnscaled = 2n ** 96n - 1n;
/** Digits of {@link maxUnscaled}. */
const maxDigits = 29;
/** Digits of a fraction that can matter; whether there is anything behind them is all that counts for rounding. */
const usedFraction = 30;
const lexical = /^\s*([+-]?)([0-9]*)(?:\.([0-9]*))?\s*$/;

/** Rounds to the most decimal places, at most 28, with which the number fits. */
function fit(isNegative: boolean, whole: string, fraction: string, text: string): Decimal {
  const rest = /[1-9]/.test(fraction.slice(usedFraction)) ? '1' : '';
  const used = fraction.slice(0, usedFraction) + rest;
  const exact = BigInt(`0${whole}${used}`);
  for (let scale = Math.min(maxScale, used.length); scale >= 0; scale--) {
    const unscaled = divideHalfToEven(exact, 10n ** BigInt(used.length - scale));
    if (unscaled <= maxUnscaled) return new Decimal(isNegative ? -unscaled : unscaled, scale);
  }
  throw outOfRange(text);
}

function divideHalfToEven(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor;
  const twice = (value % divisor) * 2n;
  const isUp = twice > divisor || (twice === divisor && quotient % 2n === 1n);
  return isUp ? quotient + 1n : quotient;
}

function fromNumber(value: number): Decimal {
  const match = /^(-?)([0-9]+)(?:\.([0-9]+))?(?:e([+-][0-9]+))?$/.exec(String(value));
  if (match === null) throw notADecimal(String(value));
  const [, sign = '', whole = '', fraction = '', exponentText = '0'] = match;
  const exponent = Number(exponentText);
  if (exponent >= maxDigits) throw outOfRange(String(value));
  if (exponent >= 0) {
    const digits = fraction.padEnd(exponent, '0');
    return Decimal.parse(`${sign}${whole}${digits.slice(0, exponent)}.${digits.slice(exponent)}`);
  }
  return Decimal.parse(`${sign}0.${'0'.repeat(-exponent - whole.length)}${whole}${fraction}`);
}

function scaledTo(value: Decimal, scale: number): bigint {
  return value.unscaled * 10n ** BigInt(scale - value.scale);
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function notADecimal(text: string): SerializationError {
  const shown = text.length > 40 ? `${text.slice(0, 40)}...` : text;
  return new SerializationError(
    `'${shown}' is not a decimal number; digits with a sign and a decimal point are, an exponent is not`,
  );
}

function outOfRange(text: string): SerializationError {
  const shown = text.length > 40 ? `${text.slice(0, 40)}...` : text;
  return new SerializationError(
    `'${shown}' is out of the range of a decimal (96 bits, 28 decimal places)`,
  );
}
