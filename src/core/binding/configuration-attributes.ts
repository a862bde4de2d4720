import type { ConfigurationAttribute } from './contributions.js';

/** `true` or `false`, in any case. */
export const booleanAttribute: ConfigurationAttribute = {
  expects: 'true or false',
  parse(text) {
    switch (text.trim().toLowerCase()) {
      case 'true':
        return true;
      case 'false':
        return false;
      default:
        return undefined;
    }
  },
  format: (value) => (value === true ? 'true' : 'false'),
  schema: { type: 'boolean' },
};

/** Any text, as it is. */
export const stringAttribute: ConfigurationAttribute = {
  expects: 'a text',
  parse: (text) => text,
  format: (value) => String(value),
};

/** A whole number between two bounds, both included. */
export function integerAttribute(
  min: number,
  max: number = Number.MAX_SAFE_INTEGER,
): ConfigurationAttribute {
  return {
    expects:
      max === Number.MAX_SAFE_INTEGER
        ? `a whole number from ${String(min)} up`
        : `a whole number from ${String(min)} to ${String(max)}`,
    parse(text) {
      if (!/^[+-]?\d+$/.test(text.trim())) return undefined;
      const value = Number(text);
      // Above 2^53-1 (WCF has Int64 there) a limit is "none", and is cut to the greatest exact number.
      const exact = Math.min(value, Number.MAX_SAFE_INTEGER);
      return exact < min || exact > max ? undefined : exact;
    },
    format: (value) => String(value),
    schema: { type: 'integer', minimum: min, maximum: max },
  };
}

/** One of some names; upper and lower case matter, as they do in WCF. */
export function enumAttribute(values: readonly string[]): ConfigurationAttribute {
  return {
    expects: `one of ${values.join(', ')}`,
    parse: (text) => (values.includes(text.trim()) ? text.trim() : undefined),
    format: (value) => String(value),
    schema: { type: 'string', enum: values },
  };
}

/**
 * A time span: `[d.]hh:mm[:ss[.fffffff]]`, a number of days, or `Infinite`. The value is in milliseconds, Infinity for
 * `Infinite`. Spans below `min` (milliseconds, default 0) do not fit.
 */
export function timeSpanAttribute(min = 0): ConfigurationAttribute {
  return {
    expects: `a time span such as 00:10:00${min > 0 ? `, from ${formatTimeSpan(min)} up` : ''}, or Infinite`,
    parse(text) {
      const value = parseTimeSpan(text.trim());
      return value === undefined || value < min ? undefined : value;
    },
    format: (value) => (typeof value === 'number' ? formatTimeSpan(value) : String(value)),
    schema: {
      type: 'string',
      pattern: '^(Infinite|\\d{1,8}|(\\d{1,8}\\.)?\\d{1,2}:\\d{1,2}(:\\d{1,2}(\\.\\d{1,7})?)?)$',
    },
  };
}

const timeSpan = /^(?:(\d{1,8})\.)?(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,7}))?)?$/;
const millisecondsPerDay = 86_400_000;

function parseTimeSpan(text: string): number | undefined {
  if (text === 'Infinite') return Number.POSITIVE_INFINITY;
  if (/^\d{1,8}$/.test(text)) return Number(text) * millisecondsPerDay;
  const match = timeSpan.exec(text);
  if (match === null) return undefined;
  const [, days = '0', hours = '0', minutes = '0', seconds = '0', fraction = ''] = match;
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined;
  return (
    Number(days) * millisecondsPerDay +
    Number(hours) * 3_600_000 +
    Number(minutes) * 60_000 +
    Number(seconds) * 1000 +
    Number(fraction.padEnd(7, '0')) / 10_000
  );
}

function formatTimeSpan(milliseconds: number): string {
  if (milliseconds === Number.POSITIVE_INFINITY) return 'Infinite';
  // .NET counts in ticks of 100 ns.
  const ticks = Math.round(milliseconds * 10_000);
  const seconds = Math.floor(ticks / 10_000_000);
  const fraction = ticks % 10_000_000;
  const days = Math.floor(seconds / 86_400);
  const two = (value: number): string => String(value).padStart(2, '0');
  return (
    (days > 0 ? `${String(days)}.` : '') +
    `${two(Math.floor(seconds / 3600) % 24)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}` +
    (fraction > 0 ? `.${String(fraction).padStart(7, '0')}` : '')
  );
}
