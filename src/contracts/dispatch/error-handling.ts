import type { ErrorHandler } from '../behaviors/index.js';
import type { OperationContext } from '../context/index.js';

/** The error to answer with, after the handlers had their say. What they throw is reported and has no effect. */
export function mapError(
  error: unknown,
  handlers: readonly ErrorHandler[],
  context: () => OperationContext,
  report: (failure: unknown) => void,
): unknown {
  let shown = error;
  for (const handler of handlers) {
    try {
      shown = handler.provideFault?.(shown, context()) ?? shown;
    } catch (failure) {
      report(failure);
    }
  }
  return shown;
}

/** Tells the handlers of an error. */
export function tellHandlers(
  error: unknown,
  handlers: readonly ErrorHandler[],
  context: () => OperationContext,
  report: (failure: unknown) => void,
): void {
  for (const handler of handlers) {
    try {
      handler.handleError?.(error, context());
    } catch (failure) {
      report(failure);
    }
  }
}
