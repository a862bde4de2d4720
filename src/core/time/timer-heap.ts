/** One entry of a {@link TimerHeap}. */
export interface HeapEntry {
  readonly due: number;
  /** Order of entries that are due at the same moment. */
  readonly order: number;
  /** Let go when the timer is cancelled: what it holds may be large, and the entry stays. */
  callback: () => void;
  readonly background: boolean;
  cancelled: boolean;
  /** True once it was taken from the heap. */
  taken: boolean;
}

/** A binary heap of timers, the earliest first. Cancelled entries stay until they come up, or until they are half of all. */
export class TimerHeap {
  #entries: HeapEntry[] = [];
  #cancelled = 0;
  #foreground = 0;

  /** Number of waiting timers that keep the process alive. */
  get foreground(): number {
    return this.#foreground;
  }

  push(entry: HeapEntry): void {
    if (!entry.background) this.#foreground += 1;
    this.#entries.push(entry);
    this.#up(this.#entries.length - 1);
  }

  /** The earliest entry that is not cancelled, or null. */
  peek(): HeapEntry | null {
    for (;;) {
      const [first] = this.#entries;
      if (first === undefined) return null;
      if (!first.cancelled) return first;
      this.#removeFirst();
      this.#cancelled -= 1;
    }
  }

  /** Takes the earliest entry that is not cancelled. */
  pop(): HeapEntry | null {
    const first = this.peek();
    if (first === null) return null;
    this.#removeFirst();
    first.taken = true;
    if (!first.background) this.#foreground -= 1;
    return first;
  }

  cancel(entry: HeapEntry): void {
    if (entry.cancelled) return;
    entry.cancelled = true;
    entry.callback = nothing;
    if (entry.taken) return;
    if (!entry.background) this.#foreground -= 1;
    this.#cancelled += 1;
    if (this.#cancelled > 64 && this.#cancelled * 2 > this.#entries.length) this.#compact();
  }

  #compact(): void {
    this.#entries = this.#entries.filter((entry) => !entry.cancelled).sort(compare);
    this.#cancelled = 0;
  }

  #removeFirst(): void {
    const last = this.#entries.pop();
    if (last === undefined || this.#entries.length === 0) return;
    this.#entries[0] = last;
    this.#down(0);
  }

  #up(start: number): void {
    let index = start;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.#swapIfLess(index, parent)) return;
      index = parent;
    }
  }

  #down(start: number): void {
    let index = start;
    for (;;) {
      const left = index * 2 + 1;
      let least = index;
      if (this.#isLess(left, least)) least = left;
      if (this.#isLess(left + 1, least)) least = left + 1;
      if (least === index) return;
      this.#swapIfLess(least, index);
      index = least;
    }
  }

  #isLess(a: number, b: number): boolean {
    const one = this.#entries[a];
    const other = this.#entries[b];
    return one !== undefined && other !== undefined && compare(one, other) < 0;
  }

  #swapIfLess(a: number, b: number): boolean {
    const one = this.#entries[a];
    const other = this.#entries[b];
    if (one === undefined || other === undefined || compare(one, other) >= 0) return false;
    this.#entries[a] = other;
    this.#entries[b] = one;
    return true;
  }
}

function nothing(): void {
  // A cancelled timer has nothing to do.
}

function compare(a: HeapEntry, b: HeapEntry): number {
  return a.due - b.due || a.order - b.order;
}
