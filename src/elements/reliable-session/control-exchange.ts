import { Subscription } from 'rxjs';
import type { LifeStep, RequestChannel } from '../../core/channel/index.js';
import {
  CommunicationError,
  MessageSecurityError,
  ProtocolError,
  TimeoutError,
  toError,
} from '../../core/errors/index.js';
import type { Message } from '../../core/message/index.js';
import type { ReliableSessionParts } from './sequence-parts.js';

/** The rhythm in which CreateSequence, CloseSequence and TerminateSequence are repeated, in ms; .NET's. */
export const controlRetryInterval = 10_000;

/** What carries protocol messages and their answers: a request channel, or a duplex channel on which answers are found. */
export interface ControlRequester {
  readonly via: string;
  readonly request: RequestChannel['request'];
}

/** A delay that is as good as none, in ms. */
export const longestDelay = 2_147_483_647;

/**
 * Sends a protocol message, again every ten seconds with the same MessageID, until it is answered; the first usable answer
 * of any attempt counts. Null: it was accepted without an answer, where `acceptsEmpty` allows that.
 */
export function exchangeControlMessage(
  { clock }: ReliableSessionParts,
  inner: ControlRequester,
  message: Message,
  { signal, timeout }: LifeStep,
  what: string,
  onAttempt: (attempt: number) => void = () => undefined,
): Promise<Message | null> {
  const deadline = clock.now() + timeout;
  return new Promise((resolve, reject) => {
    let attempts = 0;
    let isDone = false;
    let lastError: Error | null = null;
    const acceptsEmpty = what === 'TerminateSequence';
    const end = (act: () => void): void => {
      if (isDone) return;
      isDone = true;
      retry.cancel();
      signal.removeEventListener('abort', onAbort);
      attempted.unsubscribe();
      act();
    };
    const onAbort = (): void => {
      end(() => {
        reject(giveUpError(what, inner.via, attempts, signal.reason, lastError));
      });
    };
    const attempt = (): void => {
      attempts += 1;
      onAttempt(attempts);
      if (clock.now() + controlRetryInterval < deadline)
        retry = clock.schedule(controlRetryInterval, attempt);
      const answers = inner.request(message, { timeout: Math.max(1, deadline - clock.now()) });
      const subscription = answers.subscribe({
        next: (response) => {
          end(() => {
            resolve(response);
          });
        },
        error: (error: unknown) => {
          lastError = toError(error);
          if (!isFinal(lastError)) return;
          end(() => {
            reject(toError(error));
          });
        },
        complete: () => {
          if (!acceptsEmpty) return;
          end(() => {
            resolve(null);
          });
        },
      });
      attempted.add(subscription);
    };
    const attempted = new Subscription();
    let retry = { cancel: (): void => undefined };
    if (signal.aborted) {
      onAbort();
      return;
    }
    signal.addEventListener('abort', onAbort, { once: true });
    attempt();
  });
}

/** Errors that another attempt would meet again. */
function isFinal(error: Error): boolean {
  return (
    error instanceof ProtocolError ||
    error instanceof MessageSecurityError ||
    !(error instanceof CommunicationError || error instanceof TimeoutError)
  );
}

function giveUpError(
  what: string,
  via: string,
  attempts: number,
  reason: unknown,
  lastError: Error | null,
): Error {
  if (!(reason instanceof TimeoutError)) return toError(reason);
  const last = lastError === null ? '' : ` The last attempt ended with: ${lastError.message}`;
  return new TimeoutError(
    `${what} was sent ${String(attempts)} times to ${via} without an answer: ${reason.message}${last}`,
    {
      cause: lastError ?? reason,
    },
  );
}
