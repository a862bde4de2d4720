import type { ExecutionContext } from 'ava';
import fc from 'fast-check';
import { ChannelStackError } from '../../src/core/errors/index.js';
import type { XmlReader } from '../../src/core/xml/index.js';
import { readerOn } from './data-contract/xml-text.js';

/** A document, and what reads it. */
export interface ReadableDocument {
  readonly text: string;
  readonly read: (reader: XmlReader) => unknown;
}

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
  ' __proto__="1"',
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

/** Documents that are nearly valid are read, or refused with an error of the package, and change no prototype. */
export function surviveDamage(t: ExecutionContext, documents: readonly ReadableDocument[]): void {
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
}
