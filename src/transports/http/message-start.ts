/** Tries to make of the beginning of a message, before the effort counts: peers may send byte by byte. */
const freeAttempts = 64;
const greaterThan = '>'.charCodeAt(0);

/**
 * Collects the pieces of a message, and says when it is worth looking whether its stream has begun: when a tag may have ended, at most
 * `freeAttempts` times, and then each time that it has become twice as long.
 */
export class MessageStart {
  readonly #maxSize: number;
  #chunks: Buffer[] = [];
  #size = 0;
  #attempts = 0;
  #nextSize = 0;

  /** `maxSize`: bytes in which a stream must begin; 0 where messages are whole. */
  constructor(maxSize: number) {
    this.#maxSize = maxSize;
  }

  /** Bytes that have come. */
  get size(): number {
    return this.#size;
  }

  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
  }

  /** Whether the last piece may have brought the beginning of a stream. */
  get isWorthTrying(): boolean {
    const last = this.#chunks.at(-1);
    if (last === undefined || this.#size > this.#maxSize || !last.includes(greaterThan))
      return false;
    if (this.#attempts >= freeAttempts && this.#size < this.#nextSize) return false;
    this.#attempts += 1;
    this.#nextSize = this.#size * 2;
    return true;
  }

  /** All that has come, in one piece. */
  join(): Buffer {
    const [first] = this.#chunks;
    const all =
      this.#chunks.length === 1 && first !== undefined
        ? first
        : Buffer.concat(this.#chunks, this.#size);
    this.#chunks = [all];
    return all;
  }

  /** Forgets what has come. */
  clear(): void {
    this.#chunks = [];
    this.#size = 0;
  }
}
