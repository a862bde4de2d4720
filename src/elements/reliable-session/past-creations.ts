import { TransientMap } from '../../core/collections/index.js';

const capacity = 1_024;

/**
 * What identified the CreateSequence messages of sessions that have ended, the last 1,024 of them. A copy of such a message that comes late
 * must not make a second session: the client would acknowledge the offered sequence of the first there, as one that was never sent.
 */
export class PastCreations {
  readonly #keys = new TransientMap<string, true>();

  add(key: string): void {
    this.#keys.set(key, true);
    const oldest = this.#keys.firstKey;
    if (this.#keys.size > capacity && oldest !== undefined) this.#keys.delete(oldest);
  }

  has(key: string): boolean {
    return this.#keys.has(key);
  }
}
