import test from 'ava';
import fc from 'fast-check';
import { DateTime, Decimal, Duration } from '../../../src/contracts/data-contract/index.js';
import { SerializationError } from '../../../src/core/errors/index.js';

const maxUnscaled = 2n ** 96n - 1n;
const decimals = fc
  .tuple(fc.bigInt({ min: -maxUnscaled, max: maxUnscaled }), fc.integer({ min: 0, max: 28 }))
  .map(([unscaled, scale]) => new Decimal(unscaled, scale));
const maxTicks = 3_155_378_975_999_999_999n;

test('A Decimal keeps its digits and trailing zeros through its text', (t) => {
  fc.assert(
    fc.property(decimals, (decimal) => {
      const again = Decimal.parse(decimal.toString());
      t.is(again.unscaled, decimal.unscaled);
      t.is(again.scale, decimal.scale);
    }),
  );
});

test('A Decimal from a number has the shortest digits of that number', (t) => {
  t.is(Decimal.from(0.1).toString(), '0.1');
  t.is(Decimal.from(-1.5e-7).toString(), '-0.00000015');
  t.is(Decimal.from(1.5e21).toString(), '1500000000000000000000');
  t.is(Decimal.from(123n).toString(), '123');
  fc.assert(
    fc.property(fc.double({ min: 1e-12, max: 1e15, noNaN: true }), (value) => {
      t.is(Decimal.from(value).toNumber(), value);
    }),
  );
});

test('Decimals are equal when the numbers are, whatever their scale', (t) => {
  t.true(Decimal.from('1.50').equals(Decimal.from('1.5')));
  t.false(Decimal.from('1.50').equals(Decimal.from('1.51')));
  t.true(Decimal.from('-0.0').isZero);
});

test('What a Decimal cannot hold is rounded half to even behind the point and refused before it', (t) => {
  t.is(
    Decimal.parse('0.00000000000000000000000000005').toString(),
    '0.0000000000000000000000000000',
  );
  t.is(
    Decimal.parse('0.00000000000000000000000000015').toString(),
    '0.0000000000000000000000000002',
  );
  t.is(
    Decimal.parse('0.000000000000000000000000000050001').toString(),
    '0.0000000000000000000000000001',
  );
  t.is(
    Decimal.parse('7922816251426433759354395033.54').toString(),
    '7922816251426433759354395033.5',
  );
  for (const text of [
    '79228162514264337593543950336',
    '1'.repeat(1_000_000),
    'NaN',
    '',
    '.',
    '1e3',
  ]) {
    t.throws(() => Decimal.parse(text), { instanceOf: SerializationError });
  }
  for (const value of [NaN, Infinity, 1e30]) {
    t.throws(() => Decimal.from(value), { instanceOf: SerializationError });
  }
});

test('A Duration keeps its ticks through its text', (t) => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (ticks) => {
      t.is(Duration.parse(new Duration(ticks).toString()).ticks, ticks);
    }),
  );
});

test('A Duration converts from and to milliseconds', (t) => {
  t.is(Duration.fromMilliseconds(1.5).ticks, 15_000n);
  t.is(Duration.fromMilliseconds(-1_000).toString(), '-PT1S');
  t.is(new Duration(15_000n).toMilliseconds(), 1.5);
  t.true(Duration.from(5).equals(Duration.fromMilliseconds(5)));
  for (const value of [NaN, Infinity, 1e30]) {
    t.throws(() => Duration.fromMilliseconds(value), { instanceOf: SerializationError });
  }
});

test('A DateTime of any kind but Local keeps ticks and kind through its text', (t) => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: maxTicks }),
      fc.constantFrom('Utc' as const, 'Unspecified' as const),
      (ticks, kind) => {
        const value = new DateTime(ticks, kind);
        t.true(DateTime.parse(value.toString()).equals(value));
      },
    ),
  );
});

test('A Date survives as UTC', (t) => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date(-6e13), noInvalidDate: true, max: new Date(2.5e14) }),
      (date) => {
        t.is(DateTime.fromDate(date).toDate().getTime(), date.getTime());
      },
    ),
  );
});

test('A Date survives as local time, but for the hour that a clock shows twice', (t) => {
  for (let year = 1990; year < 2050; year++) {
    for (const month of [0, 6]) {
      const date = new Date(year, month, 15, 12, 30, 15, 123);
      const local = DateTime.fromDate(date, 'Local');
      t.is(local.toDate().getTime(), date.getTime());
      t.true(local.toString().startsWith(`${String(year)}-0${String(month + 1)}-15T12:30:15.123`));
    }
  }
});

test('A Date before 1970 is cut to the millisecond below', (t) => {
  const value = DateTime.parse('1969-12-31T23:59:59.9999999Z');
  t.is(value.toDate().toISOString(), '1969-12-31T23:59:59.999Z');
  t.is(value.toString(), '1969-12-31T23:59:59.9999999Z');
});

test('Dates outside of the years 1 to 9999 are refused', (t) => {
  t.throws(() => new DateTime(-1n), { instanceOf: SerializationError });
  t.throws(() => new DateTime(maxTicks + 1n), { instanceOf: SerializationError });
  t.throws(() => DateTime.fromDate(new Date(NaN)), { instanceOf: SerializationError });
  t.throws(() => DateTime.parse('9999-12-31T23:59:59.99999999Z'), {
    instanceOf: SerializationError,
  });
});

test('The values are written into JSON as their text', (t) => {
  const value = [new Decimal(150n, 2), new Duration(10_000_000n), new DateTime(0n, 'Utc')];
  t.is(JSON.stringify(value), '["1.50","PT1S","0001-01-01T00:00:00Z"]');
});
