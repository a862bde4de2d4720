import type { XmlTextEncoding } from './xml-text-encoding.js';

/** Collects text and encodes it piece by piece, so that a large document is held as bytes and not as text too. */
export class ChunkedText {
  readonly #encoding: XmlTextEncoding;
  readonly #headRoom: number;
  readonly #chunks: Uint8Array[] = [];
  #pending = '';

  /** `headRoom` bytes before the first chunk are left unused in its buffer. */
  constructor(encoding: XmlTextEncoding, headRoom: number) {
    this.#encoding = encoding;
    this.#headRoom = headRoom;
  }

  append(text: string): void {
    if (text.length <= chunkLength) {
      this.#pending += text;
      if (this.#pending.length > chunkLength) this.#flush();
      return;
    }
    for (let at = 0; at < text.length; at += chunkLength) {
      this.#pending += text.slice(at, at + chunkLength);
      this.#flush();
    }
  }

  /** The chunks up to here; what is appended afterwards comes in others. */
  split(): Uint8Array[] {
    if (this.#pending !== '') this.#chunks.push(this.#encode(this.#pending));
    this.#pending = '';
    return this.#chunks.splice(0);
  }

  /** All chunks; nothing may be appended afterwards. */
  finish(): Uint8Array[] {
    if (this.#pending !== '') this.#chunks.push(this.#encode(this.#pending));
    this.#pending = '';
    return this.#chunks;
  }

  #flush(): void {
    // A surrogate pair must not be torn apart: its first half waits for the second.
    const last = this.#pending.charCodeAt(this.#pending.length - 1);
    const isTorn = last >= 0xd800 && last <= 0xdbff;
    this.#chunks.push(this.#encode(isTorn ? this.#pending.slice(0, -1) : this.#pending));
    this.#pending = isTorn ? this.#pending.slice(-1) : '';
  }

  #encode(text: string): Uint8Array {
    const isFirst = this.#chunks.length === 0 && this.#headRoom > 0;
    if (this.#encoding === 'utf-8') {
      // Node's encoder makes U+FFFD of half a surrogate pair, as .NET does.
      return isFirst ? this.#encodeBehindHeadRoom(text) : Buffer.from(text, 'utf8');
    }
    const bytes = Buffer.from(text.replace(loneSurrogate, '\uFFFD'), 'utf16le');
    if (this.#encoding === 'utf-16BE') bytes.swap16();
    if (!isFirst) return bytes;
    return Buffer.concat([Buffer.alloc(this.#headRoom), bytes]).subarray(this.#headRoom);
  }

  #encodeBehindHeadRoom(text: string): Uint8Array {
    const bytes = Buffer.allocUnsafeSlow(this.#headRoom + Buffer.byteLength(text, 'utf8'));
    bytes.write(text, this.#headRoom, 'utf8');
    return bytes.subarray(this.#headRoom);
  }
}

/** Characters of one chunk, about. */
const chunkLength = 16_384;
const loneSurrogate = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;
