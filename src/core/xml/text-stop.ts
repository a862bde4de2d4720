import { textStops } from './byte-classes.js';
import type { XmlTextSource } from './xml-text-source.js';

/**
 * The next byte of character data to look at closer (see {@link textStops}), or `end`. Most bytes of a message go
 * through here: short texts byte by byte, long ones four bytes at a time, which takes some 40 % of the time.
 */
export function findTextStop(source: XmlTextSource, start: number, end: number): number {
  const near = Math.min(end, start + shortText);
  const at = findByByte(source.bytes, start, near);
  return at < near || at === end ? at : findByWord(source, at, end);
}

const shortText = 64;

function findByByte(bytes: Uint8Array, start: number, end: number): number {
  const stops = textStops;
  let at = start;
  while (at < end && stops[bytes[at] ?? 0] === 0) at++;
  return at;
}

/** Skips words without any stop; where a word may have one, its bytes decide. */
function findByWord(source: XmlTextSource, start: number, end: number): number {
  const { words, wordsStart } = source;
  const lastWord = (end - wordsStart) >> 2;
  let at = start;
  for (;;) {
    const boundary = Math.min(end, at + 8 - ((at - wordsStart) & 3));
    at = findByByte(source.bytes, at, boundary);
    if (at < boundary || at === end) return at;
    at = wordsStart + 4 * skipPlainWords(words, (at - wordsStart) >> 2, lastWord);
  }
}

/** The index of the next word in which some byte is a control character, beyond ASCII, `<`, `&` or `]`, or seems so. */
function skipPlainWords(words: Int32Array, start: number, end: number): number {
  let index = start;
  for (; index < end; index++) {
    const word = words[index] ?? 0;
    // Subtracting sets the high bit of each byte that is less: below space, or zero once its exclusive-or is taken.
    const marks =
      word |
      (word - 0x20202020) |
      ((word ^ 0x3c3c3c3c) - 0x01010101) |
      ((word ^ 0x26262626) - 0x01010101) |
      ((word ^ 0x5d5d5d5d) - 0x01010101);
    if ((marks & 0x80808080) !== 0) break;
  }
  return index;
}
