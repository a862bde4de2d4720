import test from 'ava';
import fc from 'fast-check';
import {
  XmlArrayMember,
  XmlAttributeMember,
  XmlElementMember,
  XmlTextMember,
  XmlType,
} from '../../../src/contracts/decorators/index.js';
import { arrayOf, nullable } from '../../../src/contracts/data-contract/index.js';
import type { TypeReference } from '../../../src/contracts/data-contract/index.js';
import { compileXmlReader, compileXmlWriter } from '../../../src/contracts/xml-serializer/index.js';
import { emptyClass } from '../../vectors/data-contract-types.js';
import { primitives } from '../data-contract/arbitrary-types.js';
import type { TypedValues } from '../data-contract/arbitrary-types.js';
import { asWritten, readerOn, written } from '../data-contract/xml-text.js';

type Place = 'element' | 'attribute' | 'text' | 'array' | 'elements' | 'nullable';

interface Member {
  readonly key: string;
  readonly place: Place;
  readonly inner: TypedValues;
}

type MemberDecorator = (target: object, key: string) => void;

const decorators: Readonly<Record<Place, (type: TypeReference) => unknown>> = {
  element: (type) => XmlElementMember(type),
  attribute: (type) => XmlAttributeMember(type),
  text: (type) => XmlTextMember(type),
  array: (type) => XmlArrayMember(type),
  elements: (type) => XmlElementMember(arrayOf(type)),
  nullable: (type) => XmlElementMember(nullable(type), { isNullable: true }),
};

function valuesOf({ place, inner }: Member): fc.Arbitrary<unknown> {
  if (place === 'array' || place === 'elements') return fc.array(inner.values, { maxLength: 3 });
  // As in .NET an element without text, or with white space alone, sets no text.
  if (place === 'text') return inner.values.filter((value) => !isEmpty(value));
  return place === 'nullable' ? fc.option(inner.values) : inner.values;
}

function isEmpty(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() === '';
  return (Array.isArray(value) || value instanceof Uint8Array) && value.length === 0;
}

function classOf(namespace: string, members: readonly Member[]): TypedValues {
  const Class = emptyClass();
  XmlType({ name: 'Thing', namespace })(Class);
  for (const { key, place, inner } of members)
    (decorators[place](inner.type) as MemberDecorator)(Class.prototype as object, key);
  const values = fc.tuple(...members.map(valuesOf)).map((parts) => {
    const value = new Class();
    members.forEach(({ key }, index) => Reflect.set(value, key, parts[index]));
    return value;
  });
  return { type: Class, values, isKey: false };
}

const member = (inner: fc.Arbitrary<TypedValues>, ...places: Place[]): fc.Arbitrary<Member> =>
  fc.record({
    key: fc.constantFrom('a', 'B', 'has space', 'constructor', 'toString', 'd'),
    place: fc.constantFrom(...places),
    inner,
  });

const { typed } = fc.letrec<{ typed: TypedValues }>((tie) => ({
  typed: fc.oneof(
    { maxDepth: 2, depthSize: 'small' },
    { weight: 1, arbitrary: fc.constantFrom(...primitives) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(
          fc.constantFrom('urn:a', 'urn:b', ''),
          fc.uniqueArray(
            fc.oneof(
              member(tie('typed'), 'element', 'array', 'elements', 'nullable'),
              member(fc.constantFrom(...primitives), 'attribute'),
            ),
            { maxLength: 4, selector: ({ key }) => key },
          ),
        )
        .map(([namespace, members]) => classOf(namespace, members)),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(
          member(fc.constantFrom(...primitives), 'text'),
          fc.uniqueArray(member(fc.constantFrom(...primitives), 'attribute'), {
            maxLength: 2,
            selector: ({ key }) => key,
          }),
        )
        .filter(([text, attributes]) => attributes.every(({ key }) => key !== text.key))
        .map(([text, attributes]) => classOf('urn:a', [text, ...attributes])),
    },
  ),
}));

const cases = typed.chain(({ type, values }) => values.map((value) => ({ type, value })));

test('What the XmlSerializer writes is read back as the same value, for any type', (t) => {
  fc.assert(
    fc.property(cases, ({ type, value }) => {
      const write = (each: unknown): string => {
        const compiled = compileXmlWriter(type) as (...args: unknown[]) => void;
        return written((writer) => {
          compiled(writer, each);
        });
      };
      const text = write(value);
      const read: unknown = compileXmlReader(type)(readerOn(text));
      t.deepEqual(asWritten(read), asWritten(value));
      t.is(write(read), text);
    }),
    { numRuns: 2_000 },
  );
});
