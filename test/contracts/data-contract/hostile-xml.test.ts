import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import fc from 'fast-check';
import { compileReader } from '../../../src/contracts/data-contract/index.js';
import { ChannelStackError } from '../../../src/core/errors/index.js';
import { vectorCodec } from '../../vectors/data-contract-types.js';
import type { DataContractVector } from '../../vectors/data-contract-types.js';
import { vectorFolder } from '../../vectors/vector-suite.js';
import { readerOn } from './xml-text.js';

const { vectors } = JSON.parse(
  readFileSync(join(vectorFolder, 'datacontract-vectors.json'), 'utf8'),
) as { readonly vectors: readonly DataContractVector[] };

/** Documents with inheritance, references, any types, lists, dictionaries and enumerations, and what reads them. */
const documents = vectors
  .filter(
    ({ name, xml }) =>
      typeof xml === 'string' &&
      /^(poly|isref|object-member|tree|dicts|lists|allprims|ns-)/.test(name),
  )
  .flatMap((vector) => {
    try {
      return [{ text: vector.xml ?? '', read: compileReader(vectorCodec(vector.contract).type) }];
    } catch {
      // A type that there is no word for.
      return [];
    }
  });

/** What a peer may have put in a place, by mistake or not. */
const pieces = [
  '',
  ' ',
  '0',
  '-1',
  '99999999999999999999',
  'i1',
  '</a>',
  '<a/>',
  '<__proto__>1</__proto__>',
  '<constructor/>',
  ' i:nil="true"',
  ' i:type="Circle"',
  ' i:type="b:__proto__"',
  ' i:type="toString"',
  ' z:Ref="i1"',
  ' z:Id="i1"',
  'xmlns=""',
  '&#xD800;',
  '\u0000',
  '\uFFFF',
];

interface Damage {
  readonly at: number;
  readonly length: number;
  readonly piece: string;
}

const damages = fc.array(
  fc.record<Damage>({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.integer({ min: 0, max: 12 }),
    piece: fc.constantFrom(...pieces),
  }),
  { minLength: 1, maxLength: 4 },
);

function damage(text: string, { at, length, piece }: Damage): string {
  const start = Math.floor(at * text.length);
  return text.slice(0, start) + piece + text.slice(start + length);
}

test('there are documents to damage', (t) => {
  t.true(documents.length > 30);
});

test('XML that is nearly valid is read, or refused with an error of the package, and changes no prototype', (t) => {
  const before = Object.getOwnPropertyNames(Object.prototype).join();
  fc.assert(
    fc.property(fc.constantFrom(...documents), damages, ({ text, read }, wounds) => {
      const damaged = wounds.reduce(damage, text);
      try {
        const reader = readerOn(damaged);
        read(reader);
        while (reader.read());
      } catch (error) {
        if (!ChannelStackError.is(error)) throw new Error(damaged, { cause: error });
      }
      t.is(Object.getOwnPropertyNames(Object.prototype).join(), before);
    }),
    { numRuns: Number(process.env['HOSTILE_DOCUMENTS'] ?? 5_000) },
  );
});
