import { ChannelStackError } from '../../core/errors/index.js';
import type { XmlReader } from '../../core/xml/index.js';
import { DateTimeOffset } from '../data-contract/date-time-offset.js';
import { DateTime } from '../data-contract/date-time.js';
import { formatDateTime } from '../data-contract/date-time-lexical.js';
import { schemaNamespace } from '../data-contract/namespaces.js';
import { notA } from '../data-contract/primitive-type.js';
import type { Serializer } from '../data-contract/serializer.js';
import { ticksPerDay, ticksPerMinute } from '../data-contract/ticks.js';
import { ValueError } from '../data-contract/value-error.js';
import { TextCapture, textOf, valueOf } from './value-text.js';
import type { XmlDataType } from './xml-type-metadata.js';
import type { XmlMapping } from './xml-mapping.js';

/** Where .NET's XmlSerializer puts its own types. */
const dotnetTypesNamespace = 'http://microsoft.com/wsdl/types/';

const dotnetTypeNames = new Map([
  ['guid', 'guid'],
  ['char', 'char'],
  ['duration', 'TimeSpan'],
]);

/** The mapping of a type whose data contract serialiser writes what the XmlSerializer does. */
export function simpleMapping(serializer: Serializer, contextNamespace: string): XmlMapping {
  const { argumentName, kind } = serializer;
  const dotnetName = kind === 'primitive' ? dotnetTypeNames.get(argumentName) : undefined;
  const isSchemaType = serializer.argumentNamespace === schemaNamespace;
  return {
    typeName: dotnetName ?? argumentName,
    typeNamespace:
      dotnetName !== undefined
        ? dotnetTypesNamespace
        : isSchemaType
          ? schemaNamespace
          : contextNamespace,
    isReference: serializer.isNullable,
    isNullableValue: false,
    missing: serializer.missing,
    writeContent(writer, value) {
      serializer.writeContent(writer, value);
    },
    readElement: (reader) => serializer.readElement(reader),
    text: {
      format: (writer, value) => textOf(writer, serializer, value),
      parse: (reader, text) => valueOf(reader, serializer, text),
    },
  };
}

/** Declares prefixes in the manner of .NET's XmlSerializer: `q1`. */
class QualifiedNameWriter extends TextCapture {
  override writeNamespace(_: string | null, namespaceUri: string): string {
    if (namespaceUri === '') return '';
    const found = this.outer.lookupPrefix(namespaceUri);
    if (found !== null && found !== '') return this.outer.writeNamespace(null, namespaceUri);
    try {
      return this.outer.writeNamespace('q1', namespaceUri);
    } catch (error) {
      // The element has another name with that prefix.
      if (!ChannelStackError.is(error)) throw error;
      return this.outer.writeNamespace(null, namespaceUri);
    }
  }
}

/** Texts of one lexical form. */
interface LexicalForm {
  readonly typeName: string;
  readonly isReference: boolean;
  readonly missing: unknown;
  format(value: unknown): string;
  parse(text: string): unknown;
}

function lexicalMapping(form: LexicalForm): XmlMapping {
  return {
    typeName: form.typeName,
    typeNamespace: schemaNamespace,
    isReference: form.isReference,
    isNullableValue: false,
    missing: form.missing,
    writeContent(writer, value) {
      writer.writeText(form.format(value));
    },
    readElement: (reader) => form.parse(reader.readElementText()),
    text: { format: (_, value) => form.format(value), parse: (_, text) => form.parse(text) },
  };
}

/** A qualified name, whose prefix must be declared. */
export function qualifiedNameMapping(serializer: Serializer): XmlMapping {
  const mapping = simpleMapping(serializer, '');
  const requirePrefix = (reader: XmlReader, text: string): void => {
    const colon = text.indexOf(':');
    if (colon < 0 || reader.lookupNamespace(text.slice(0, colon).trim()) !== null) return;
    throw new ValueError('', `the prefix of '${text.slice(0, 40)}' is not declared`);
  };
  return {
    ...mapping,
    writeContent(writer, value) {
      const text = new QualifiedNameWriter(writer);
      serializer.writeContent(text, value);
      writer.writeText(text.text);
    },
    readElement(reader) {
      const text = reader.readElement();
      const colon = text.text.indexOf(':');
      const prefix = colon < 0 ? '' : text.text.slice(0, colon).trim();
      const namespace = text.lookupNamespace(prefix);
      if (namespace === null && prefix !== '')
        throw new ValueError('', `the prefix '${prefix}' is not declared`);
      return { name: text.text.slice(colon + 1).trim(), namespace: namespace ?? '' };
    },
    text: {
      format(writer, value) {
        const text = new QualifiedNameWriter(writer);
        serializer.writeContent(text, value);
        return text.text;
      },
      parse(reader, text) {
        requirePrefix(reader, text);
        return valueOf(reader, serializer, text);
      },
    },
  };
}

