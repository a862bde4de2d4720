import { DataContract, DataMember, KnownTypes } from '../../src/contracts/decorators/index.js';
import {
  arrayOf,
  char,
  dataSet,
  dataTable,
  DateTime,
  DateTimeOffset,
  Decimal,
  dateOnly,
  dictionaryOf,
  Duration,
  TypedValue,
  dateTimeOffset,
  enumOf,
  guid,
  lazy,
  nullable,
  serializationInfo,
  timeOnly,
  typed,
  xmlElement,
  xmlSerializable,
  xsd,
} from '../../src/contracts/data-contract/index.js';
import { encodeXmlName } from '../../src/contracts/data-contract/contract-names.js';
import type {
  DataContractOptions,
  TypeReference,
} from '../../src/contracts/data-contract/index.js';
import { XmlElement } from '../../src/core/xml/index.js';
import { readerOn, written } from '../contracts/data-contract/xml-text.js';
import { canonical } from './canonical.js';

/** A case of the vectors: what .NET wrote for a value, or what it read from a text. */
export interface DataContractVector {
  readonly kind: 'write' | 'read';
  readonly name: string;
  readonly contract: VectorContract;
  readonly settings?: {
    readonly timeZone?: string;
    readonly rootName?: string;
    readonly rootNamespace?: string;
    readonly verifyObjectName?: boolean;
    readonly knownTypes?: readonly string[];
    readonly maxItemsInObjectGraph?: number;
    readonly preserveObjectReferences?: boolean;
    readonly ignoreExtensionDataObject?: boolean;
  };
  readonly value?: unknown;
  readonly xml?: string | null;
  readonly input?: string;
  readonly result?: unknown;
  readonly roundTrips?: boolean;
  readonly reserialized?: string;
  readonly error?: unknown;
}

/** The types of a vector: `root` and all references are names of primitives or `@` and a key of `types`. */
export interface VectorContract {
  readonly root: string;
  readonly types: Readonly<Record<string, VectorType>>;
}

interface VectorType {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly flags?: boolean;
  readonly members?: readonly VectorMember[];
  readonly base?: string;
  readonly knownTypes?: readonly string[];
  readonly isReference?: boolean;
  readonly extensible?: boolean;
  readonly iSerializable?: boolean;
  readonly abstract?: boolean;
  readonly typeArguments?: readonly string[];
  readonly collectionDataContract?: boolean;
  readonly itemName?: string;
  readonly keyName?: string;
  readonly valueName?: string;
  readonly item?: string;
  readonly key?: string;
  readonly value?: string;
}

interface VectorMember {
  readonly name: string;
  /** The key in the notation, where a base class has a member of the name. */
  readonly key?: string;
  readonly type: string;
  readonly value?: string;
  readonly xmlName?: string;
  readonly order?: number;
  readonly isRequired?: boolean;
  readonly emitDefaultValue?: boolean;
}

/** A type of a vector in our terms, and its values to and from the notation of the vectors. */
export interface VectorCodec {
  readonly type: TypeReference;
  toValue(notation: unknown): unknown;
  toNotation(value: unknown): unknown;
  /** Of a class: its members, the inherited ones first. */
  readonly members?: () => readonly VectorMember[];
}

/** The codec of a vector's root. */
export interface RootCodec extends VectorCodec {
  /** Another type of the vector. */
  readonly typeOf: (reference: string) => TypeReference;
  /** The codec of another type. */
  readonly codecOf: (reference: string) => VectorCodec;
}

/** Objects of the vector at hand by their `$id`, and those whose notation is being made. */
const objects = new Map<number, unknown>();
const seen = new Map<unknown, number>();

