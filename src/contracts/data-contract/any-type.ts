import type { XmlReader } from '../../core/xml/index.js';
import { DateTimeOffset, dateTimeOffset } from './date-time-offset.js';
import { DateTime } from './date-time.js';
import { Decimal } from './decimal.js';
import { Duration } from './duration.js';
import type { ElementReader } from './element-serializer.js';
import { schemaNamespace, serializationNamespace } from './namespaces.js';
import * as numbers from './number-types.js';
import type { QualifiedName } from './qualified-name.js';
import type { Serializer } from './serializer.js';
import * as texts from './text-types.js';
import { dateTime, duration } from './time-types.js';
import { TypedValue } from './typed-value.js';
import { show, ValueError } from './value-error.js';
import { wireType } from './wire-type.js';
import type { SerializerResolver, TypeReference, WireType } from './wire-type.js';

/**
 * Any value, with its type in the element (`i:type`); .NET's object. Written are strings, booleans, numbers (whole ones of 32
 * bits as int, others as double), bigints (long), Uint8Array, DateTime and Date, Decimal, Duration, qualified names, objects of
 * `@KnownTypes` classes, and with `typed(type, value)` every built-in or known type. Reading gives the same, and a TypedValue
 * for other types than those.
 */
export const anyType: WireType<unknown> = wireType(
  'xsd.anyType',
  (resolver) => {
    const readers = builtInReaders(resolver);
    const own: Serializer = Object.freeze({
      kind: 'primitive',
      typeName: 'Object',
      name: 'anyType',
      namespace: serializationNamespace,
      argumentName: 'anyType',
      argumentNamespace: schemaNamespace,
      isNullable: true,
      needsPrefix: false,
      isPlain: false,
      missing: null,
      classType: null,
      isReference: false,
      declaration: { kind: 'builtIn', namespace: schemaNamespace },
      isDefault: (value: unknown) => value === null || value === undefined,
      polymorphism: {
        serializerFor: (value: unknown) => serializerFor(value, own, resolver),
        named: (name: string, namespace: string) => {
          const known = resolver.knownTypes.named(name, namespace, resolver);
          return known === null
            ? (readers.get(keyOf(name, namespace)) ?? null)
            : readerOf(known.type, known.serializer);
        },
      },
      // Only an object without members has no type of its own: .NET's new object().
      writeContent: () => undefined,
      readElement: readUntyped,
    } satisfies Serializer);
    return own;
  },
  { kind: 'any' },
);

/** The types whose values tell their type by themselves. */
export const plain: readonly TypeReference[] = [
  texts.string,
  numbers.boolean,
  numbers.int,
  numbers.double,
  numbers.long,
  numbers.decimal,
  dateTime,
  duration,
  texts.base64Binary,
  texts.QName,
  dateTimeOffset,
];

/** The types that need not be named to be known. */
export const builtIn: readonly TypeReference[] = [
  ...plain,
  numbers.byte,
  numbers.unsignedByte,
  numbers.short,
  numbers.unsignedShort,
  numbers.unsignedInt,
  numbers.unsignedLong,
  numbers.float,
  texts.anyURI,
  texts.guid,
  texts.char,
];

/** Types of XML Schema that .NET reads as other ones. */
const aliases = new Map<string, TypeReference>([
  ['duration', duration],
  ...[
    'integer',
    'positiveInteger',
    'negativeInteger',
    'nonPositiveInteger',
    'nonNegativeInteger',
  ].map((name): [string, TypeReference] => [name, numbers.long]),
  ...[
    'date',
    'time',
    'gYear',
    'gYearMonth',
    'gMonth',
    'gMonthDay',
    'gDay',
    'hexBinary',
    'normalizedString',
    'token',
    'language',
    'Name',
    'NCName',
    'ID',
    'IDREF',
    'IDREFS',
    'ENTITY',
    'ENTITIES',
    'NMTOKEN',
    'NMTOKENS',
    'NOTATION',
  ].map((name): [string, TypeReference] => [name, texts.string]),
]);

