import { XmlError } from '../errors/index.js';

/**
 * A complete document as UTF-8 bytes known to be valid: what the scanner reads, and where its strings are cut from.
 *
 * Strings are cut from a small decoded window, so that most cost no decoding of their own, and so that a value kept by an
 * application holds on to a few kilobytes at most and never to the whole document.
 */
export class XmlTextSource {
  readonly bytes: Buffer;
  /** Offset of the first byte after byte order mark and XML declaration. */
  readonly start: number;
  /** Offset of the first byte in {@link words}: 0 to 3, for words are aligned in memory. */
  readonly wordsStart: number;
  #words: Int32Array | null = null;
  #window = '';
  #windowStart = 0;
  #windowEnd = 0;

  constructor(bytes: Buffer, start: number) {
    this.bytes = bytes;
    this.start = start;
    this.wordsStart = -bytes.byteOffset & 3;
  }

  /** The bytes as words of four, without those before the first and after the last whole one. */
  get words(): Int32Array {
    return (this.#words ??= new Int32Array(
      this.bytes.buffer,
      this.bytes.byteOffset + this.wordsStart,
      Math.max(0, this.bytes.length - this.wordsStart) >> 2,
    ));
  }

  /** The characters of a range of ASCII bytes. */
  ascii(start: number, end: number): string {
    if (start < this.#windowStart || end > this.#windowEnd) {
      if (end - start > windowSize / 2) return this.bytes.toString('latin1', start, end);
      this.#windowStart = start - (start % (windowSize / 2));
      this.#windowEnd = Math.min(this.#windowStart + windowSize, this.bytes.length);
      this.#window = this.bytes.toString('latin1', this.#windowStart, this.#windowEnd);
    }
    return this.#window.substring(start - this.#windowStart, end - this.#windowStart);
  }

  /** The characters of a range of UTF-8 bytes. */
  utf8(start: number, end: number): string {
    return this.bytes.toString('utf8', start, end);
  }

  /** Refuses U+FFFE and U+FFFF, given the offset of a byte EF that may start one: the only characters of valid UTF-8 beyond ASCII that XML does not have. */
  checkCharacter(at: number): void {
    if (this.bytes[at + 1] === 0xbf && (this.bytes[at + 2] ?? 0) >= 0xbe) {
      throw this.error(
        'The document contains U+FFFE or U+FFFF, which XML allows as a reference only',
        at,
      );
    }
  }

  /** The error for a control character in the document. */
  controlCharacter(at: number): XmlError {
    const code = (this.bytes[at] ?? 0).toString(16).toUpperCase();
    return this.error(
      `The document contains the control character U+${code.padStart(4, '0')}, which XML allows as a reference only`,
      at,
    );
  }

  /** An {@link XmlError} that says where. */
  error(message: string, at: number): XmlError {
    return new XmlError(`${message} at ${this.position(at)}.`);
  }

  /** Line and column (both from 1, columns in characters) of a byte, counted when asked for. */
  position(at: number): string {
    const before = this.bytes.toString('utf8', this.#lineOrigin, Math.min(at, this.bytes.length));
    const lines = before.split(/\r\n?|\n/);
    const column = Array.from(lines.at(-1) ?? '').length + 1;
    return `line ${String(lines.length)}, column ${String(column)}`;
  }

  /** Offset of line 1, column 1: after the byte order mark, which is no character of the document. */
  get #lineOrigin(): number {
    return this.bytes[0] === 0xef && this.bytes[1] === 0xbb ? 3 : 0;
  }
}

/** Values up to half of it always fit into one window, whose start is aligned to half of it. */
const windowSize = 4_096;