/** Builds the types of a vector. @throws Error for what the type language has no word for */
export function vectorCodec(contract: VectorContract): RootCodec {
  objects.clear();
  seen.clear();
  const codecs = new Map<string, VectorCodec>();
  const codecOf = (reference: string): VectorCodec => {
    const known = codecs.get(reference);
    if (known !== undefined) return known;
    const codec = build(reference);
    codecs.set(reference, codec);
    return codec;
  };
  const build = (reference: string): VectorCodec => {
    if (reference.endsWith('?')) return nullableCodec(codecOf(reference.slice(0, -1)));
    if (reference === 'anyType') return anyTypeCodec(codecOf);
    if (!reference.startsWith('@')) return primitiveCodec(reference);
    const type = contract.types[reference.slice(1)];
    if (type === undefined) throw new Error(`no type ${reference}`);
    switch (type.kind) {
      case 'enum':
        return enumCodec(type);
      case 'list':
        return listCodec(type, codecOf(type.item ?? ''));
      case 'dateTimeOffset':
        return dateTimeOffsetCodec;
      case 'dictionary':
        return dictionaryCodec(type, codecOf(type.key ?? ''), codecOf(type.value ?? ''));
      case 'class':
      case 'struct':
        if (type.iSerializable === true) return namedValuesCodec(type);
        return classCodec(reference, type, codecOf, codecs);
      case 'xml':
        return xmlCodec(type);
      default:
        throw new Error(`no word for ${type.kind}`);
    }
  };
  return { ...codecOf(contract.root), typeOf: (reference) => codecOf(reference).type, codecOf };
}

/** Elements as the text that they are written as. */
const xmlElementCodec: VectorCodec = {
  type: xmlElement,
  toValue(notation) {
    if (typeof notation !== 'object' || notation === null) return notation;
    const { $xml, $ref } = notation as { readonly $xml?: string; readonly $ref?: number };
    // The vectors describe an element once and refer to it after that.
    return readerOn(
      $ref === undefined ? ($xml ?? '') : '<e a="1" xmlns="urn:e"><f/>t</e>',
    ).readElement();
  },
  toNotation: (value) =>
    value instanceof XmlElement
      ? canonical(
          written((writer) => {
            writer.writeElement(value);
          }),
        )
      : value,
};

/** The class ISer of the vectors, which writes three values; the vectors do not tell them. */
function namedValuesCodec({ name, namespace }: VectorType): VectorCodec {
  const values = new Map<string, unknown>([
    ['n', 'x'],
    ['when', DateTime.parse('2020-01-01T00:00:00Z')],
    ['num', 5],
  ]);
  return {
    type: serializationInfo({ name, namespace }),
    toValue: (notation) => (notation === null ? null : values),
    toNotation: (value) => (value instanceof Map ? {} : value),
  };
}

/** .NET's own types of that kind, or the class of the vectors. */
function xmlCodec(type: VectorType): VectorCodec {
  switch (type.name) {
    case 'XmlElement':
      return xmlElementCodec;
    case 'DataSet':
    case 'DataTable':
      return {
        type: type.name === 'DataSet' ? dataSet : dataTable,
        toValue: (notation) => notation,
        toNotation: (value) => value,
      };
    default:
      return serializableCodec(type);
  }
}

/** The class XSer of the vectors, which writes an attribute and an element. */
function serializableCodec({ name, namespace }: VectorType): VectorCodec {
  return {
    type: xmlSerializable<{ readonly V: string | null }>({
      name,
      namespace,
      write(writer, { V }) {
        writer.writeAttribute('', 'v', '', V ?? '');
        writer.writeStartElement('', 'inner', 'urn:i');
        writer.writeText('text');
        writer.writeEndElement();
      },
      read(reader) {
        const V = reader.getAttribute('v');
        reader.skip();
        return { V };
      },
    }),
    toValue: (notation) => notation,
    toNotation: (value) => value,
  };
}

const primitives = new Map<string, TypeReference>([
  ...Object.entries(xsd),
  ['dateOnly', dateOnly],
  ['timeOnly', timeOnly],
  ['guid', guid],
  ['char', char],
]);

function primitiveCodec(name: string): VectorCodec {
  const type = primitives.get(name);
  if (type === undefined) throw new Error(`no word for ${name}`);
  return { type, toValue: toPrimitive(name), toNotation: fromPrimitive(name) };
}

