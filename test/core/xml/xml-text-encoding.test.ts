import { readFileSync } from 'node:fs';
import test from 'ava';
import { XmlError } from '../../../src/core/errors/index.js';
import { XmlTextReader } from '../../../src/core/xml/index.js';
import type { XmlTextEncoding } from '../../../src/core/xml/index.js';

interface Encodings {
  readonly cases: readonly { readonly encoding: XmlTextEncoding; readonly hex: string }[];
}

const encodings = JSON.parse(
  readFileSync(
    new URL('../../../../test/fixtures/xml/encodings-dotnet.json', import.meta.url),
    'utf8',
  ),
) as Encodings;

for (const { encoding, hex } of encodings.cases) {
  test(`${encoding} as .NET writes it is read, announced or not`, (t) => {
    for (const options of [{ encoding }, {}]) {
      const reader = new XmlTextReader(Buffer.from(hex, 'hex'), options);
      reader.readStartElement('Envelope');
      reader.skip();
      reader.readStartElement('Body');
      t.is(reader.readElementText(), 'é世');
    }
  });
}

test('UTF-16 without a byte order mark is told by its first bytes', (t) => {
  t.is(readText(utf16le('<a>ü</a>')), 'ü');
  t.is(readText(utf16be('<a>ü</a>')), 'ü');
  t.is(readText(utf16le('<?xml version="1.0" encoding="UTF-16"?><a>ü</a>')), 'ü');
  t.is(readText(utf16be('<?xml version="1.0" encoding="utf-16be"?><a>ü</a>')), 'ü');
});

test('UTF-8 may have a byte order mark', (t) => {
  t.is(readText(Buffer.from('\uFEFF<?xml version="1.0" encoding="UTF-8"?><a>ü</a>')), 'ü');
  t.is(readText(Buffer.from('\uFEFF<a>ü</a>'), 'utf-8'), 'ü');
});

const contradictions: readonly (readonly [string, Buffer, XmlTextEncoding | undefined])[] = [
  ['a mark of UTF-16 announced as UTF-8', utf16le('\uFEFF<a/>'), 'utf-8'],
  ['a mark of UTF-8 announced as UTF-16', Buffer.from('\uFEFF<a/>'), 'utf-16LE'],
  ['a mark of the other byte order', utf16be('\uFEFF<a/>'), 'utf-16LE'],
  [
    'UTF-8 that declares UTF-16',
    Buffer.from('<?xml version="1.0" encoding="utf-16"?><a/>'),
    undefined,
  ],
  [
    'UTF-8 that declares Latin-1',
    Buffer.from('<?xml version="1.0" encoding="iso-8859-1"?><a/>'),
    undefined,
  ],
  ['UTF-16 that declares UTF-8', utf16le('<?xml version="1.0" encoding="utf-8"?><a/>'), 'utf-16LE'],
  [
    'UTF-16 that declares the other byte order',
    utf16le('<?xml version="1.0" encoding="utf-16BE"?><a/>'),
    undefined,
  ],
  ['UTF-8 announced as UTF-16', Buffer.from('<a></a>'), 'utf-16LE'],
  ['UTF-16 announced as UTF-8', utf16le('<a/>'), 'utf-8'],
];

for (const [what, bytes, encoding] of contradictions) {
  test(`${what} is refused`, (t) => {
    t.throws(() => readText(bytes, encoding), { instanceOf: XmlError });
  });
}

test('the error for a wrong declaration names both encodings', (t) => {
  t.throws(() => readText(Buffer.from('<?xml version="1.0" encoding="iso-8859-1"?><a/>')), {
    message: /names the encoding iso-8859-1 but the document is read as utf-8/,
  });
});

for (const hex of ['ff', 'c0af', 'eda080', 'f4908080', 'e4b8', '80']) {
  test(`the bytes ${hex} are not UTF-8`, (t) => {
    const bytes = Buffer.concat([Buffer.from('<a>'), Buffer.from(hex, 'hex'), Buffer.from('</a>')]);
    t.throws(() => readText(bytes), { instanceOf: XmlError, message: /not valid UTF-8/ });
  });
}

test('half of a surrogate pair is not UTF-16, nor is half a character', (t) => {
  t.throws(() => readText(utf16le('<a>\uD800</a>')), { instanceOf: XmlError });
  t.throws(() => readText(utf16be('<a>\uDC00</a>')), { instanceOf: XmlError });
  t.throws(() => readText(utf16le('<a></a>').subarray(0, -1)), { instanceOf: XmlError });
});

function readText(bytes: Buffer, encoding?: XmlTextEncoding): string {
  const reader = new XmlTextReader(bytes, { encoding });
  reader.moveToContent();
  return reader.readElementText();
}

function utf16le(text: string): Buffer {
  return Buffer.from(text, 'utf16le');
}

function utf16be(text: string): Buffer {
  return utf16le(text).swap16();
}
