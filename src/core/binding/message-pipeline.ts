import { Subject } from 'rxjs';
import type { MonoTypeOperatorFunction, Subscription } from 'rxjs';
import { InvalidOperationError } from '../errors/index.js';
import type { Message } from '../message/index.js';

/** Who waits for a message to come out of a pipeline. */
interface Passage {
  readonly next: (message: Message) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * One direction of a layer: an operator that is subscribed once and through which all messages of a channel flow. A
 * message that comes out is matched to the one that went in, so that each keeps its own caller.
 */
export class MessagePipeline {
  readonly #operator: MonoTypeOperatorFunction<Message> | undefined;
  readonly #passages = new Map<object, Passage>();
  #input = new Subject<Message>();
  #subscription: Subscription | null = null;
  #current: object | null = null;
  #isClosed = false;

  constructor(operator: MonoTypeOperatorFunction<Message> | undefined) {
    this.#operator = operator;
    if (operator !== undefined) this.#start(operator);
  }

  /** Sends a message through; `next` or `fail` is called once, possibly before this returns. */
  pass(message: Message, next: (message: Message) => void, fail: (error: unknown) => void): void {
    if (this.#operator === undefined) {
      next(message);
      return;
    }
    const { identity } = message;
    this.#passages.set(identity, { next, fail });
    const outer = this.#current;
    this.#current = identity;
    this.#input.next(message);
    this.#current = outer;
  }

  /** Ends the pipeline; messages still inside fail with the reason. */
  close(reason: unknown): void {
    this.#isClosed = true;
    this.#subscription?.unsubscribe();
    this.#failAll(reason);
  }

  #start(operator: MonoTypeOperatorFunction<Message>): void {
    this.#input = new Subject();
    this.#subscription = this.#input.pipe(operator).subscribe({
      next: (message) => {
        this.#emerge(message);
      },
      error: (error: unknown) => {
        this.#broke(operator, error);
      },
      complete: () => {
        this.#broke(
          operator,
          new InvalidOperationError(
            'A layer completed its stream of messages; operators such as take() must not be used in a layer.',
          ),
        );
      },
    });
  }

  #emerge(message: Message): void {
    // A message made anew inside the operator has another identity; while nothing is asynchronous it is the current one's.
    const identity = this.#passages.has(message.identity) ? message.identity : this.#current;
    const passage = identity === null ? undefined : this.#passages.get(identity);
    if (identity === null || passage === undefined) return;
    this.#passages.delete(identity);
    passage.next(message);
  }

  /** RxJS ends a stream at its first error: the message in hand (or, of an asynchronous operator, all inside) fails, and a new stream begins. */
  #broke(operator: MonoTypeOperatorFunction<Message>, error: unknown): void {
    if (this.#isClosed) return;
    this.#start(operator);
    const current = this.#current === null ? undefined : this.#passages.get(this.#current);
    if (this.#current === null || current === undefined) {
      this.#failAll(error);
      return;
    }
    this.#passages.delete(this.#current);
    current.fail(error);
  }

  #failAll(reason: unknown): void {
    const inside = [...this.#passages.values()];
    this.#passages.clear();
    for (const { fail } of inside) fail(reason);
  }
}