function toPrimitive(name: string): (notation: unknown) => unknown {
  switch (name) {
    case 'long':
    case 'unsignedLong':
      return (text) => (text === null ? null : BigInt(text as string));
    case 'float':
      return (text) => Math.fround(toNumber(text as string));
    case 'double':
      return (text) => toNumber(text as string);
    case 'decimal':
      return (text) => Decimal.parse(text as string);
    case 'dateTime':
      return (value) => {
        const { ticks, kind } = value as { ticks: string; kind: DateTime['kind'] };
        return new DateTime(BigInt(ticks), kind);
      };
    case 'duration':
      return (value) => new Duration(BigInt((value as { ticks: string }).ticks));
    case 'base64Binary':
      return (text) => (typeof text === 'string' ? Buffer.from(text, 'base64') : text);
    default:
      return (value) => value;
  }
}

function fromPrimitive(name: string): (value: unknown) => unknown {
  switch (name) {
    case 'float':
    case 'double':
      return (value) => (typeof value === 'number' ? fromNumber(value, name) : value);
    default:
      return (value) => {
        if (typeof value === 'bigint' || value instanceof Decimal) return value.toString();
        if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
        if (value instanceof Duration) return { ticks: value.ticks.toString() };
        if (!(value instanceof DateTime)) return value;
        const clock = new DateTime(value.ticks).toString();
        const [seconds = '', fraction = ''] = clock.split('.');
        return {
          kind: value.kind,
          iso: `${seconds}.${fraction.padEnd(7, '0')}`,
          ticks: value.ticks.toString(),
        };
      };
  }
}

function toNumber(text: string): number {
  if (text === 'INF') return Infinity;
  return text === '-INF' ? -Infinity : Number(text);
}

function fromNumber(value: number, name: string): unknown {
  return { number: Object.is(value, -0) ? '-0' : String(value), name };
}

const dateTimeOffsetCodec: VectorCodec = {
  type: dateTimeOffset,
  toValue(notation) {
    if (typeof notation !== 'object' || notation === null) return notation;
    const { iso, offsetMinutes } = notation as { iso: string; offsetMinutes: number };
    const clock = DateTime.parse(iso).ticks - BigInt(offsetMinutes) * 600_000_000n;
    return new DateTimeOffset(new DateTime(clock, 'Utc'), offsetMinutes);
  },
  toNotation: (value) =>
    value instanceof DateTimeOffset
      ? { utc: value.utc.toString(), offsetMinutes: value.offsetMinutes }
      : value,
};

/** Values whose type the notation tells: `$type` and `$value`, or `$type` among the members of a class. */
function anyTypeCodec(codecOf: (reference: string) => VectorCodec): VectorCodec {
  return {
    type: xsd.anyType,
    toValue(notation) {
      if (typeof notation !== 'object' || notation === null) return notation;
      const { $ref, $type, $value } = notation as {
        $ref?: number;
        $type?: string;
        $value?: unknown;
      };
      if ($ref !== undefined) return objects.get($ref);
      if ($type === undefined) return {};
      if ($type === 'anyType') return {};
      const codec = codecOf($type);
      const value = codec.toValue('$value' in notation ? $value : notation);
      return isPlain($type, value) ? value : typed(codec.type, value as never);
    },
    toNotation(value) {
      if (!(value instanceof TypedValue)) {
        const known = typeof value === 'object' && value !== null ? value.constructor : null;
        const codec = known === null ? undefined : codecsOfClasses.get(known);
        return codec === undefined ? fromPrimitive('')(value) : codec.toNotation(value);
      }
      return { typed: fromPrimitive('')(value.value) };
    },
  };
}

/** The codecs of the classes that were made for vectors. */
const codecsOfClasses = new Map<unknown, VectorCodec>();

function isPlain(type: string, value: unknown): boolean {
  if (typeof value === 'object' && value !== null && codecsOfClasses.has(value.constructor))
    return true;
  return [
    'string',
    'boolean',
    'int',
    'long',
    'decimal',
    'dateTime',
    'duration',
    'base64Binary',
    'double',
    'QName',
    '@DateTimeOffset',
  ].includes(type);
}

