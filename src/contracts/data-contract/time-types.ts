import { DateTime } from './date-time.js';
import type { DateTimeInput } from './date-time.js';
import { Duration } from './duration.js';
import type { DurationInput } from './duration.js';
import { notA, primitiveType } from './primitive-type.js';
import type { WireType } from './wire-type.js';

/** A date and time; .NET's DateTime. */
export const dateTime: WireType<DateTime, DateTimeInput> = primitiveType('xsd.dateTime', {
  name: 'dateTime',
  typeName: 'DateTime',
  isPlain: true,
  missing: DateTime.min,
  isDefault: (value) => value instanceof DateTime && value.ticks === 0n,
  write(writer, value) {
    if (!(value instanceof DateTime || value instanceof Date)) {
      throw notA('a DateTime or a Date', value);
    }
    writer.writeText(DateTime.from(value).toString());
  },
  read: (reader) => DateTime.parse(reader.readElementText()),
});

/** A span of time; .NET's TimeSpan. */
export const duration: WireType<Duration, DurationInput> = primitiveType('xsd.duration', {
  name: 'duration',
  typeName: 'TimeSpan',
  isSchemaType: false,
  missing: Duration.zero,
  isDefault: (value) => (value instanceof Duration ? value.ticks === 0n : value === 0),
  write(writer, value) {
    if (!(value instanceof Duration || typeof value === 'number')) {
      throw notA('a Duration or a number of milliseconds', value);
    }
    writer.writeText(Duration.from(value).toString());
  },
  read: (reader) => Duration.parse(reader.readElementText()),
});
