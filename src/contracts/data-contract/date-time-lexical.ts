import { SerializationError } from '../../core/errors/index.js';
import {
  epochTicks,
  ticksPerMillisecond,
  ticksPerMinute,
  ticksPerSecond,
  toEpochMilliseconds,
} from './ticks.js';

/** The parts of a dateTime's text. */
export interface ParsedDateTime {
  /** Ticks of 100 ns since 0001-01-01T00:00:00, on the clock that the text shows. */
  readonly ticks: bigint;
  /** How much that clock is ahead of UTC, in ticks; `Z` for UTC itself, null when the text does not say. */
  readonly offset: bigint | 'Z' | null;
}

/** Reads xsd:dateTime, date, gYearMonth and gYear, as .NET does where it expects a dateTime. @throws SerializationError */
export function parseDateTime(text: string): ParsedDateTime {
  const match = lexical.exec(text);
  if (match === null) throw invalid(text);
  const [, year, month = '01', day = '01', hours = '00', minutes = '00', seconds = '00'] = match;
  const [fraction = '', zone] = match.slice(7);
  const milliseconds = dateMilliseconds(Number(year), Number(month), Number(day));
  if (milliseconds === null) throw invalid(text);
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) throw invalid(text);
  const daySeconds = Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
  const ticks =
    BigInt(milliseconds + daySeconds * 1_000) * ticksPerMillisecond +
    epochTicks +
    fractionTicks(fraction);
  return { ticks, offset: zoneOffset(zone) };
}

/** The lexical form of a dateTime; `zone` is the offset from UTC in ticks, or a kind without one. */
export function formatDateTime(ticks: bigint, zone: bigint | 'Utc' | 'Unspecified'): string {
  const clock = new Date(toEpochMilliseconds(ticks)).toISOString().slice(0, 19);
  const fraction = (ticks % ticksPerSecond).toString().padStart(7, '0').replace(/0+$/, '');
  const seconds = fraction === '' ? clock : `${clock}.${fraction}`;
  if (zone === 'Unspecified') return seconds;
  if (zone === 'Utc') return `${seconds}Z`;
  const minutes = Number((zone < 0n ? -zone : zone) / ticksPerMinute);
  return `${seconds}${zone < 0n ? '-' : '+'}${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;
}

const lexical =
  /^\s*([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]+))?)?)?)?([Zz]|[+-][0-9]{2}:[0-5][0-9])?\s*$/;

/** Milliseconds since 1970 of a day of the calendar, or null when there is no such day. */
function dateMilliseconds(year: number, month: number, day: number): number | null {
  if (year === 0) return null;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? date.getTime() : null;
}

/** The digits of a fraction of a second, beyond 100 ns rounded half to even. */
function fractionTicks(digits: string): bigint {
  const ticks = BigInt(digits.slice(0, 7).padEnd(7, '0'));
  const rest = digits.slice(7);
  if (rest === '' || rest < '5') return ticks;
  const isHalf = /^50*$/.test(rest);
  return isHalf && ticks % 2n === 0n ? ticks : ticks + 1n;
}

function zoneOffset(zone: string | undefined): bigint | 'Z' | null {
  if (zone === undefined) return null;
  if (zone === 'Z' || zone === 'z') return 'Z';
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4));
  return BigInt(zone.startsWith('-') ? -minutes : minutes) * ticksPerMinute;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

function invalid(text: string): SerializationError {
  const shown = text.length > 40 ? `${text.slice(0, 40)}...` : text;
  return new SerializationError(`'${shown}' is not a date and time such as 2024-02-29T12:34:56Z`);
}