function nullableCodec(inner: VectorCodec): VectorCodec {
  return {
    type: nullable(inner.type),
    toValue: (notation) => (notation === null ? null : inner.toValue(notation)),
    toNotation: (value) => (value === null ? null : inner.toNotation(value)),
  };
}

function enumCodec({ name, namespace, flags, members = [] }: VectorType): VectorCodec {
  const real = members.filter((member) => member.xmlName !== undefined);
  const definition = Object.fromEntries(
    real.map((member) => [
      member.name,
      { value: BigInt(member.value ?? ''), text: member.xmlName ?? '' },
    ]),
  );
  const valueOf = (member: string): string =>
    real.find((each) => each.name === member)?.value ?? '0';
  if (flags === true) {
    return {
      type: enumOf(decode(name), definition, { namespace, flags }),
      toValue: (notation) => {
        const { enum: names } = notation as { enum: string };
        return names === '0' ? [] : names.split(', ');
      },
      toNotation: (value) => {
        const names = value as string[];
        const sum = names.reduce((bits, each) => bits | BigInt(valueOf(each)), 0n).toString();
        const zero = real.find((member) => member.value === '0')?.name ?? '0';
        return { enum: names.length === 0 ? zero : names.join(', '), value: sum };
      },
    };
  }
  return {
    type: enumOf(decode(name), definition, { namespace }),
    toValue: (notation) => (notation === null ? null : (notation as { enum: string }).enum),
    toNotation: (value) =>
      typeof value === 'string' ? { enum: value, value: valueOf(value) } : value,
  };
}

function listCodec(type: VectorType, item: VectorCodec): VectorCodec {
  const { name, namespace, itemName = '' } = type;
  const { isReference } = type;
  const names = { name: decode(name), namespace, itemName: decode(itemName), isReference };
  return {
    type: arrayOf(item.type, type.collectionDataContract === true ? names : {}),
    toValue: (notation) =>
      identified(notation, (list) =>
        Array.isArray(list) ? list.map((each) => item.toValue(each)) : list,
      ),
    toNotation: (value) =>
      Array.isArray(value) ? value.map((each) => item.toNotation(each)) : value,
  };
}

/** `$ref`, or `$id` and `$value`: a list or dictionary that occurs more than once. */
function identified(notation: unknown, toValue: (notation: unknown) => unknown): unknown {
  if (typeof notation !== 'object' || notation === null || Array.isArray(notation))
    return toValue(notation);
  const { $ref, $id, $value } = notation as { $ref?: number; $id?: number; $value?: unknown };
  if ($ref !== undefined) return objects.get($ref);
  const value = toValue($value);
  if ($id !== undefined) objects.set($id, value);
  return value;
}

function dictionaryCodec(type: VectorType, key: VectorCodec, value: VectorCodec): VectorCodec {
  const { name, namespace, itemName = '', keyName = '', valueName = '' } = type;
  const names = {
    name: decode(name),
    namespace,
    itemName: decode(itemName),
    keyName: decode(keyName),
    valueName: decode(valueName),
  };
  return {
    type: dictionaryOf(key.type, value.type, type.collectionDataContract === true ? names : {}),
    toValue: (notation) =>
      Array.isArray(notation)
        ? new Map(
            (notation as [unknown, unknown][]).map(([k, v]) => [key.toValue(k), value.toValue(v)]),
          )
        : notation,
    toNotation: (map) =>
      map instanceof Map
        ? [...(map as Map<unknown, unknown>)].map(([k, v]) => [
            key.toNotation(k),
            value.toNotation(v),
          ])
        : map,
  };
}

/** The names that .NET's source gives to generic classes which have another than the default. */
const genericNames: ReadonlyMap<string, string> = new Map([
  ['NamedGen', 'ResultOf{0}'],
  ['NamedGenHash', 'ResultOf{0}{#}'],
  ['Swapped', 'Wrap_{1}_{0}'],
  ['Pair', 'PairOf{0}And{1}'],
  ['Hashed', 'Hashed_{0}{#}'],
]);

