import { ChannelStackError } from './channel-stack-error.js';

/** Communication failed: the network, the peer or the protocol. WCF's CommunicationException. */
export class CommunicationError extends ChannelStackError {}

/** The peer broke the protocol, or speaks another one than the binding. WCF's ProtocolException. */
export class ProtocolError extends CommunicationError {}

/** A message header is missing, doubled or unreadable. WCF's MessageHeaderException. */
export class MessageHeaderError extends ProtocolError {}

/** Nobody listens at the address. WCF's EndpointNotFoundException. */
export class EndpointNotFoundError extends CommunicationError {}

/** The service is there but takes no more work now; try again later. WCF's ServerTooBusyException. */
export class ServerTooBusyError extends CommunicationError {}

/** The endpoint has no operation for the action. WCF's ActionNotSupportedException. */
export class ActionNotSupportedError extends CommunicationError {}

/** Authentication or message protection failed. WCF's MessageSecurityException. */
export class MessageSecurityError extends CommunicationError {}

/** The listen address is taken. WCF's AddressAlreadyInUseException. */
export class AddressAlreadyInUseError extends CommunicationError {}

/** The process may not listen on the address. WCF's AddressAccessDeniedException. */
export class AddressAccessDeniedError extends CommunicationError {}

/** The channel is Faulted and only good for abort(). WCF's CommunicationObjectFaultedException. */
export class CommunicationObjectFaultedError extends CommunicationError {}

/** The channel was aborted. WCF's CommunicationObjectAbortedException. */
export class CommunicationObjectAbortedError extends CommunicationError {}

/** An operation did not finish within its time. WCF's TimeoutException. */
export class TimeoutError extends ChannelStackError {}

/** A configured limit was exceeded. WCF's QuotaExceededException. */
export class QuotaExceededError extends ChannelStackError {}

/** A value could not be written as, or read from, its contract's XML. WCF's SerializationException. */
export class SerializationError extends ChannelStackError {}

/** Bytes that are not the XML they should be. */
export class XmlError extends ChannelStackError {}

/** A call that the object's state or the arguments do not allow. */
export class InvalidOperationError extends ChannelStackError {}

/** The object was closed. WCF's ObjectDisposedException. */
export class ObjectDisposedError extends InvalidOperationError {}

/** A binding, contract or option that cannot work; found when it is built. */
export class InvalidBindingError extends ChannelStackError {}

/** A configuration file, its place and what is wrong with it. */
export class ConfigurationError extends ChannelStackError {}
