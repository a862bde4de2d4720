import { notA, primitiveType } from './primitive-type.js';
import { ValueError } from './value-error.js';
import type { WireType } from './wire-type.js';

/** A date without time: `2024-02-29`. .NET's DateOnly. */
export const dateOnly: WireType<string> = calendarType({
  name: 'dateOnly',
  typeName: 'DateOnly',
  missing: '0001-01-01',
  example: '2024-02-29',
  isValid: (text) => {
    const [, year = '', month = '', day = ''] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? [];
    if (year === '' || year === '0000') return false;
    const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
    // Two-digit years of Date.UTC mean others; only the day of the month has to be checked.
    if (Number(year) < 100) date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
    return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
  },
});

/** A time of day with up to seven digits of fractions: `01:02:03.5`. .NET's TimeOnly. */
export const timeOnly: WireType<string> = calendarType({
  name: 'timeOnly',
  typeName: 'TimeOnly',
  missing: '00:00:00',
  example: '01:02:03.5',
  isValid: (text) => /^(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,7})?$/.test(text),
});

interface CalendarInit {
  readonly name: string;
  readonly typeName: string;
  readonly missing: string;
  readonly example: string;
  readonly isValid: (text: string) => boolean;
}

/** Text of a form that cannot be anything else. */
function calendarType({
  name,
  typeName,
  missing,
  example,
  isValid,
}: CalendarInit): WireType<string> {
  const normalized = (text: string): string =>
    text.replace(/\.?0+$/, (zeros) => (text.includes('.') ? '' : zeros));
  return primitiveType<string>(name, {
    name,
    typeName,
    isSchemaType: false,
    missing,
    isDefault: (value) => value === undefined || value === null || value === missing,
    write(writer, value) {
      if (typeof value !== 'string' || !isValid(value))
        throw notA(`a ${name} like '${example}'`, value);
      writer.writeText(normalized(value));
    },
    read(reader) {
      const text = reader.readElementText().trim();
      if (isValid(text)) return normalized(text);
      throw new ValueError('', `'${text.slice(0, 40)}' is not a ${name} like '${example}'`);
    },
  });
}
