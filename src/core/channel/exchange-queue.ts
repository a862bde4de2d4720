import { Observable } from 'rxjs';
import type { Subscriber } from 'rxjs';
import { InvalidOperationError } from '../errors/index.js';

/**
 * Values on their way to one subscriber: they wait until it subscribes, and from then on go straight through.
 * How many may wait is the producer's matter (its credits), which reads `waiting`.
 */
export class ExchangeQueue<T> {
  readonly values$: Observable<T>;
  #waiting: T[] = [];
  #subscriber: Subscriber<T> | null = null;
  #wasSubscribed = false;
  #end: { readonly error: unknown; readonly isError: boolean } | null = null;

  constructor() {
    this.values$ = new Observable<T>((subscriber) => {
      if (this.#wasSubscribed) {
        subscriber.error(
          new InvalidOperationError(
            'The exchanges of a channel have one subscriber; this is a second one.',
          ),
        );
        return undefined;
      }
      this.#wasSubscribed = true;
      this.#subscriber = subscriber;
      const waiting = this.#waiting;
      this.#waiting = [];
      for (const value of waiting) subscriber.next(value);
      if (this.#end !== null) this.#finish(subscriber, this.#end);
      return () => {
        this.#subscriber = null;
      };
    });
  }

  /** Values that no subscriber has taken yet. */
  get waiting(): number {
    return this.#waiting.length;
  }

  push(value: T): void {
    if (this.#end !== null) return;
    if (this.#subscriber === null) this.#waiting.push(value);
    else this.#subscriber.next(value);
  }

  complete(): void {
    this.#setEnd({ error: null, isError: false });
  }

  error(error: unknown): void {
    this.#setEnd({ error, isError: true });
  }

  /** Takes back what nobody has taken. */
  drain(): T[] {
    const waiting = this.#waiting;
    this.#waiting = [];
    return waiting;
  }

  #setEnd(end: { readonly error: unknown; readonly isError: boolean }): void {
    if (this.#end !== null) return;
    this.#end = end;
    if (this.#subscriber !== null) this.#finish(this.#subscriber, end);
  }

  #finish(
    subscriber: Subscriber<T>,
    end: { readonly error: unknown; readonly isError: boolean },
  ): void {
    if (end.isError) subscriber.error(end.error);
    else subscriber.complete();
  }
}
