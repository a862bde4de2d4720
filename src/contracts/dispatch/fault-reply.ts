import { ChannelStackError } from '../../core/errors/index.js';
import {
  MessageFault,
  MessageFaultError,
  createFaultMessage,
  deserializationFailedCode,
  internalServiceFault,
  internalServiceFaultAction,
  internalServiceFaultCode,
} from '../../core/message/index.js';
import type { Message, MessageVersion } from '../../core/message/index.js';
import { FaultError } from '../description/index.js';
import type { OperationDescription } from '../description/index.js';
import { exceptionDetailWriter } from './exception-detail.js';
import { RefusalError } from './refusal.js';

/** What decides how an error looks to the client. */
export interface FaultReplySettings {
  readonly version: MessageVersion;
  readonly includeExceptionDetailInFaults: boolean;
}

/**
 * The fault message for an error. A typed fault gets the detail and action of the operation's declaration; a fault is
 * sent as it is; of anything else the client learns nothing, unless exception details are included.
 */
export function createFaultReply(
  error: unknown,
  operation: OperationDescription | null,
  settings: FaultReplySettings,
): Message {
  const { version } = settings;
  if (error instanceof FaultError && error.detailType !== null) {
    return typedFault(error, operation, version);
  }
  if (error instanceof MessageFaultError) {
    const message = faultMessage(version, error.fault, error.action);
    return error instanceof RefusalError && error.headers.length > 0
      ? message.withHeaders(message.headers.with(...error.headers))
      : message;
  }
  const fault = settings.includeExceptionDetailInFaults
    ? detailedFault(error)
    : internalServiceFault().fault;
  return faultMessage(version, fault, internalServiceFaultAction);
}

/** Whether an error is meant for the client; all others are told to diagnostics. */
export function isDeclaredFault(error: unknown, operation: OperationDescription | null): boolean {
  if (error instanceof FaultError && error.detailType !== null) {
    return operation?.faults.some(({ detailType }) => detailType === error.detailType) ?? false;
  }
  return error instanceof MessageFaultError;
}

/** A body that could not be read, as the fault that says so; a failure that is none of the peer's making stays as it is. */
export function deserializationFailure(error: unknown, operation: OperationDescription): unknown {
  if (!ChannelStackError.is(error)) return error;
  return new MessageFaultError(
    new MessageFault({
      code: deserializationFailedCode,
      reason: `The body of the message for the operation '${operation.name}' could not be read; it must be as the contract says.`,
    }),
    internalServiceFaultAction,
    { cause: error },
  );
}

function typedFault(
  error: FaultError<unknown>,
  operation: OperationDescription | null,
  version: MessageVersion,
): Message {
  const declared = operation?.faults.find(({ detailType }) => detailType === error.detailType);
  if (declared === undefined) return faultMessage(version, error.fault, error.action);
  const { code, reasons, actor, node } = error.fault;
  const detail = declared.write(error.detail);
  const fault = new MessageFault({ code, reason: reasons, actor, node, detail });
  return faultMessage(version, fault, error.action ?? declared.action);
}

function detailedFault(error: unknown): MessageFault {
  return new MessageFault({
    code: internalServiceFaultCode,
    reason: error instanceof Error ? error.message : String(error),
    detail: exceptionDetailWriter(error),
  });
}

function faultMessage(
  version: MessageVersion,
  fault: MessageFault,
  action: string | null,
): Message {
  if (!version.hasAddressing) return createFaultMessage(version, fault, null);
  return createFaultMessage(version, fault, action ?? version.addressing.defaultFaultAction);
}
