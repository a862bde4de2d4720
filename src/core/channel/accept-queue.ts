import { toError } from '../errors/index.js';
import type { OperationOptions } from './timeouts.js';

/** Channels on their way to whoever accepts them: the pull side of a listener. */
export class AcceptQueue<T> {
  #waiting: T[] = [];
  #takers: ((value: T | null) => void)[] = [];
  #isClosed = false;

  /** Channels that nobody has accepted yet. */
  get pending(): number {
    return this.#waiting.length;
  }

  offer(value: T): void {
    const taker = this.#takers.shift();
    if (taker === undefined) this.#waiting.push(value);
    else taker(value);
  }

  /** The next channel, or null after close(). */
  take({ signal }: OperationOptions = {}): Promise<T | null> {
    const next = this.#waiting.shift();
    if (next !== undefined) return Promise.resolve(next);
    if (this.#isClosed) return Promise.resolve(null);
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        this.#takers = this.#takers.filter((one) => one !== taker);
        reject(toError(signal?.reason));
      };
      const taker = (value: T | null): void => {
        signal?.removeEventListener('abort', onAbort);
        resolve(value);
      };
      if (signal?.aborted === true) {
        reject(toError(signal.reason));
        return;
      }
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#takers.push(taker);
    });
  }

  /** Ends waiting takers with null and returns what nobody accepted. */
  close(): T[] {
    this.#isClosed = true;
    for (const taker of this.#takers) taker(null);
    this.#takers = [];
    const rest = this.#waiting;
    this.#waiting = [];
    return rest;
  }
}
