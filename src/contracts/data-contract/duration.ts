import { SerializationError } from '../../core/errors/index.js';
import { ticksPerMillisecond, ticksPerSecond } from './ticks.js';

/** What can be written as `xsd.duration`: a Duration, or milliseconds. */
export type DurationInput = Duration | number;

/** A span of time in .NET's ticks of 100 ns: .NET's TimeSpan. Months and years it has not. */
export class Duration {
  static readonly zero = new Duration(0n);

  /** Units of 100 ns, negative for a span backwards; 64 bits. */
  readonly ticks: bigint;

  /** @throws SerializationError when the ticks do not fit into 64 bits */
  constructor(ticks: bigint) {
    if (BigInt.asIntN(64, ticks) !== ticks) {
      throw new SerializationError(
        `A duration of ${ticks.toString()} ticks is out of range (64 bits, about 29,000 years)`,
      );
    }
    this.ticks = ticks;
    Object.freeze(this);
  }

  /** Rounded to 100 ns. @throws SerializationError when it is not finite or out of range */
  static fromMilliseconds(milliseconds: number): Duration {
    if (!Number.isFinite(milliseconds)) {
      throw new SerializationError(`${String(milliseconds)} milliseconds are no duration`);
    }
    // Apart, so that large spans keep their fraction and small ones are not rounded twice.
    const whole = Math.trunc(milliseconds);
    const fraction = Math.round((milliseconds - whole) * Number(ticksPerMillisecond));
    return new Duration(BigInt(whole) * ticksPerMillisecond + BigInt(fraction));
  }

  /** The Duration for any {@link DurationInput}. @throws SerializationError */
  static from(value: DurationInput): Duration {
    return typeof value === 'number' ? Duration.fromMilliseconds(value) : value;
  }

  /**
   * Reads the lexical form of xsd:duration as .NET does: a year is 365 days, a month 30; digits beyond 100 ns are cut.
   * @throws SerializationError
   */
  static parse(text: string): Duration {
    const match = lexical.exec(text);
    if (match === null) throw invalid(text);
    const [, sign, years, months, days, hours, minutes, seconds, fraction = ''] = match;
    const wholeSeconds =
      (component(years, text) * 365n + component(months, text) * 30n + component(days, text)) *
        86_400n +
      component(hours, text) * 3_600n +
      component(minutes, text) * 60n +
      component(seconds, text);
    const ticks = wholeSeconds * ticksPerSecond + BigInt(fraction.slice(0, 7).padEnd(7, '0'));
    return new Duration(sign === '-' ? -ticks : ticks);
  }

  toMilliseconds(): number {
    return Number(this.ticks) / Number(ticksPerMillisecond);
  }

  equals(other: Duration): boolean {
    return this.ticks === other.ticks;
  }

  /** The lexical form as .NET writes it: `P1DT2H3M4.5S`, `PT0S`. */
  toString(): string {
    if (this.ticks === 0n) return 'PT0S';
    const size = this.ticks < 0n ? -this.ticks : this.ticks;
    const totalSeconds = size / ticksPerSecond;
    const fraction = (size % ticksPerSecond).toString().padStart(7, '0').replace(/0+$/, '');
    const seconds = `${(totalSeconds % 60n).toString()}${fraction === '' ? '' : `.${fraction}`}`;
    const time =
      part((totalSeconds / 3_600n) % 24n, 'H') +
      part((totalSeconds / 60n) % 60n, 'M') +
      (seconds === '0' ? '' : `${seconds}S`);
    const sign = this.ticks < 0n ? '-' : '';
    return `${sign}P${part(totalSeconds / 86_400n, 'D')}${time === '' ? '' : `T${time}`}`;
  }

  toJSON(): string {
    return this.toString();
  }
}

/** At least one component, and at least one after a T. */
const lexical =
  /^\s*(-?)P(?=[0-9T])(?:([0-9]+)Y)?(?:([0-9]+)M)?(?:([0-9]+)D)?(?:T(?=[0-9.])(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]*)(?:\.([0-9]*))?S)?)?\s*$/;
/** A component is a 32-bit integer in .NET. */
const maxComponent = 2_147_483_647;

function component(digits: string | undefined, text: string): bigint {
  if (digits === undefined || digits === '') return 0n;
  const value = Number(digits);
  if (value > maxComponent) throw invalid(text);
  return BigInt(value);
}

function part(value: bigint, unit: string): string {
  return value === 0n ? '' : `${value.toString()}${unit}`;
}

function invalid(text: string): SerializationError {
  const shown = text.length > 40 ? `${text.slice(0, 40)}...` : text;
  return new SerializationError(`'${shown}' is not a duration such as P1DT2H3M4.5S`);
}
