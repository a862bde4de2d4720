import test from 'ava';
import fc from 'fast-check';
import {
  booleanAttribute,
  enumAttribute,
  integerAttribute,
  timeSpanAttribute,
} from '../../../src/core/binding/index.js';

test('A boolean is true or false in any case, and nothing else', (t) => {
  t.deepEqual(
    ['True', ' false ', '1'].map((text) => booleanAttribute.parse(text)),
    [true, false, undefined],
  );
  t.is(booleanAttribute.format(true), 'true');
});

test('An integer keeps within its bounds', (t) => {
  const attribute = integerAttribute(1, 10);
  t.is(attribute.parse('10'), 10);
  t.is(attribute.parse('0'), undefined);
  t.is(attribute.parse('11'), undefined);
  t.is(attribute.parse('1.5'), undefined);
  t.is(attribute.parse(''), undefined);
  t.is(integerAttribute(1).parse('9223372036854775807'), Number.MAX_SAFE_INTEGER);
});

test('An enumeration knows its names as they are written', (t) => {
  const attribute = enumAttribute(['Buffered', 'Streamed']);
  t.is(attribute.parse('Streamed'), 'Streamed');
  t.is(attribute.parse('streamed'), undefined);
});

test('A time span is read in the forms of .NET', (t) => {
  const attribute = timeSpanAttribute();
  t.is(attribute.parse('00:10:00'), 600_000);
  t.is(attribute.parse('1.02:03:04.5'), 93_784_500);
  t.is(attribute.parse('00:00:00.0001'), 0.1);
  t.is(attribute.parse('10:20'), 37_200_000);
  t.is(attribute.parse('2'), 172_800_000);
  t.is(attribute.parse('Infinite'), Number.POSITIVE_INFINITY);
  t.is(attribute.parse('24:00:00'), undefined);
  t.is(attribute.parse('-00:00:01'), undefined);
  t.is(timeSpanAttribute(1).parse('00:00:00'), undefined);
});

test('A time span that was written is read back', (t) => {
  const attribute = timeSpanAttribute();
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_000_000_000 }), (milliseconds) => {
      t.is(attribute.parse(attribute.format(milliseconds)), milliseconds);
    }),
  );
  t.is(attribute.format(93_784_500), '1.02:03:04.5000000');
  t.is(attribute.format(Number.POSITIVE_INFINITY), 'Infinite');
});
