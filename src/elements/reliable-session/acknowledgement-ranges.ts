/** Message numbers from `lower` to `upper`, both included. */
export interface AcknowledgementRange {
  readonly lower: number;
  readonly upper: number;
}

/** A set of message numbers as sorted, disjoint ranges that do not touch; plain data, changed in place. */
export class AcknowledgementRanges {
  #ranges: AcknowledgementRange[] = [];

  get list(): readonly AcknowledgementRange[] {
    return this.#ranges;
  }

  get isEmpty(): boolean {
    return this.#ranges.length === 0;
  }

  /** The highest number in the set, or 0. */
  get highest(): number {
    return this.#ranges.at(-1)?.upper ?? 0;
  }

  /** The number up to which all are in the set, counted from 1; 0 when 1 is not. */
  get contiguousUpTo(): number {
    const [first] = this.#ranges;
    return first?.lower === 1 ? first.upper : 0;
  }

  has(number: number): boolean {
    const range = this.#ranges[this.#find(number)];
    return range !== undefined && range.lower <= number;
  }

  /** Whether the set is exactly 1 to `number`; the empty set for 0. */
  isExactly(number: number): boolean {
    return this.#ranges.length === (number === 0 ? 0 : 1) && this.contiguousUpTo === number;
  }

  /** Whether adding the number would make one range more. */
  wouldAddRange(number: number): boolean {
    return !this.has(number) && !this.has(number - 1) && !this.has(number + 1);
  }

  add(number: number): void {
    const last = this.#ranges.length - 1;
    const end = this.#ranges[last];
    if (end?.upper === number - 1) {
      // The usual case: the next number in order.
      this.#ranges[last] = { lower: end.lower, upper: number };
      return;
    }
    if (end === undefined) {
      // An array of one: splice would make room for many more, in each of thousands of sessions.
      this.#ranges = [{ lower: number, upper: number }];
      return;
    }
    const index = this.#find(number);
    const at = this.#ranges[index];
    if (at !== undefined && at.lower <= number) return;
    const before = this.#ranges[index - 1];
    const joinsBefore = before !== undefined && before.upper + 1 === number;
    const joinsAfter = at !== undefined && at.lower - 1 === number;
    const lower = joinsBefore ? before.lower : number;
    const upper = joinsAfter ? at.upper : number;
    const start = joinsBefore ? index - 1 : index;
    this.#ranges.splice(start, (joinsBefore ? 1 : 0) + (joinsAfter ? 1 : 0), { lower, upper });
  }

  /** Index of the first range whose upper end is not below the number. */
  #find(number: number): number {
    let low = 0;
    let high = this.#ranges.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const range = this.#ranges[middle];
      if (range !== undefined && range.upper < number) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Whether a list of received ranges holds the number. */
export function rangesHave(ranges: readonly AcknowledgementRange[], number: number): boolean {
  for (const { lower, upper } of ranges) if (lower <= number && number <= upper) return true;
  return false;
}

/** Whether a list of received ranges is exactly 1 to `number` (nothing, for 0). */
export function rangesAreExactly(ranges: readonly AcknowledgementRange[], number: number): boolean {
  const [only, ...more] = ranges;
  if (number === 0) return only === undefined;
  return only?.lower === 1 && only.upper === number && more.length === 0;
}
