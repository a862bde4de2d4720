import test from 'ava';
import { QuotaExceededError } from '../../../src/core/errors/index.js';
import type { XmlReaderQuotas } from '../../../src/core/xml/index.js';
import { readEvents, readerOf } from './xml-events.js';

const exceeded: readonly (readonly [keyof XmlReaderQuotas, string])[] = [
  ['maxDepth', '<a>'.repeat(33) + '</a>'.repeat(33)],
  ['maxDepth', '<a>'.repeat(100_000)],
  ['maxStringContentLength', `<a>${'x'.repeat(8_193)}</a>`],
  ['maxStringContentLength', `<a>${'&amp;'.repeat(8_193)}</a>`],
  ['maxStringContentLength', `<a>${'ü'.repeat(8_193)}</a>`],
  ['maxBytesPerRead', `<a x="${'1'.repeat(4_096)}"/>`],
  ['maxBytesPerRead', `<a ${'x'.repeat(10_000_000)}="1"/>`],
  ['maxBytesPerRead', `<${'x'.repeat(10_000_000)}/>`],
  ['maxBytesPerRead', `<a${' '.repeat(10_000_000)}/>`],
  [
    'maxBytesPerRead',
    `<a ${Array.from({ length: 100_000 }, (_, i) => `x${String(i)}="1"`).join(' ')}/>`,
  ],
];

for (const [quota, text] of exceeded) {
  test(`${text.slice(0, 24)}... of ${String(text.length)} characters exceeds ${quota}`, (t) => {
    t.throws(() => readEvents(text), {
      instanceOf: QuotaExceededError,
      message: new RegExp(`than the quota ${quota} \\([0-9]+\\) allows.*readerQuotas`),
    });
  });
}

test('what the quotas just allow is read', (t) => {
  t.notThrows(() => readEvents('<a>'.repeat(32) + '</a>'.repeat(32)));
  t.notThrows(() => readEvents(`<a>${'x'.repeat(8_192)}</a>`));
  t.notThrows(() => readEvents(`<a>${'ü'.repeat(8_192)}</a>`));
  t.notThrows(() => readEvents(`<a x="${'1'.repeat(4_087)}"/>`));
});

test('quotas are set one by one', (t) => {
  t.notThrows(() => readEvents('<a>'.repeat(100) + '</a>'.repeat(100), { maxDepth: 100 }));
  t.throws(() => readEvents('<a><b/></a>', { maxDepth: 1 }), { instanceOf: QuotaExceededError });
  t.throws(() => readEvents('<a x="123456"/>', { maxStringContentLength: 5 }), {
    instanceOf: QuotaExceededError,
    message:
      'The value of the attribute x has more characters than the quota maxStringContentLength (5) allows. ' +
      'If the sender is trusted, raise maxStringContentLength in the readerQuotas of the message encoding element.',
  });
});

test('namespace declarations are no content, and names are not kept: as in .NET neither is counted', (t) => {
  t.notThrows(() => readEvents('<a xmlns="urn:123"/>', { maxStringContentLength: 5 }));
  t.notThrows(() => readEvents('<abcdef/>', { maxNameTableCharCount: 3 }));
});

test('text in pieces counts as one', (t) => {
  const reader = readerOf('<a>123<![CDATA[456]]></a>', { maxStringContentLength: 5 });
  reader.read();
  t.throws(() => reader.readElementText(), { instanceOf: QuotaExceededError });
});

test('a tree is read under the quota for text', (t) => {
  const reader = readerOf('<a><b>123</b><b>123456</b></a>', { maxStringContentLength: 5 });
  reader.read();
  t.throws(() => reader.readElement(), { instanceOf: QuotaExceededError });
});

test('skipping does not count text, for nobody holds it', (t) => {
  const reader = readerOf(`<a>${'x'.repeat(100_000)}</a>`);
  reader.read();
  t.notThrows(() => {
    reader.skip();
  });
});

test('moving to content does not count text either', (t) => {
  const reader = readerOf(`<a>${' '.repeat(100_000)}<b/>${'x'.repeat(100_000)}</a>`);
  reader.readStartElement();
  t.true(reader.isStartElement('b'));
  reader.read();
  t.is(reader.moveToContent(), 'text');
  t.throws(() => reader.text, { instanceOf: QuotaExceededError });
});

test('base64 counts bytes, not characters', (t) => {
  const base64 = Buffer.alloc(16_384).toString('base64');
  const reader = readerOf(`<a>${base64}</a>`);
  reader.read();
  t.is(reader.readElementBase64().length, 16_384);
  for (const bytes of [16_385, 1_000_000]) {
    const longer = readerOf(`<a>${Buffer.alloc(bytes).toString('base64')}</a>`);
    longer.read();
    t.throws(() => longer.readElementBase64(), {
      instanceOf: QuotaExceededError,
      message: /maxArrayLength \(16384\)/,
    });
  }
});

test('readers side by side count their own names', (t) => {
  const text = `<a>${'<name/>'.repeat(100)}</a>`;
  const quotas = { maxNameTableCharCount: 5 };
  const [one, other] = [readerOf(text, quotas), readerOf(text, quotas)];
  t.notThrows(() => {
    while (one.read()) other.read();
  });
});

test('many base64 elements are read in linear time', (t) => {
  const count = 20_000;
  const reader = readerOf(`<a>${'<b>AQID</b>'.repeat(count)}</a>`);
  reader.readStartElement();
  let bytes = 0;
  while (reader.isStartElement('b')) bytes += reader.readElementBase64().length;
  t.is(bytes, 3 * count);
});

test('with wide quotas, 100,000 attributes, declarations and nested elements are read in linear time', (t) => {
  const wide = { maxDepth: 1e9, maxBytesPerRead: 1e9, maxNameTableCharCount: 1e9 };
  const numbers = Array.from({ length: 100_000 }, (_, i) => String(i));
  const attributes = numbers.map((i) => `x${i}="1"`).join(' ');
  t.is(readEvents(`<a ${attributes}/>`, wide).length, 1);
  const declarations = numbers.map((i) => `xmlns:x${i}="urn:${i}"`).join(' ');
  t.is(readEvents(`<a ${declarations}>${'<x7:b/>'.repeat(1_000)}</a>`, wide).length, 1_002);
  t.is(readEvents('<a>'.repeat(100_000) + '</a>'.repeat(100_000), wide).length, 200_000);
  const reader = readerOf('<a>'.repeat(100_000) + '</a>'.repeat(100_000), wide);
  reader.read();
  t.is(reader.readElement().elements.length, 1);
});
