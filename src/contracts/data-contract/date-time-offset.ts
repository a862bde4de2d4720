import { SerializationError } from '../../core/errors/index.js';
import { complexSerializer, readChildren } from './complex-serializer.js';
import { childWriter, elementReader } from './element-serializer.js';
import { DateTime } from './date-time.js';
import { short } from './number-types.js';
import { notA } from './primitive-type.js';
import { ticksPerMinute } from './ticks.js';
import { dateTime } from './time-types.js';
import { ValueError } from './value-error.js';
import { wireType } from './wire-type.js';
import type { WireType } from './wire-type.js';

/** An instant and the offset of the clock that showed it; .NET's DateTimeOffset. */
export class DateTimeOffset {
  /** 0001-01-01T00:00:00Z, .NET's default. */
  static readonly min = new DateTimeOffset(new DateTime(0n, 'Utc'), 0);

  /** The instant, of kind Utc. */
  readonly utc: DateTime;
  /** Minutes that the clock is ahead of UTC, from -840 to 840. */
  readonly offsetMinutes: number;
  /** What the clock shows, of no kind. */
  readonly clock: DateTime;

  /** @throws SerializationError for a `utc` of another kind, or an offset out of range */
  constructor(utc: DateTime, offsetMinutes: number) {
    if (utc.kind !== 'Utc')
      throw new SerializationError('A DateTimeOffset is made from a DateTime of the kind Utc');
    if (!Number.isInteger(offsetMinutes) || Math.abs(offsetMinutes) > 840) {
      throw new SerializationError(
        `An offset of ${String(offsetMinutes)} minutes is out of range (-840 to 840)`,
      );
    }
    this.utc = utc;
    this.offsetMinutes = offsetMinutes;
    this.clock = new DateTime(utc.ticks + BigInt(offsetMinutes) * ticksPerMinute);
    Object.freeze(this);
  }

  equals(other: DateTimeOffset): boolean {
    return this.utc.equals(other.utc) && this.offsetMinutes === other.offsetMinutes;
  }
}

/** A date and time with its offset; .NET's DateTimeOffset. */
export const dateTimeOffset: WireType<DateTimeOffset> = wireType(
  'dateTimeOffset',
  (resolver) => {
    const instant = resolver.serializerOf(dateTime);
    const offset = resolver.serializerOf(short);
    const writeInstant = childWriter(instant, 'DateTime', namespace, namespace);
    const writeOffset = childWriter(offset, 'OffsetMinutes', namespace, namespace);
    const readInstant = elementReader(instant);
    const readOffset = elementReader(offset);
    return Object.freeze({
      ...complexSerializer({
        typeName: 'DateTimeOffset',
        name: 'DateTimeOffset',
        namespace,
        declaration: {
          kind: 'class',
          base: () => null,
          members: () => [
            { name: 'DateTime', serializer: instant, isRequired: true, emitDefaultValue: true },
            { name: 'OffsetMinutes', serializer: offset, isRequired: true, emitDefaultValue: true },
          ],
          knownTypes: () => [],
          generic: null,
          isValueType: true,
        },
        writeContent(writer, value) {
          if (!(value instanceof DateTimeOffset)) throw notA('a DateTimeOffset', value);
          writeInstant(writer, value.utc);
          writeOffset(writer, value.offsetMinutes);
        },
        readElement(reader) {
          const found: { utc: DateTime | null; minutes: number | null } = {
            utc: null,
            minutes: null,
          };
          readChildren(reader, () => {
            const name = reader.namespaceUri === namespace ? reader.localName : '';
            if (name === 'DateTime' && found.utc === null)
              found.utc = readInstant(reader) as DateTime;
            else if (name === 'OffsetMinutes' && found.utc !== null && found.minutes === null)
              found.minutes = readOffset(reader) as number;
            else reader.skip();
          });
          const { utc, minutes } = found;
          if (utc === null || minutes === null)
            throw new ValueError('', 'a DateTimeOffset lacks its DateTime or its OffsetMinutes');
          return new DateTimeOffset(utc.toUtc(), minutes);
        },
      }),
      classType: DateTimeOffset,
      isNullable: false,
      missing: DateTimeOffset.min,
      isDefault: (value: unknown) => value instanceof DateTimeOffset && value.utc.ticks === 0n,
    });
  },
  { kind: 'dateTimeOffset' },
);

const namespace = 'http://schemas.datacontract.org/2004/07/System';
