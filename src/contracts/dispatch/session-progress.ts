import {
  FaultCode,
  MessageFault,
  deserializationFailedCode,
  internalServiceFaultAction,
} from '../../core/message/index.js';
import type { OperationDescription } from '../description/index.js';
import { RefusalError } from './refusal.js';

/** Where a session is between its initiating and its terminating operation. */
export class SessionProgress {
  #hasBegun = false;
  #hasTerminated = false;

  /** Takes note of a call. @throws RefusalError when the session may not begin with it, or is over */
  enter(operation: OperationDescription): void {
    if (this.#hasTerminated) {
      throw sessionTerminated(
        `The session ended with an operation that terminates it; '${operation.name}' needs a new session.`,
      );
    }
    if (!this.#hasBegun && !operation.isInitiating) {
      throw sessionTerminated(
        `The session may not begin with the operation '${operation.name}'; call an initiating operation first.`,
      );
    }
    this.#hasBegun = true;
    this.#hasTerminated = operation.isTerminating;
  }
}

function sessionTerminated(reason: string): RefusalError {
  const namespace = deserializationFailedCode.subCode?.namespace ?? '';
  return new RefusalError(
    new MessageFault({
      code: FaultCode.sender(new FaultCode('SessionTerminated', namespace)),
      reason,
    }),
    internalServiceFaultAction,
  );
}
