import { toError } from '../errors/index.js';

/** The promise's outcome, or the signal's reason as soon as it is aborted; a later outcome is ignored. */
export async function raceAbort<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) {
    promise.catch(ignored);
    throw toError(signal.reason);
  }
  let onAbort = (): void => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => {
      // Whoever works on the promise hears of the signal, too, and may have more to say than its reason.
      setImmediate(() => {
        reject(toError(signal.reason));
      });
    };
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function ignored(): void {
  // Nobody waits for it any longer.
}
