import { TransientList } from '../../core/collections/index.js';
import type { Subscription } from 'rxjs';

/**
 * Requests whose message is done with before their own response has come: the acknowledgement came on another one. To cut
 * such a request off would break its connection, so it may end by itself; of more than a window of them the oldest is cut.
 */
export class LingeringAttempts {
  readonly #most: number;
  readonly #attempts = new TransientList<Subscription>();

  constructor(most: number) {
    this.#most = most;
  }

  /** A message is done with: of its attempts only the last may go on, for that one will be answered. */
  leave(attempts: readonly Subscription[]): void {
    for (const [index, attempt] of attempts.entries()) {
      if (index < attempts.length - 1) attempt.unsubscribe();
      else if (!attempt.closed) this.#keep(attempt);
    }
  }

  /** Cuts all of them off. */
  stop(): void {
    for (const attempt of this.#attempts.values()) attempt.unsubscribe();
  }

  #keep(attempt: Subscription): void {
    const entry = this.#attempts.add(attempt);
    attempt.add(() => {
      this.#attempts.delete(entry);
    });
    if (this.#attempts.size > this.#most) this.#attempts.first?.value.unsubscribe();
  }
}
