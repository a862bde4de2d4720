export { CallbackBehavior } from './callback-behavior.js';
export type { CallbackBehaviorOptions } from './callback-behavior.js';
export { contractOnly } from './contract-only.js';
export type {
  DataContractFormatOptions,
  FaultOptions,
  OperationFormatStyle,
  OperationFormatUse,
  OperationOptions,
  ServiceContractOptions,
  XmlSerializerFormatOptions,
} from './contract-metadata.js';
export { DataContract } from './data-contract.js';
export type { ClassContractDecorator } from './data-contract.js';
export { DataContractFormat, XmlSerializerFormat } from './operation-format.js';
export type { ClassOrMethodDecorator } from './operation-format.js';
export { DataMember } from './data-member.js';
export type { DataMemberDecorator } from './data-member.js';
export { Fault } from './fault.js';
export type { MethodContractDecorator } from './fault.js';
export { KnownTypes } from './known-types.js';
export {
  MessageBodyMember,
  MessageContract,
  MessageHeaderArray,
  MessageHeaderMember,
  MessageProperty,
} from './message-contract.js';
export type { MessagePropertyDecorator } from './message-contract.js';
export { OnOpen } from './on-open.js';
export type { OnOpenDecorator } from './on-open.js';
export { Operation } from './operation.js';
export type { OperationDecorator } from './operation.js';
export {
  OnDeserialized,
  OnDeserializing,
  OnSerialized,
  OnSerializing,
} from './serialization-callbacks.js';
export type { SerializationCallbackDecorator } from './serialization-callbacks.js';
export { plainClass } from './plain-class.js';
export type { PlainClassOptions, PlainMembers } from './plain-class.js';
export { OperationBehavior } from './operation-behavior.js';
export type { OperationBehaviorOptions, ReleaseInstanceMode } from './operation-behavior.js';
export { ServiceBehavior } from './service-behavior.js';
export type { ServiceBehaviorOptions } from './service-behavior.js';
export { ServiceContract } from './service-contract.js';
export type { AnyMethod, MatchesMember, MatchesOperation, ParameterList } from './signature.js';
export {
  SoapType,
  XmlAnyAttributeMember,
  XmlAnyElementMember,
  XmlArrayMember,
  XmlAttributeMember,
  XmlElementMember,
  XmlInclude,
  XmlRoot,
  XmlTextMember,
  XmlType,
} from './xml-serializer.js';
