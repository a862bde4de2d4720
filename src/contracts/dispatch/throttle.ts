import { TransientMap } from '../../core/collections/index.js';

/** Who waits for a place. */
export interface Waiting {
  /** A place is there, and taken. */
  proceed(): void;
}

/**
 * Lets a number of calls (or sessions, or instances) in at a time; the others wait, in the order in which they came, and
 * those of one owner never more than once in turn while others wait. With one place it is the turn of an instance.
 */
export class Throttle {
  readonly limit: number;
  readonly #lines = new TransientMap<object, Set<Waiting>>();
  #first: Waiting[] = [];
  #running = 0;
  #queued = 0;
  #isDraining = false;

  constructor(limit: number) {
    this.limit = limit;
  }

  /** Places that are taken. */
  get running(): number {
    return this.#running;
  }

  /** Those who wait. */
  get queued(): number {
    return this.#queued;
  }

  /** Takes a place and returns true, or waits for one and returns false. `owner` is whom the place is for: a channel. */
  enter(owner: object, waiting: Waiting): boolean {
    if (this.#running < this.limit && this.#queued === 0) {
      this.#running += 1;
      return true;
    }
    let line = this.#lines.get(owner);
    if (line === undefined) {
      line = new Set();
      this.#lines.set(owner, line);
    }
    line.add(waiting);
    this.#queued += 1;
    return false;
  }

  /** The same for somebody who had a place before and gets the next one. */
  enterFirst(waiting: Waiting): boolean {
    if (this.#running < this.limit) {
      this.#running += 1;
      return true;
    }
    this.#first.push(waiting);
    this.#queued += 1;
    return false;
  }

  /** Gives a place back. */
  leave(): void {
    this.#running -= 1;
    // Those who end at once leave from inside this loop: they must not pile up on the stack.
    if (this.#queued === 0 || this.#isDraining) return;
    this.#isDraining = true;
    while (this.#running < this.limit) {
      const next = this.#next();
      if (next === undefined) break;
      this.#running += 1;
      next.proceed();
    }
    this.#isDraining = false;
  }

  /** Waits no longer. */
  cancel(owner: object, waiting: Waiting): void {
    const line = this.#lines.get(owner);
    if (line?.delete(waiting) !== true) return;
    this.#queued -= 1;
    if (line.size === 0) this.#lines.delete(owner);
  }

  #next(): Waiting | undefined {
    const first = this.#first.shift();
    if (first !== undefined) {
      this.#queued -= 1;
      return first;
    }
    const owner = this.#lines.firstKey;
    const line = this.#lines.first;
    if (owner === undefined || line === undefined) return undefined;
    const [next] = line;
    // Whoever was served goes to the end.
    this.#lines.delete(owner);
    if (next === undefined) return undefined;
    line.delete(next);
    this.#queued -= 1;
    if (line.size > 0) this.#lines.set(owner, line);
    return next;
  }
}