/** A date and time with its offset, in one text; data contracts have two elements there. */
export const dateTimeOffsetMapping = lexicalMapping({
  typeName: 'dateTimeOffset',
  isReference: false,
  missing: DateTimeOffset.min,
  format(value) {
    if (!(value instanceof DateTimeOffset)) throw notA('a DateTimeOffset', value);
    const offset = value.offsetMinutes === 0 ? 'Utc' : BigInt(value.offsetMinutes) * ticksPerMinute;
    return formatDateTime(value.clock.ticks, offset);
  },
  parse(text) {
    const match = /([+-])(\d\d):(\d\d)\s*$/.exec(text);
    const { ticks } = DateTime.parse(text.replace(/(?:[Zz]|[+-]\d\d:\d\d)\s*$/, ''));
    const [, sign = '+', hours = '0', minutes = '0'] = match ?? [];
    const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
    return new DateTimeOffset(new DateTime(ticks - BigInt(offset) * ticksPerMinute, 'Utc'), offset);
  },
});

const forms: Readonly<Partial<Record<XmlDataType, LexicalForm>>> = {
  date: {
    typeName: 'date',
    isReference: false,
    missing: DateTime.min,
    format: (value) => dateTimeOf(value).toString().slice(0, 10),
    parse(text) {
      if (text.includes('T')) throw new ValueError('', `'${text.slice(0, 40)}' is not a date`);
      return DateTime.parse(text);
    },
  },
  time: {
    typeName: 'time',
    isReference: false,
    missing: DateTime.min,
    format(value) {
      const dateTime = dateTimeOf(value);
      const text = dateTime.toString().slice(11);
      const [, clock = '', fraction = '', zone = ''] =
        /^(\d\d:\d\d:\d\d)(?:\.(\d+))?(.*)$/.exec(text) ?? [];
      return `${clock}.${fraction.padEnd(7, '0')}${zone}`;
    },
    parse(text) {
      const { ticks, kind } = DateTime.parse(`2000-01-01T${text.trim()}`);
      return new DateTime(ticks % ticksPerDay, kind);
    },
  },
  hexBinary: {
    typeName: 'hexBinary',
    isReference: true,
    missing: null,
    format(value) {
      if (!(value instanceof Uint8Array)) throw notA('a Uint8Array', value);
      return Buffer.from(value).toString('hex').toUpperCase();
    },
    parse(text) {
      const digits = text.trim();
      if (!/^(?:[0-9A-Fa-f]{2})*$/.test(digits))
        throw new ValueError('', `'${digits.slice(0, 40)}' is not hexBinary: pairs of hex digits`);
      return new Uint8Array(Buffer.from(digits, 'hex'));
    },
  },
};

/** The types whose values a form of {@link XmlDataType} is of, by the names of their data contracts. */
const baseTypes: Readonly<Partial<Record<XmlDataType, string>>> = {
  date: 'dateTime',
  time: 'dateTime',
  hexBinary: 'base64Binary',
};

/** The mapping of a type of XML Schema that a member says, or null when the type of the member has no such values. */
export function dataTypeMapping(dataType: XmlDataType, typeName: string): XmlMapping | null {
  if ((baseTypes[dataType] ?? 'string') !== typeName) return null;
  const form = forms[dataType];
  if (form !== undefined) return lexicalMapping(form);
  const collapses = dataType !== 'normalizedString';
  return lexicalMapping({
    typeName: dataType,
    isReference: true,
    missing: null,
    format(value) {
      if (typeof value !== 'string') throw notA('a string', value);
      return value;
    },
    parse: (text) => (collapses ? text.trim() : text),
  });
}

function dateTimeOf(value: unknown): DateTime {
  if (value instanceof DateTime || value instanceof Date) return DateTime.from(value);
  throw notA('a DateTime or a Date', value);
}
