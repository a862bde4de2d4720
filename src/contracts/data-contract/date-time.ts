import { SerializationError } from '../../core/errors/index.js';
import { formatDateTime, parseDateTime } from './date-time-lexical.js';
import { localToUtcTicks, utcToLocalTicks } from './local-time.js';
import { epochTicks, maxTicks, ticksPerMillisecond, toEpochMilliseconds } from './ticks.js';

/** What a {@link DateTime} counts from: UTC, the clock of this machine's time zone, or nothing known. */
export type DateTimeKind = 'Utc' | 'Local' | 'Unspecified';

/** What can be written as `xsd.dateTime`: a DateTime, or a Date, which is written as UTC. */
export type DateTimeInput = DateTime | Date;

/**
 * A date and time as .NET's DateTime keeps it: ticks of 100 ns since 0001-01-01T00:00:00 on some clock, and which clock.
 * What arrives with an offset has the kind Local, converted to this machine's time zone, as in .NET.
 */
export class DateTime {
  /** 0001-01-01T00:00:00, .NET's default. */
  static readonly min = new DateTime(0n, 'Unspecified');

  readonly ticks: bigint;
  readonly kind: DateTimeKind;

  /** @throws SerializationError when the ticks are not in the years 1 to 9999 */
  constructor(ticks: bigint, kind: DateTimeKind = 'Unspecified') {
    if (ticks < 0n || ticks > maxTicks) {
      throw new SerializationError(
        `A date of ${ticks.toString()} ticks is out of range (the years 1 to 9999)`,
      );
    }
    this.ticks = ticks;
    this.kind = kind;
    Object.freeze(this);
  }

  /** The instant of a Date, on the clock of UTC or of this machine. @throws SerializationError for an invalid Date */
  static fromDate(date: Date, kind: 'Utc' | 'Local' = 'Utc'): DateTime {
    const milliseconds = date.getTime();
    if (Number.isNaN(milliseconds)) throw new SerializationError('The Date is invalid');
    const utc = BigInt(milliseconds) * ticksPerMillisecond + epochTicks;
    return new DateTime(kind === 'Utc' ? utc : utcToLocalTicks(utc), kind);
  }

  /** The DateTime for any {@link DateTimeInput}. @throws SerializationError */
  static from(value: DateTimeInput): DateTime {
    return value instanceof DateTime ? value : DateTime.fromDate(value);
  }

  /**
   * Reads the lexical form of xsd:dateTime, and what .NET accepts beside it: a year, a month or a date alone, lower-case
   * `z`, more than 7 digits of a second (rounded). @throws SerializationError
   */
  static parse(text: string): DateTime {
    const { ticks, offset } = parseDateTime(text);
    if (offset === null) return new DateTime(ticks, 'Unspecified');
    if (offset === 'Z') return new DateTime(ticks, 'Utc');
    const utc = ticks - offset;
    const near = clamp(utc);
    // At the ends of time only the result is cut, as in .NET.
    return new DateTime(clamp(utc + utcToLocalTicks(near) - near), 'Local');
  }

  /** The same instant as a Date, cut to milliseconds. A DateTime of unspecified kind is taken as local, as in .NET. */
  toDate(): Date {
    const utc = this.kind === 'Utc' ? this.ticks : localToUtcTicks(this.ticks);
    return new Date(toEpochMilliseconds(utc));
  }

  /** The same instant on the clock of UTC, at the ends of time as near as there is. One of unspecified kind is taken as local. */
  toUtc(): DateTime {
    return this.kind === 'Utc' ? this : new DateTime(clamp(localToUtcTicks(this.ticks)), 'Utc');
  }

  /** Whether ticks and kind are the same. */
  equals(other: DateTime): boolean {
    return this.ticks === other.ticks && this.kind === other.kind;
  }

  /** The lexical form as .NET writes it: `Z` for UTC, an offset for Local, nothing for Unspecified. */
  toString(): string {
    return formatDateTime(
      this.ticks,
      this.kind === 'Local' ? this.ticks - localToUtcTicks(this.ticks) : this.kind,
    );
  }

  toJSON(): string {
    return this.toString();
  }
}

function clamp(ticks: bigint): bigint {
  if (ticks < 0n) return 0n;
  return ticks > maxTicks ? maxTicks : ticks;
}