function nameOf(
  reference: string,
  { name, typeArguments }: VectorType,
  codecOf: (reference: string) => VectorCodec,
): DataContractOptions {
  const [, generic = ''] = /^@([^<]*)</.exec(reference) ?? [];
  const pattern =
    genericNames.get(generic) ??
    `${generic}Of${typeArguments?.map((_, at) => `{${String(at)}}`).join('') ?? ''}{#}`;
  const isKnown = genericNames.has(generic) || name.startsWith(`${generic}Of`);
  if (typeArguments === undefined || !isKnown) return { name: decode(name) };
  return {
    name: pattern,
    typeArguments: typeArguments.map((argument) => lazy(() => codecOf(argument).type)),
  };
}

function classCodec(
  reference: string,
  type: VectorType,
  codecOf: (reference: string) => VectorCodec,
  codecs: Map<string, VectorCodec>,
): VectorCodec {
  const base = type.base === undefined ? null : codecOf(type.base);
  const Base = (base?.type ?? Object) as new () => object;
  const Class = type.base === undefined ? emptyClass() : class extends Base {};
  Object.defineProperty(Class, 'name', { value: reference.slice(1) });
  const prototype = Class.prototype as object;
  const inherited = new Set(base?.members?.().map(({ name }) => name));
  const members = (type.members ?? []).map((member): VectorMember =>
    inherited.has(member.name) ? { ...member, key: `${member.name}@${type.name}` } : member,
  );
  const allMembers = (): readonly VectorMember[] => [...(base?.members?.() ?? []), ...members];
  const codec: VectorCodec = {
    type: Class,
    toValue(notation) {
      if (typeof notation !== 'object' || notation === null) return notation;
      const { $ref, $id, $type } = notation as { $ref?: number; $id?: number; $type?: string };
      if ($ref !== undefined) return objects.get($ref);
      if ($type !== undefined && $type !== reference) {
        return codecOf($type).toValue({ ...notation, $type: undefined });
      }
      const value = Object.create(prototype) as object;
      if ($id !== undefined) objects.set($id, value);
      for (const member of allMembers()) {
        const part: unknown = Reflect.get(notation, keyOf(member));
        Reflect.set(value, keyOf(member), codecOf(member.type).toValue(part));
      }
      return value;
    },
    toNotation(value) {
      if (typeof value !== 'object' || value === null) return value;
      const actual = codecsOfClasses.get(value.constructor);
      if (actual !== undefined && actual !== codec) return actual.toNotation(value);
      const known = seen.get(value);
      if (known !== undefined) return { again: known };
      seen.set(value, seen.size);
      const notation: Record<string, unknown> = { class: type.name };
      for (const member of allMembers())
        notation[keyOf(member)] = codecOf(member.type).toNotation(
          Reflect.get(value, keyOf(member)),
        );
      seen.delete(value);
      return notation;
    },
    members: allMembers,
  };
  codecs.set(reference, codec);
  codecsOfClasses.set(Class, codec);
  DataContract({
    ...nameOf(reference, type, codecOf),
    namespace: type.namespace,
    isReference: type.isReference ?? false,
    isExtensible: type.extensible ?? false,
    isAbstract: type.abstract ?? false,
    isValueType: type.kind === 'struct',
  })(Class);
  KnownTypes(...(type.knownTypes ?? []).map((known) => lazy(() => codecOf(known).type)))(Class);
  for (const member of members) {
    const { name, type: memberType, order, isRequired, emitDefaultValue } = member;
    const decorate: (target: object, key: string) => void = DataMember(
      lazy(() => codecOf(memberType).type),
      { name: decode(name), order, isRequired, emitDefaultValue },
    );
    decorate(prototype, keyOf(member));
  }
  return codec;
}

function keyOf({ key, name }: VectorMember): string {
  return key ?? name;
}

/** A class to decorate. */
export function emptyClass(): new () => object {
  return class extends Object {};
}

/** A name from its XML form; the vectors have names as they are on the wire. */
function decode(name: string): string {
  const decoded = name.replace(/_x([0-9A-F]{8}|[0-9A-F]{4})_/g, (_, code: string) =>
    String.fromCodePoint(parseInt(code, 16)),
  );
  return encodeXmlName(decoded) === name ? decoded : name;
}
