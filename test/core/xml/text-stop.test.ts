import test from 'ava';
import fc from 'fast-check';
import { XmlError } from '../../../src/core/errors/index.js';
import { XmlTextReader } from '../../../src/core/xml/index.js';

const plain = 'The quick brown fox = "jumps" > over\tthe [lazy] dog; ~ \u007F \n';

test('a long text is found whole wherever it lies in memory', (t) => {
  for (let offset = 0; offset < 8; offset++) {
    for (let length = 60; length < 140; length++) {
      const text = plain.repeat(3).slice(0, length);
      const memory = new Uint8Array(1_024).fill(0x3c);
      const { written } = new TextEncoder().encodeInto(`<a>${text}</a>`, memory.subarray(offset));
      const reader = new XmlTextReader(memory.subarray(offset, offset + written));
      reader.read();
      t.is(reader.readElementText(), text);
    }
  }
});

test('nothing in a long text goes unseen, at whatever place it stands', (t) => {
  const special = fc.constantFrom(
    '\u0000',
    '\u001F',
    '\u000B',
    '\uFFFE',
    ']]>',
    '&',
    '&#x;',
    '</b>',
    '<!-->',
  );
  fc.assert(
    fc.property(fc.nat(400), fc.nat(400), special, (before, after, piece) => {
      const text = `<a>${'x'.repeat(before)}${piece}${'y'.repeat(after)}</a>`;
      t.throws(
        () => {
          const reader = new XmlTextReader(Buffer.from(text));
          while (reader.read());
        },
        { instanceOf: XmlError },
      );
    }),
    { numRuns: 2_000 },
  );
});

test('references, line ends and characters beyond ASCII are seen in a long text', (t) => {
  const special = fc.constantFrom(
    ['&lt;', '<'],
    ['\r\n', '\n'],
    ['é', 'é'],
    ['😀', '😀'],
    [']]', ']]'],
    ['\u0080', '\u0080'],
  );
  fc.assert(
    fc.property(fc.nat(400), fc.nat(400), special, (before, after, [written, read]) => {
      const reader = new XmlTextReader(
        Buffer.from(`<a>${'x'.repeat(before)}${written}${'y'.repeat(after)}</a>`),
      );
      reader.read();
      t.is(reader.readElementText(), `${'x'.repeat(before)}${read}${'y'.repeat(after)}`);
    }),
    { numRuns: 2_000 },
  );
});
