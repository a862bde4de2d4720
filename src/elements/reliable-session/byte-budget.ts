/** Counts the bytes that are kept for a session, and for all sessions of a listener together. */
export class ByteBudget {
  readonly #limit: number;
  readonly #parent: ByteBudget | null;
  #used = 0;
  #isOver = false;

  constructor(limit: number, parent: ByteBudget | null = null) {
    this.#limit = limit;
    this.#parent = parent;
  }

  get used(): number {
    return this.#used;
  }

  /** Whether so many bytes more may be kept. Where nothing is kept there is room for anything: its size was checked when it came in. */
  hasRoom(bytes: number): boolean {
    const fits = this.#used === 0 || this.#used + bytes <= this.#limit;
    return fits && (this.#parent?.hasRoom(bytes) ?? true);
  }

  take(bytes: number): void {
    if (this.#isOver) return;
    this.#used += bytes;
    this.#parent?.take(bytes);
  }

  give(bytes: number): void {
    if (this.#isOver) return;
    this.#used -= bytes;
    this.#parent?.give(bytes);
  }

  /** Nothing is kept any more. What is given back later does not count. */
  giveAll(): void {
    this.#parent?.give(this.#used);
    this.#used = 0;
    this.#isOver = true;
  }
}
