import {
  ActionNotSupportedError,
  EndpointNotFoundError,
  ProtocolError,
  ServerTooBusyError,
} from '../../core/errors/index.js';
import type { CommunicationError } from '../../core/errors/index.js';
import { internalServiceFaultCode } from '../../core/message/index.js';
import type { MessageFault, MessageVersion } from '../../core/message/index.js';
import type { DataContractClass, WireType } from '../data-contract/index.js';
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
  if (element !== null) {
    for (const description of declared) {
      if (action !== null && action !== description.action) continue;
      if (!description.matches(element)) continue;
      const { code, reasons } = fault;
      const detail = description.read(element);
      const options = { reason: reasons, code, action: action ?? undefined };
      // What a description reads is of the very type that it was declared with.
      const detailType = description.detailType as DataContractClass | WireType<unknown>;
      return new FaultError<unknown>(detailType, detail, options);
    }
  }
  return new FaultError(fault, action) as FaultError<unknown>;
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
