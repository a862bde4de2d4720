import { readFileSync } from 'node:fs';
import test from 'ava';
import fc from 'fast-check';
import { XmlError } from '../../../src/core/errors/index.js';
import {
  formatDouble,
  formatFloat,
  parseBoolean,
  parseDouble,
  parseFloat32,
  parseInteger,
  parseLong,
} from '../../../src/core/xml/index.js';

interface LexicalForms {
  /** Type, value, what .NET writes. */
  readonly written: readonly (readonly ['double' | 'float', string, string])[];
  /** Type, text, what .NET reads from it; null when it refuses. */
  readonly read: readonly (readonly [keyof typeof readers, string, string | null])[];
}

const forms = JSON.parse(
  readFileSync(
    new URL('../../../../test/fixtures/xml/lexical-dotnet.json', import.meta.url),
    'utf8',
  ),
) as LexicalForms;

const readers = {
  double: (text: string) => formatDouble(parseDouble(text)),
  float: (text: string) => formatFloat(parseFloat32(text)),
  int: (text: string) => String(parseInteger(text, -(2 ** 31), 2 ** 31 - 1)),
  short: (text: string) => String(parseInteger(text, -(2 ** 15), 2 ** 15 - 1)),
  byte: (text: string) => String(parseInteger(text, -128, 127)),
  unsignedByte: (text: string) => String(parseInteger(text, 0, 255)),
  long: (text: string) => String(parseLong(text)),
  boolean: (text: string) => String(parseBoolean(text)),
};

for (const [type, value, written] of forms.written) {
  test(`the ${type} ${value} is written as .NET writes it`, (t) => {
    const number = parseDouble(value);
    t.is(type === 'double' ? formatDouble(number) : formatFloat(number), written);
  });
}

for (const [type, text, result] of forms.read) {
  test(`${JSON.stringify(text)} is ${result === null ? 'refused' : 'read'} as ${type}, as .NET does`, (t) => {
    if (result === null) t.throws(() => readers[type](text), { instanceOf: XmlError });
    else t.is(readers[type](text), result);
  });
}

test('doubles read back to themselves', (t) => {
  t.notThrows(() => {
    fc.assert(
      fc.property(fc.double(), (value) => Object.is(parseDouble(formatDouble(value)), value)),
      { numRuns: 2_000 },
    );
  });
});

test('float32 values read back to themselves, with at most nine digits', (t) => {
  t.notThrows(() => {
    fc.assert(
      fc.property(fc.float(), (value) => {
        const text = formatFloat(value);
        const digits = text.replace(/E.*|[^0-9]/g, '').replace(/^0+|0+$/g, '');
        return Object.is(parseFloat32(text), value) && digits.length <= 9;
      }),
      { numRuns: 2_000 },
    );
  });
});

test('no text makes a float32 shorter than the one written', (t) => {
  t.notThrows(() => {
    fc.assert(
      fc.property(fc.float({ noDefaultInfinity: true, noNaN: true }), (value) => {
        const digitsOf = (text: string) =>
          text.replace(/[eE].*|[^0-9]/g, '').replace(/^0+|0+$/g, '').length;
        const written = digitsOf(formatFloat(value));
        for (let digits = 1; digits < written; digits++) {
          if (Math.fround(Number(value.toPrecision(digits))) === value) return false;
        }
        return true;
      }),
      { numRuns: 2_000 },
    );
  });
});

test('the E notation of a float32 starts at 1E+09 and below 0.0001', (t) => {
  t.is(formatFloat(999_999_936), '999999940');
  t.is(formatFloat(1e9), '1E+09');
  t.is(formatFloat(0.0001), '0.0001');
  t.is(formatFloat(0.00009), '9E-05');
});

test('infinity is read in the forms that .NET knows and no other', (t) => {
  t.is(parseDouble('1E400'), Infinity);
  t.is(parseDouble(' -Infinity '), -Infinity);
  t.is(parseDouble('INFINITY'), Infinity);
  t.is(parseFloat32('1e39'), Infinity);
  for (const text of ['+INF', 'inf', '', ' ', '1 2', '1e', '.', '--1', '1_0', '0b1']) {
    t.throws(() => parseDouble(text), { instanceOf: XmlError }, `of ${text}`);
  }
});

test('TRUE is no boolean', (t) => {
  t.throws(() => parseBoolean('TRUE'), {
    instanceOf: XmlError,
    message: 'The value "TRUE" is not a valid boolean.',
  });
});

test('negative zero is no integer of its own', (t) => {
  t.is(parseInteger('-0', -10, 10), 0);
  t.is(parseLong('-0'), 0n);
});

test('longs have 64 bits, unsigned when the bounds say so', (t) => {
  t.is(parseLong(' -9223372036854775808\n'), -(2n ** 63n));
  t.is(parseLong('+0018446744073709551615', 0n, 2n ** 64n - 1n), 2n ** 64n - 1n);
  t.throws(() => parseLong('-1', 0n, 2n ** 64n - 1n), { instanceOf: XmlError });
  t.throws(() => parseLong('9'.repeat(100_000)), { instanceOf: XmlError });
});
