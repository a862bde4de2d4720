import test from 'ava';
import {
  arrayOf,
  char,
  compileReader,
  compileWriter,
  dictionaryOf,
  enumOf,
  guid,
  lazy,
  nullable,
  xsd,
} from '../../../src/contracts/data-contract/index.js';
import type { TypeReference } from '../../../src/contracts/data-contract/index.js';
import { DataContract, DataMember } from '../../../src/contracts/decorators/index.js';
import { QuotaExceededError, SerializationError } from '../../../src/core/errors/index.js';
import { XmlTextReader } from '../../../src/core/xml/index.js';
import { readerOn, written } from './xml-text.js';

const Color = enumOf('Color', { Red: 0, Green: 1 });

@DataContract({ namespace: 'urn:test' })
class Line {
  @DataMember(xsd.int) count!: number;
  @DataMember(nullable(lazy(() => Line))) next?: Line | null;
}

@DataContract({ namespace: 'urn:test' })
class Order {
  @DataMember(arrayOf(Line)) lines!: Line[];
  @DataMember(nullable(xsd.string)) note?: string | null;
}

function messageFor(type: TypeReference, value: unknown): string | undefined {
  const write = compileWriter(type) as (...args: unknown[]) => void;
  try {
    written((writer) => {
      write(writer, value, 'pay.amount');
    });
    return undefined;
  } catch (error) {
    return error instanceof SerializationError ? error.message : String(error);
  }
}

test('A value that does not fit is refused with its path, what it is and what it should be', (t) => {
  const whole = 'a whole number from -2147483648 to 2147483647 (xsd.int)';
  t.is(messageFor(xsd.int, 'abc'), `pay.amount: 'abc' is not ${whole}`);
  t.is(messageFor(xsd.int, 2.5), `pay.amount: 2.5 is not ${whole}`);
  t.is(messageFor(xsd.int, 2 ** 31), `pay.amount: 2147483648 is not ${whole}`);
  t.is(messageFor(xsd.double, '1'), "pay.amount: '1' is not a number");
  t.is(messageFor(Color, 'Blue'), "pay.amount: 'Blue' is not a member of Color (Red, Green)");
});

test('Every type refuses values of another JavaScript type', (t) => {
  const others = new Map<TypeReference, readonly unknown[]>([
    [xsd.boolean, [0, 'true', null]],
    [xsd.byte, [128, '1', 1n]],
    [xsd.unsignedShort, [-1, 65_536, NaN]],
    [xsd.long, [2n ** 63n, 2 ** 60, 1.5, '1']],
    [xsd.unsignedLong, [-1n, 2n ** 64n]],
    [xsd.float, [1e39, '1']],
    [xsd.decimal, [NaN, 'x', true, {}]],
    [xsd.string, [1, {}, Symbol('s')]],
    [xsd.base64Binary, ['AQ==', [1, 2]]],
    [xsd.dateTime, [0, '2024-01-01', new Date(NaN)]],
    [xsd.duration, ['PT1S', NaN, new Date()]],
    [xsd.anyURI, [1, 'http://[bad']],
    [xsd.QName, ['a', { name: 'a b', namespace: '' }, { name: 'a' }]],
    [guid, ['x', 1, '{00112233-4455-6677-8899-aabbccddeeff']],
    [char, ['', 'ab', 65]],
    [arrayOf(xsd.int), ['1', { length: 0 }, [1, null]]],
    [dictionaryOf(xsd.string, xsd.int), [{}, [['a', 1]], new Map([['a', 'b']])]],
    [Order, ['x', 1, []]],
  ]);
  for (const [type, values] of others) {
    for (const value of values) t.regex(messageFor(type, value) ?? 'accepted', /^pay\.amount/);
  }
});

test('The path leads through classes, lists and dictionaries', (t) => {
  const order = { lines: [{ count: 1 }, { count: 1, next: { count: -0.5 } }], note: null };
  t.regex(messageFor(Order, order) ?? '', /^pay\.amount\.lines\[1\]\.next\.count: -0\.5 is not/);
  const map = new Map([['a', [1, 'b']]]);
  t.regex(
    messageFor(dictionaryOf(xsd.string, arrayOf(xsd.int)), map) ?? '',
    /^pay\.amount\['a'\]\[1\]: 'b' is not/,
  );
});

test('A missing value says how to allow it', (t) => {
  t.is(
    messageFor(Order, { lines: [{}] }),
    'pay.amount.lines[0].count: undefined is not of the type int; give a value, or declare the type as nullable(...)',
  );
});

test('A value that contains itself is refused', (t) => {
  const line = Object.assign(new Line(), { count: 1 });
  line.next = line;
  t.regex(messageFor(Line, line) ?? '', /^pay\.amount.*contains itself; data contracts are trees$/);
});

test('Text that cannot be read is refused with its path', (t) => {
  const read = compileReader(Order);
  const error = t.throws(
    () =>
      read(
        readerOn(
          '<Order xmlns="urn:test"><lines><Line><count>1</count></Line><Line><count>x</count></Line></lines></Order>',
        ),
      ),
    { instanceOf: SerializationError },
  );
  t.true(error.message.startsWith('Order.lines[1].count: The value "x" is not a valid integer'));
});

test('An exceeded quota stays an exceeded quota', (t) => {
  const text = `<string xmlns="http://schemas.microsoft.com/2003/10/Serialization/">${'x'.repeat(9_000)}</string>`;
  const reader = new XmlTextReader(Buffer.from(text));
  t.throws(() => compileReader(xsd.string)(reader), { instanceOf: QuotaExceededError });
});
