import { ChannelStackError, CommunicationError } from '../errors/index.js';
import { FaultCode, MessageFault } from './message-fault.js';
import type { MessageVersion } from './message-version.js';

/** An error that travels, or came, as a SOAP fault. Thrown by a layer or a service it becomes that fault's reply. */
export class MessageFaultError extends CommunicationError {
  static override readonly typeName: string = 'MessageFaultError';

  readonly fault: MessageFault;
  /** The action of the fault message; null is the version's default. */
  readonly action: string | null;

  constructor(
    fault: MessageFault,
    action: string | null = null,
    details: { readonly cause?: unknown } = {},
  ) {
    super(fault.reason, details);
    this.fault = fault;
    this.action = action;
  }
}

const dispatcherNamespace =
  'http://schemas.microsoft.com/net/2005/12/windowscommunicationfoundation/dispatcher';

/** The action of faults that tell of an error inside a service. */
export const internalServiceFaultAction = `${dispatcherNamespace}/fault`;

/** The sub code that WCF gives to an error inside a service; a sessionful .NET client faults its channel on it. */
export const internalServiceFaultCode = FaultCode.receiver(
  new FaultCode('InternalServiceFault', dispatcherNamespace),
);

/** The fault for bodies that could not be read. */
export const deserializationFailedCode = FaultCode.sender(
  new FaultCode('DeserializationFailed', dispatcherNamespace),
);

/** The fault to answer with when an error was not meant to travel: it says nothing of what went wrong inside. */
export function internalServiceFault(): MessageFaultError {
  return new MessageFaultError(
    new MessageFault({
      code: internalServiceFaultCode,
      reason:
        'The server was unable to process the request due to an internal error. For more information, turn on ' +
        'includeExceptionDetailInFaults on the server, or look at its error log.',
    }),
    internalServiceFaultAction,
  );
}

/** An addressing fault of the version: sub code of its namespace below Sender, its fault action. Null where there is no addressing. */
export function addressingFault(
  version: MessageVersion,
  subCode: string,
  reason: string,
): MessageFaultError {
  return new MessageFaultError(
    new MessageFault({
      code: FaultCode.sender(new FaultCode(subCode, version.addressing.namespace)),
      reason,
    }),
    version.addressing.faultAction,
  );
}

/** Any error as one that travels: faults as they are, everything else as the internal service fault. */
export function toFaultError(error: unknown): MessageFaultError {
  if (error instanceof MessageFaultError) return error;
  const fault = internalServiceFault();
  return ChannelStackError.is(error)
    ? new MessageFaultError(fault.fault, fault.action, { cause: error })
    : fault;
}