function serializerFor(value: unknown, own: Serializer, resolver: SerializerResolver): Serializer {
  if (value instanceof TypedValue) return typedSerializer(value.type as TypeReference, resolver);
  const type = plainTypeOf(value);
  if (type !== null) return resolver.serializerOf(type);
  if (typeof value === 'object' && value !== null) {
    const known = resolver.knownTypes.ofClass(value.constructor as never, resolver);
    if (known !== null) return known;
    if (Object.getPrototypeOf(value) === Object.prototype && Object.keys(value).length === 0)
      return own;
  }
  throw new ValueError(
    '',
    `${show(value)} does not tell its type; give typed(type, value), or name its class in @KnownTypes`,
  );
}

/** The type that a value tells by itself, or null. */
export function plainTypeOf(value: unknown): TypeReference | null {
  if (typeof value === 'string') return texts.string;
  if (typeof value === 'boolean') return numbers.boolean;
  if (typeof value === 'bigint') return numbers.long;
  if (typeof value === 'number')
    return (value | 0) === value && !Object.is(value, -0) ? numbers.int : numbers.double;
  if (value instanceof DateTime || value instanceof Date) return dateTime;
  if (value instanceof Decimal) return numbers.decimal;
  if (value instanceof Duration) return duration;
  if (value instanceof DateTimeOffset) return dateTimeOffset;
  if (value instanceof Uint8Array) return texts.base64Binary;
  return isQualifiedName(value) ? texts.QName : null;
}

function isQualifiedName(value: unknown): value is QualifiedName {
  if (typeof value !== 'object' || value === null) return false;
  if (Object.getPrototypeOf(value) !== Object.prototype) return false;
  const keys = Object.keys(value);
  return keys.length === 2 && 'name' in value && 'namespace' in value;
}

/** Built-in types are always known; others must be named. */
function typedSerializer(type: TypeReference, resolver: SerializerResolver): Serializer {
  const serializer = resolver.serializerOf(type);
  const { argumentName, argumentNamespace } = serializer;
  if (
    builtIn.includes(type) ||
    resolver.knownTypes.named(argumentName, argumentNamespace, resolver) !== null
  )
    return serializer;
  throw new ValueError(
    '',
    `the type ${serializer.typeName} is not known here; name it in @KnownTypes`,
  );
}

/** The readers of the built-in types by their names and namespaces, made once for a contract. */
function builtInReaders(resolver: SerializerResolver): ReadonlyMap<string, ElementReader> {
  const readers = new Map<string, ElementReader>([
    [keyOf('anyType', schemaNamespace), readUntyped],
  ]);
  const add = (type: TypeReference, name: string, namespace: string): void => {
    readers.set(keyOf(name, namespace), readerOf(type, resolver.serializerOf(type)));
  };
  for (const [name, type] of aliases) add(type, name, schemaNamespace);
  for (const type of builtIn) {
    const { argumentName, argumentNamespace } = resolver.serializerOf(type);
    add(type, argumentName, argumentNamespace);
  }
  return readers;
}

function keyOf(name: string, namespace: string): string {
  return `{${namespace}}${name}`;
}

function readerOf(type: TypeReference, serializer: Serializer): ElementReader {
  if (serializer.classType !== null || plain.includes(type))
    return (reader) => serializer.readElement(reader);
  return (reader) => new TypedValue(type, serializer.readElement(reader) as never);
}

/** An element without type: .NET's new object(), which has no content. */
function readUntyped(reader: XmlReader): unknown {
  const element = reader.readElement();
  if (element.children.some((child) => typeof child !== 'string' || child.trim() !== '')) {
    throw new ValueError(
      '',
      `the element ${element.localName} has content, but no i:type that says of what type it is`,
    );
  }
  return {};
}
