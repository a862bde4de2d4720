import { ChannelStackError } from './channel-stack-error.js';

/** Communication failed: the network, the peer or the protocol. WCF's CommunicationException. */
export class CommunicationError extends ChannelStackError {
  static override readonly typeName: string = 'CommunicationError';
}

/** The peer broke the protocol, or speaks another one than the binding. WCF's ProtocolException. */
export class ProtocolError extends CommunicationError {
  static override readonly typeName: string = 'ProtocolError';
}

/** A message header is missing, doubled or unreadable. WCF's MessageHeaderException. */
export class MessageHeaderError extends ProtocolError {
  static override readonly typeName: string = 'MessageHeaderError';
}

/** Nobody listens at the address. WCF's EndpointNotFoundException. */
export class EndpointNotFoundError extends CommunicationError {
  static override readonly typeName: string = 'EndpointNotFoundError';
}

/** The service is there but takes no more work now; try again later. WCF's ServerTooBusyException. */
export class ServerTooBusyError extends CommunicationError {
  static override readonly typeName: string = 'ServerTooBusyError';
}

/** The endpoint has no operation for the action. WCF's ActionNotSupportedException. */
export class ActionNotSupportedError extends CommunicationError {
  static override readonly typeName: string = 'ActionNotSupportedError';
}

/** Authentication or message protection failed. WCF's MessageSecurityException. */
export class MessageSecurityError extends CommunicationError {
  static override readonly typeName: string = 'MessageSecurityError';
}

/** The listen address is taken. WCF's AddressAlreadyInUseException. */
export class AddressAlreadyInUseError extends CommunicationError {
  static override readonly typeName: string = 'AddressAlreadyInUseError';
}

/** The process may not listen on the address. WCF's AddressAccessDeniedException. */
export class AddressAccessDeniedError extends CommunicationError {
  static override readonly typeName: string = 'AddressAccessDeniedError';
}

/** The channel is Faulted and only good for abort(). WCF's CommunicationObjectFaultedException. */
export class CommunicationObjectFaultedError extends CommunicationError {
  static override readonly typeName: string = 'CommunicationObjectFaultedError';
}

/** The channel was aborted. WCF's CommunicationObjectAbortedException. */
export class CommunicationObjectAbortedError extends CommunicationError {
  static override readonly typeName: string = 'CommunicationObjectAbortedError';
}

/** An operation did not finish within its time. WCF's TimeoutException. */
export class TimeoutError extends ChannelStackError {
  static override readonly typeName: string = 'TimeoutError';
}

/** A configured limit was exceeded. WCF's QuotaExceededException. */
export class QuotaExceededError extends ChannelStackError {
  static override readonly typeName: string = 'QuotaExceededError';
}

/** A value could not be written as, or read from, its contract's XML. WCF's SerializationException. */
export class SerializationError extends ChannelStackError {
  static override readonly typeName: string = 'SerializationError';
}

/** Bytes that are not the XML they should be. */
export class XmlError extends ChannelStackError {
  static override readonly typeName: string = 'XmlError';
}

/** A call that the object's state or the arguments do not allow. */
export class InvalidOperationError extends ChannelStackError {
  static override readonly typeName: string = 'InvalidOperationError';
}

/** The object was closed. WCF's ObjectDisposedException. */
export class ObjectDisposedError extends InvalidOperationError {
  static override readonly typeName: string = 'ObjectDisposedError';
}

/** A binding, contract or option that cannot work; found when it is built. */
export class InvalidBindingError extends ChannelStackError {
  static override readonly typeName: string = 'InvalidBindingError';
}

/** A configuration file, its place and what is wrong with it. */
export class ConfigurationError extends ChannelStackError {
  static override readonly typeName: string = 'ConfigurationError';
}
