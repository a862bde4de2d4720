import {
  ampersand,
  carriageReturn,
  closeBracket,
  greaterThan,
  lessThan,
  spaceBytes,
} from './byte-classes.js';
import { expandText, normalizeLineEnds } from './character-references.js';
import { findTextStop } from './text-stop.js';
import type { XmlTextSource } from './xml-text-source.js';

/** Scans text, CDATA sections and comments, and holds the text found last, cut out of the document when asked for. */
export class CharacterData {
  readonly #source: XmlTextSource;
  #start = 0;
  #end = 0;
  #isAscii = true;
  /** The text once somebody asked for it, or when it is not just its bytes. */
  #text: string | null = '';

  constructor(source: XmlTextSource) {
    this.#source = source;
  }

  /** The text; null when it has certainly more characters than `most`, in which case it is not even decoded. */
  read(most: number): string | null {
    if (this.#text === null) {
      // No UTF-16 unit takes more than three bytes of UTF-8.
      const longest = this.#isAscii ? most : most * 3;
      if (this.#end - this.#start > longest) return null;
      this.#text = this.#isAscii
        ? this.#source.ascii(this.#start, this.#end)
        : this.#source.utf8(this.#start, this.#end);
    }
    return this.#text.length > most ? null : this.#text;
  }

  /** Tells whether the text has no character but white space, at the cost of its first few. */
  isWhiteSpace(): boolean {
    if (this.#text !== null) return !/[^ \t\r\n]/.test(this.#text);
    let at = this.#start;
    while (at < this.#end && spaceBytes[this.#source.bytes[at] ?? 0] === 1) at++;
    return at === this.#end;
  }

  /** Scans text up to the next `<` or the end of the document, and returns that offset. */
  scanText(start: number): number {
    const { bytes } = this.#source;
    const { length } = bytes;
    let isPlain = true;
    let isAscii = true;
    let at = findTextStop(this.#source, start, length);
    for (; at < length; at = findTextStop(this.#source, at + 1, length)) {
      const byte = bytes[at] ?? 0;
      if (byte === lessThan) break;
      if (byte >= 0x80) {
        isAscii = false;
        if (byte === 0xef) this.#source.checkCharacter(at);
      } else if (byte === ampersand || byte === carriageReturn) {
        isPlain = false;
      } else if (byte !== closeBracket) {
        throw this.#source.controlCharacter(at);
      } else if (
        at + 2 < length &&
        bytes[at + 1] === closeBracket &&
        bytes[at + 2] === greaterThan
      ) {
        throw this.#source.error(']]> stands outside of a CDATA section; write it as ]]&gt;', at);
      }
    }
    this.#set(start, at, isAscii);
    if (!isPlain) {
      const raw = isAscii ? this.#source.ascii(start, at) : this.#source.utf8(start, at);
      this.#text = expandText(raw, this.#source, start);
    }
    return at;
  }

  /** Scans a CDATA section whose `<` is at `at`, and returns the offset after it. */
  scanCData(at: number): number {
    const start = at + cdataStart.length;
    const end = this.#source.bytes.indexOf(']]>', start);
    if (end < 0) {
      throw this.#source.error('The document ends inside a CDATA section that starts', at);
    }
    this.#set(start, end, this.#checkCharacters(start, end));
    if (this.#source.bytes.subarray(start, end).includes(carriageReturn)) {
      this.#text = normalizeLineEnds(this.#source.utf8(start, end));
    }
    return end + 3;
  }

  /** The offset after the comment whose `<` is at `at`. */
  skipComment(at: number): number {
    const start = at + 4;
    const end = this.#source.bytes.indexOf('--', start);
    if (end < 0) throw this.#source.error('The document ends inside a comment that starts', at);
    if (this.#source.bytes[end + 2] !== greaterThan) {
      throw this.#source.error('-- stands inside a comment', end);
    }
    this.#checkCharacters(start, end);
    return end + 3;
  }

  #set(start: number, end: number, isAscii: boolean): void {
    this.#start = start;
    this.#end = end;
    this.#isAscii = isAscii;
    this.#text = null;
  }

  /** Refuses what is no character of XML in a range, and tells whether all are ASCII. */
  #checkCharacters(start: number, end: number): boolean {
    const { bytes } = this.#source;
    let isAscii = true;
    for (
      let at = findTextStop(this.#source, start, end);
      at < end;
      at = findTextStop(this.#source, at + 1, end)
    ) {
      const byte = bytes[at] ?? 0;
      if (byte >= 0x80) {
        isAscii = false;
        if (byte === 0xef) this.#source.checkCharacter(at);
      } else if (byte < 0x20 && byte !== carriageReturn) {
        throw this.#source.controlCharacter(at);
      }
    }
    return isAscii;
  }
}

/** What a CDATA section starts with. */
export const cdataStart = '<![CDATA[';
