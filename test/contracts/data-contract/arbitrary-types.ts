import fc from 'fast-check';
import { DataContract, DataMember } from '../../../src/contracts/decorators/index.js';
import {
  arrayOf,
  char,
  DateTime,
  Decimal,
  dictionaryOf,
  Duration,
  enumOf,
  guid,
  nullable,
  xsd,
} from '../../../src/contracts/data-contract/index.js';
import type { TypeReference } from '../../../src/contracts/data-contract/index.js';
import { emptyClass } from '../../vectors/data-contract-types.js';

/** A type, and its values. */
export interface TypedValues {
  readonly type: TypeReference;
  readonly values: fc.Arbitrary<unknown>;
  /** Whether values are told apart by what they are, as the keys of a dictionary have to be. */
  readonly isKey: boolean;
}

const maxUnscaled = 2n ** 96n - 1n;
const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_.-]{0,8}$/);
const text = fc.string({ unit: 'binary', maxLength: 20 });
const Color = enumOf('Color', { Red: 0, Green: 5, Blue: { value: 6, text: 'bleu' } });
const Rights = enumOf('Rights', { Read: 1, Write: 2, Execute: 4 }, { flags: true });

function integers(min: number, max: number): fc.Arbitrary<unknown> {
  return fc.integer({ min, max });
}

export const primitives: readonly TypedValues[] = [
  { type: xsd.boolean, values: fc.boolean(), isKey: true },
  { type: xsd.byte, values: integers(-128, 127), isKey: true },
  { type: xsd.unsignedByte, values: integers(0, 255), isKey: true },
  { type: xsd.short, values: integers(-32_768, 32_767), isKey: true },
  { type: xsd.unsignedShort, values: integers(0, 65_535), isKey: true },
  { type: xsd.int, values: integers(-(2 ** 31), 2 ** 31 - 1), isKey: true },
  { type: xsd.unsignedInt, values: integers(0, 2 ** 32 - 1), isKey: true },
  { type: xsd.long, values: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), isKey: true },
  { type: xsd.unsignedLong, values: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), isKey: true },
  { type: xsd.float, values: fc.float(), isKey: false },
  { type: xsd.double, values: fc.double(), isKey: false },
  {
    type: xsd.decimal,
    values: fc
      .tuple(fc.bigInt({ min: -maxUnscaled, max: maxUnscaled }), integers(0, 28))
      .map(([unscaled, scale]) => new Decimal(unscaled, scale as number)),
    isKey: false,
  },
  { type: xsd.string, values: text, isKey: true },
  { type: xsd.base64Binary, values: fc.uint8Array({ maxLength: 40 }), isKey: false },
  {
    type: xsd.dateTime,
    values: fc
      .tuple(
        fc.bigInt({ min: 0n, max: 3_155_378_975_999_999_999n }),
        fc.constantFrom('Utc' as const, 'Unspecified' as const),
      )
      .map(([ticks, kind]) => new DateTime(ticks, kind)),
    isKey: false,
  },
  {
    type: xsd.duration,
    values: fc
      .bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
      .map((ticks) => new Duration(ticks)),
    isKey: false,
  },
  { type: xsd.anyURI, values: fc.webUrl().map((url) => new URL(url).href), isKey: true },
  {
    type: xsd.QName,
    // A name without namespace takes the default one where an outer element declares it: so does .NET.
    values: fc.record({ name, namespace: fc.constantFrom('urn:a', 'urn:b') }),
    isKey: false,
  },
  { type: guid, values: fc.uuid(), isKey: true },
  {
    type: char,
    values: integers(0, 0xffff).map((code) => String.fromCharCode(code as number)),
    isKey: true,
  },
  { type: Color, values: fc.constantFrom('Red', 'Green', 'Blue'), isKey: true },
  { type: Rights, values: fc.subarray(['Read', 'Write', 'Execute']), isKey: false },
];

function listOf(item: TypedValues): TypedValues {
  return {
    type: arrayOf(item.type),
    values: fc.array(item.values, { maxLength: 4 }),
    isKey: false,
  };
}

function nullableOf(inner: TypedValues): TypedValues {
  return { type: nullable(inner.type), values: fc.option(inner.values), isKey: false };
}

function mapOf(key: TypedValues, value: TypedValues): TypedValues {
  return {
    type: dictionaryOf(key.type, value.type),
    values: fc
      .array(fc.tuple(key.values, value.values), { maxLength: 4 })
      .map((entries) => new Map(entries)),
    isKey: false,
  };
}

interface Member {
  readonly key: string;
  readonly order: number | undefined;
  readonly inner: TypedValues;
}

function classOf(namespace: string, members: readonly Member[]): TypedValues {
  const Class = emptyClass();
  DataContract({ name: 'Thing', namespace })(Class);
  for (const { key, order, inner } of members) {
    const decorate = DataMember(inner.type, { order });
    Reflect.apply(decorate, undefined, [Class.prototype, key]);
  }
  const values = fc.tuple(...members.map(({ inner }) => inner.values)).map((parts) => {
    const value = new Class();
    members.forEach(({ key }, index) => Reflect.set(value, key, parts[index]));
    return value;
  });
  return { type: Class, values, isKey: false };
}

/** Any type of the type language, nested a few levels deep. */
export const { typed: typedValues } = fc.letrec<{ typed: TypedValues }>((tie) => ({
  typed: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    { weight: 3, arbitrary: fc.constantFrom(...primitives) },
    { weight: 1, arbitrary: tie('typed').map(listOf) },
    { weight: 1, arbitrary: tie('typed').map(nullableOf) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom(...primitives.filter(({ isKey }) => isKey)), tie('typed'))
        .map(([key, value]) => mapOf(key, value)),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(
          fc.constantFrom('urn:a', 'urn:b', ''),
          fc.uniqueArray(
            fc.record({
              key: fc.constantFrom('a', 'B', 'has space', 'constructor', '_x0020_', 'toString'),
              order: fc.option(fc.nat(3), { nil: undefined }),
              inner: tie('typed'),
            }),
            { maxLength: 4, selector: ({ key }) => key },
          ),
        )
        .map(([namespace, members]) => classOf(namespace, members)),
    },
  ),
}));
