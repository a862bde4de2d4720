export { ChannelStackError } from './channel-stack-error.js';
export type { ErrorDetails } from './channel-stack-error.js';
export {
  ActionNotSupportedError,
  AddressAccessDeniedError,
  AddressAlreadyInUseError,
  CommunicationError,
  CommunicationObjectAbortedError,
  CommunicationObjectFaultedError,
  ConfigurationError,
  EndpointNotFoundError,
  InvalidBindingError,
  InvalidOperationError,
  MessageHeaderError,
  MessageSecurityError,
  ObjectDisposedError,
  ProtocolError,
  QuotaExceededError,
  SerializationError,
  ServerTooBusyError,
  TimeoutError,
  XmlError,
} from './communication-errors.js';
export { toError } from './to-error.js';
