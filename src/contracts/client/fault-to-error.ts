import {
  ActionNotSupportedError,
  ChannelStackError,
  EndpointNotFoundError,
  ProtocolError,
  ServerTooBusyError,
} from '../../core/errors/index.js';
import type { CommunicationError } from '../../core/errors/index.js';
import { internalServiceFaultCode } from '../../core/message/index.js';
import type { MessageFault, MessageVersion } from '../../core/message/index.js';
import { FaultError } from '../description/index.js';
import type { FaultDescription } from '../description/index.js';

/**
 * The error for a fault that came as a reply, as .NET chooses it: what the stack itself means by well-known codes, else a
 * {@link FaultError}, with a typed detail when the operation declares one of that element name and, where the message
 * has an action that says anything, of that action.
 */
export function faultToError(
  fault: MessageFault,
  action: string | null,
  version: MessageVersion,
  declared: readonly FaultDescription[],
): CommunicationError {
  // The default action says no more than "a fault".
  const meaning = action === version.addressing.defaultFaultAction ? null : action;
  const error = toFaultError(fault, meaning, declared);
  const wellKnown = wellKnownError(fault, version);
  return wellKnown === null ? error : new wellKnown(fault.reason, { cause: error });
}

/** Whether a fault tells of an undeclared error in the service: a session does not survive it, as in WCF. */
export function isInternalServiceFault({ code }: MessageFault): boolean {
  const { subCode } = internalServiceFaultCode;
  return subCode !== null && code.has(subCode.name, subCode.namespace);
}

function toFaultError(
  fault: MessageFault,
  action: string | null,
  declared: readonly FaultDescription[],
): FaultError<unknown> {
  const element = fault.detailElement;
  const description =
    element === null
      ? undefined
      : declared.find((one) => (action === null || action === one.action) && one.matches(element));
  try {
    return FaultError.received(fault, action, description ?? null);
  } catch (error) {
    if (!ChannelStackError.is(error)) throw error;
    // A detail that is not what it is called: the fault says the rest all the same.
    return FaultError.received(fault, action, null);
  }
}

function wellKnownError(
  { code }: MessageFault,
  version: MessageVersion,
): (new (message: string, details: { readonly cause: unknown }) => CommunicationError) | null {
  if (code.name === 'MustUnderstand' && code.namespace === '') return ProtocolError;
  const meant = code.subCode ?? code;
  if (meant.namespace !== version.addressing.namespace) return null;
  switch (meant.name) {
    case 'ActionNotSupported':
      return ActionNotSupportedError;
    case 'DestinationUnreachable':
      return EndpointNotFoundError;
    case 'EndpointUnavailable':
      return ServerTooBusyError;
    default:
      return null;
  }
}
