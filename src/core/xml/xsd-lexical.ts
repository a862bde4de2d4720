import { XmlError } from '../errors/index.js';

/** A double as .NET writes it: shortest digits that read back to it, `E+NN` from 1E+17 and below 0.0001, `INF`, `-0`. */
export function formatDouble(value: number): string {
  return formatShortest(value, 1e17);
}

/** A float32 (the value is rounded to one) as .NET writes it: shortest digits, `E+NN` from 1E+09 and below 0.0001. */
export function formatFloat(value: number): string {
  return formatShortest(shortenFloat(Math.fround(value)), 1e9);
}

/** A double as .NET reads it: white space around, `INF`, `Infinity` and `nan` in any case, out of range is infinite. */
export function parseDouble(text: string): number {
  const trimmed = trimWhiteSpace(text);
  if (number.test(trimmed)) return Number(trimmed);
  if (trimmed === 'INF') return Infinity;
  if (trimmed === '-INF') return -Infinity;
  const special = specialNumber.exec(trimmed);
  if (special === null) throw invalid(text, 'double');
  if (special[2]?.toLowerCase() === 'nan') return NaN;
  return special[1] === '-' ? -Infinity : Infinity;
}

/** A float32 as .NET reads it: as {@link parseDouble}, rounded. */
export function parseFloat32(text: string): number {
  return Math.fround(parseDouble(text));
}

/** `true`, `1`, `false` or `0`, in lower case, with white space around. */
export function parseBoolean(text: string): boolean {
  switch (trimWhiteSpace(text)) {
    case 'true':
    case '1':
      return true;
    case 'false':
    case '0':
      return false;
    default:
      throw invalid(text, 'boolean');
  }
}

/**
 * An integer between two safe integers, as .NET reads it: a plus sign, leading zeros and white space around are fine,
 * `-0` is 0.
 *
 * @throws XmlError when it is no integer or out of range.
 */
export function parseInteger(text: string, min: number, max: number): number {
  const value = integer.test(text) ? Number(text) + 0 : NaN;
  if (value >= min && value <= max) return value;
  throw invalid(text, `integer from ${String(min)} to ${String(max)}`);
}

/** A 64-bit integer, signed unless other bounds are given; otherwise as {@link parseInteger}. */
export function parseLong(text: string, min = minLong, max = maxLong): bigint {
  if (integer.test(text) && text.length <= longestLong) {
    const value = BigInt(text.trim().replace('+', ''));
    if (value >= min && value <= max) return value;
  }
  throw invalid(text, `integer from ${String(min)} to ${String(max)}`);
}

const minLong = -(2n ** 63n);
const maxLong = 2n ** 63n - 1n;
/** Leading zeros and white space count against it; it bounds the time that one number may take. */
const longestLong = 1_024;
const number = /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;
const specialNumber = /^([+-]?)(infinity|nan)$/i;
const integer = /^[\t-\r ]*[+-]?[0-9]+[\t-\r ]*$/;

function trimWhiteSpace(text: string): string {
  return text.replace(/^[ \t\r\n]+/, '').replace(/(?<![ \t\r\n])[ \t\r\n]+$/, '');
}

function invalid(text: string, type: string): XmlError {
  const shown = text.length > 64 ? `${text.slice(0, 64)}...` : text;
  return new XmlError(`The value "${shown}" is not a valid ${type}.`);
}

function formatShortest(value: number, exponentFrom: number): string {
  const size = Math.abs(value);
  if (size >= 1e-4 && size < exponentFrom) return String(value);
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  if (size === Infinity) return value > 0 ? 'INF' : '-INF';
  if (Number.isNaN(value)) return 'NaN';
  const [mantissa, exponent] = value.toExponential().split('e');
  const sign = exponent?.startsWith('-') === true ? '-' : '+';
  return `${mantissa ?? ''}E${sign}${(exponent ?? '').slice(1).padStart(2, '0')}`;
}

/** The double whose shortest digits are the shortest digits that round to this float32. */
function shortenFloat(value: number): number {
  if (Number.isInteger(value) && Math.abs(value) <= 0x1000000) return value;
  if (!Number.isFinite(value)) return value;
  // Every float32 in normal range has at most one decimal of six digits that rounds to it; below it, start at one.
  for (let digits = Math.abs(value) < smallestNormalFloat ? 1 : 6; digits < 9; digits++) {
    const shortened = Number(value.toPrecision(digits));
    if (Math.fround(shortened) === value) return shortened;
  }
  return Number(value.toPrecision(9));
}

const smallestNormalFloat = 2 ** -126;
