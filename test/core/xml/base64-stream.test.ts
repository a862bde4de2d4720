import test from 'ava';
import fc from 'fast-check';
import { XmlError } from '../../../src/core/errors/index.js';
import { decodeBase64, encodeBase64 } from '../../../src/core/xml/index.js';

async function* each<T>(values: readonly T[]): AsyncGenerator<T, void, undefined> {
  for (const value of values) yield await Promise.resolve(value);
}

/** Cuts bytes at some places. */
function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const sorted = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort(
    (a, b) => a - b,
  );
  const pieces: Uint8Array[] = [];
  let start = 0;
  for (const end of [...sorted, bytes.length]) {
    pieces.push(bytes.subarray(start, end));
    start = end;
  }
  return pieces;
}

const places = fc.array(fc.nat(500), { maxLength: 20 });

test('what is written in pieces is read in other pieces as the same bytes, and what stands behind is handed over', async (t) => {
  await t.notThrowsAsync(
    fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 200 }),
        places,
        places,
        fc.constantFrom('', '\n', ' \r\n'),
        async (bytes, writeAt, readAt, space) => {
          let text = '';
          for await (const piece of encodeBase64(each(cut(bytes, writeAt)))) text += piece + space;
          const sent = Buffer.from(`${text}</a></b>`);
          let rest = '';
          const received: Uint8Array[] = [];
          for await (const piece of decodeBase64(each(cut(sent, readAt)), 100, (tail) => {
            rest = Buffer.from(tail).toString();
          }))
            received.push(piece);
          return Buffer.concat(received).equals(bytes) && rest === '</a></b>';
        },
      ),
      // Padding that is torn apart.
      { examples: [[new Uint8Array(7), [227], [61], '\n']] },
    ),
  );
});

test('any other bytes are an XmlError', async (t) => {
  await t.notThrowsAsync(
    fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 100 }), places, async (bytes, readAt) => {
        try {
          for await (const piece of decodeBase64(each(cut(bytes, readAt)), 20, () => undefined))
            if (piece.length === 0) return false;
          return bytes.includes(60);
        } catch (error) {
          return error instanceof XmlError;
        }
      }),
    ),
  );
});
