import test from 'ava';
import fc from 'fast-check';
import { compileReader, compileWriter } from '../../../src/contracts/data-contract/index.js';
import type { TypeReference } from '../../../src/contracts/data-contract/index.js';
import { ChannelStackError } from '../../../src/core/errors/index.js';
import { asWritten, readerOn, written } from './xml-text.js';
import { typedValues } from './arbitrary-types.js';

/** Anything of the type language with a value of it. */
const cases = typedValues.chain(({ type, values }) => values.map((value) => ({ type, value })));

function write(type: TypeReference, value: unknown): string {
  const compiled = compileWriter(type) as (...args: unknown[]) => void;
  return written((writer) => {
    compiled(writer, value);
  });
}

test('What is written is read back as the same value, for any type', (t) => {
  fc.assert(
    fc.property(cases, ({ type, value }) => {
      const text = write(type, value);
      const read: unknown = compileReader(type)(readerOn(text));
      t.deepEqual(asWritten(read), asWritten(value));
      t.is(write(type, read), text);
    }),
    { numRuns: 300 },
  );
});

/** A text with a few of its characters replaced, doubled or cut out. */
function damaged(text: string): fc.Arbitrary<string> {
  const edit = fc.record({
    at: fc.nat(Math.max(0, text.length - 1)),
    length: fc.nat(12),
    by: fc.constantFrom('', '<', '</', '>', 'i:nil="true"', '__proto__', 'x', '<a/>', '&#x0;', '"'),
  });
  return fc
    .array(edit, { minLength: 1, maxLength: 3 })
    .map((edits) =>
      edits.reduce(
        (result, { at, length, by }) => result.slice(0, at) + by + result.slice(at + length),
        text,
      ),
    );
}

test('Nearly valid text is read or refused with an error of ours, and reaches no prototype', (t) => {
  const texts = cases.chain(({ type, value }) =>
    damaged(write(type, value)).map((text) => ({ type, text })),
  );
  const outcome = ({ type, text }: { type: TypeReference; text: string }): string => {
    try {
      compileReader(type)(readerOn(text));
      return 'read';
    } catch (error) {
      return ChannelStackError.is(error) ? 'refused' : String(error);
    }
  };
  fc.assert(
    fc.property(texts, (each) => {
      t.regex(outcome(each), /^(read|refused)$/);
      t.deepEqual(Object.keys(Object.prototype), []);
    }),
    { numRuns: 500 },
  );
});
