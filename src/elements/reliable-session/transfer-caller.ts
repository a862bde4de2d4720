import { toError } from '../../core/errors/index.js';
import type { Message } from '../../core/message/index.js';
import type { Clock } from '../../core/time/index.js';

/** Whoever gave a message to a session; one of the two is called, once. */
export interface TransferCaller {
  /** The message is done with; `reply` is null when there is none. */
  done(reply: Message | null): void;
  failed(error: Error): void;
}

/** How long a caller waits, and its signal to give up. */
export interface CallerPatience {
  readonly timeout: number;
  readonly signal: AbortSignal | undefined;
  /** The error for a caller whose time is over. */
  readonly timeoutError: () => Error;
}

/**
 * Starts a transfer for a caller that may give up: by its signal, when its time is over, or by calling what is returned.
 * `start` returns the function that lets the caller go; the session finishes the exchange without it.
 */
export function transferFor(
  clock: Clock,
  { timeout, signal, timeoutError }: CallerPatience,
  caller: TransferCaller,
  start: (caller: TransferCaller) => () => void,
): () => void {
  signal?.throwIfAborted();
  let abandon: (() => void) | null = null;
  let isOver = false;
  const over = (act: () => void): void => {
    if (isOver) return;
    isOver = true;
    timer.cancel();
    signal?.removeEventListener('abort', onAbort);
    act();
  };
  const giveUp = (error: Error | null): void => {
    over(() => {
      abandon?.();
      if (error !== null) caller.failed(error);
    });
  };
  const onAbort = (): void => {
    giveUp(toError(signal?.reason));
  };
  const timer = clock.schedule(timeout, () => {
    giveUp(timeoutError());
  });
  signal?.addEventListener('abort', onAbort, { once: true });
  abandon = start({
    done: (reply) => {
      over(() => {
        caller.done(reply);
      });
    },
    failed: (error) => {
      over(() => {
        caller.failed(error);
      });
    },
  });
  return () => {
    giveUp(null);
  };
}
