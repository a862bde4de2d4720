export { addressMessage } from './address-message.js';
export {
  actionHeader,
  endpointHeader,
  messageIdHeader,
  relatesToHeader,
  toHeader,
} from './addressing-headers.js';
export { EndpointAddress } from './endpoint-address.js';
export type { EndpointAddressInit, EndpointIdentity } from './endpoint-address.js';
export { createFaultMessage } from './fault-message.js';
export { readFault } from './fault-reader.js';
export { ReceivedBody, StreamedBody } from './message-body.js';
export type { BodyWriter, MessageBody } from './message-body.js';
export {
  MessageFaultError,
  addressingFault,
  deserializationFailedCode,
  internalServiceFault,
  internalServiceFaultAction,
  internalServiceFaultCode,
  toFaultError,
} from './message-fault-error.js';
export { FaultCode, MessageFault } from './message-fault.js';
export type { FaultReasonText, MessageFaultInit } from './message-fault.js';
export { MessageHeader } from './message-header.js';
export type { HeaderContentWriter, MessageHeaderOptions } from './message-header.js';
export { MessageHeaders } from './message-headers.js';
export { MessageVersion } from './message-version.js';
export type { AddressingVersion, EnvelopeVersion, MessageVersionName } from './message-version.js';
export { IsIdempotentKey, RemoteEndpointKey, ViaKey } from './message-properties.js';
export { Message, MessageBuffer } from './message.js';
export type { MessageState } from './message.js';
export { propertyKey } from './property-key.js';
export type { PropertyKey } from './property-key.js';
export { randomIds } from './unique-id.js';
export type { IdGenerator, UniqueId } from './unique-id.js';
