import { Observable } from 'rxjs';
import type { Subscriber, TeardownLogic } from 'rxjs';
import { InvalidOperationError } from '../errors/index.js';
import type { Message } from '../message/index.js';

/**
 * What `RequestChannel.request` returns: it sends when it is subscribed, and a second subscription is an error. What `send`
 * throws is the request's error; what it returns is done when the caller gives up, or has its answer.
 */
export function coldRequest(
  send: (caller: Subscriber<Message>) => TeardownLogic,
): Observable<Message> {
  let wasSubscribed = false;
  return new Observable((caller) => {
    if (wasSubscribed) {
      caller.error(
        new InvalidOperationError('A request is sent once; make a new one to send it again.'),
      );
      return undefined;
    }
    wasSubscribed = true;
    try {
      return send(caller);
    } catch (error) {
      caller.error(error);
      return undefined;
    }
  });
}
