/** The place of a value in a {@link TransientList}: what takes it out again. */
export interface ListEntry<T> {
  readonly value: T;
}

/** An entry linked to its neighbours; alone once it is taken out, so that it keeps nobody alive. */
class Link<T> implements ListEntry<T> {
  readonly value: T;
  previous: Link<T> | null = null;
  next: Link<T> | null = null;
  isIn = true;

  constructor(value: T) {
    this.value = value;
  }
}

/**
 * What comes and goes with each message, in order of insertion; a value is taken out by its entry. Like
 * {@link TransientMap} it keeps nothing that was taken out, where a `Set` would until the next full collection.
 */
export class TransientList<T> {
  #first: Link<T> | null = null;
  #last: Link<T> | null = null;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The value that was added first, of those that are in. */
  get first(): ListEntry<T> | null {
    return this.#first;
  }

  add(value: T): ListEntry<T> {
    const link = new Link(value);
    const last = this.#last;
    link.previous = last;
    if (last === null) this.#first = link;
    else last.next = link;
    this.#last = link;
    this.#size += 1;
    return link;
  }

  /** False when it was taken out before. */
  delete(entry: ListEntry<T>): boolean {
    if (!(entry instanceof Link) || !entry.isIn) return false;
    // Entries are links, which `add` made.
    const link = entry as Link<T>;
    const { previous, next } = link;
    if (previous === null) this.#first = next;
    else previous.next = next;
    if (next === null) this.#last = previous;
    else next.previous = previous;
    link.previous = null;
    link.next = null;
    link.isIn = false;
    this.#size -= 1;
    return true;
  }

  /** What is in now; values may be added and taken out while it is walked. */
  values(): T[] {
    const values: T[] = [];
    for (let link = this.#first; link !== null; link = link.next) values.push(link.value);
    return values;
  }
}
