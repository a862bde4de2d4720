import { Observable } from 'rxjs';
import type { Subscriber } from 'rxjs';
import { toError } from '../../core/errors/index.js';
import type { Message } from '../../core/message/index.js';
import type { ControlRequester } from './control-exchange.js';
import { messageIdOf } from './protocol-messages.js';

/** Finds the answers to protocol messages that left on duplex channels, by RelatesTo. */
export class ControlReplies {
  readonly #waiting = new Map<string, Set<Subscriber<Message>>>();

  /** Sends protocol messages by `send` to `via`; each request emits its answer and completes. Whoever gives up unsubscribes. */
  requester(via: string, send: (message: Message) => Promise<void>): ControlRequester {
    return { via, request: (message) => this.#request(message, send) };
  }

  /** Takes a message when somebody waits for it. */
  take(message: Message): boolean {
    if (this.#waiting.size === 0) return false;
    const { relatesTo } = message.headers;
    const waiting = relatesTo === null ? undefined : this.#waiting.get(relatesTo);
    if (waiting === undefined) return false;
    for (const subscriber of [...waiting]) {
      subscriber.next(message);
      subscriber.complete();
    }
    return true;
  }

  #request(message: Message, send: (message: Message) => Promise<void>): Observable<Message> {
    const id = messageIdOf(message) ?? '';
    return new Observable((subscriber) => {
      const waiting = this.#waiting.get(id) ?? new Set();
      waiting.add(subscriber);
      this.#waiting.set(id, waiting);
      send(message).catch((error: unknown) => {
        subscriber.error(toError(error));
      });
      return () => {
        waiting.delete(subscriber);
        if (waiting.size === 0) this.#waiting.delete(id);
      };
    });
  }
}
