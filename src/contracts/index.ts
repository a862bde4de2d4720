export { ChannelFactory, ClientChannel, channelOf } from './client/index.js';
export type {
  ChannelFactoryOptions,
  ClosableClient,
  CreateChannelOptions,
} from './client/index.js';
export {
  DateTime,
  Decimal,
  Duration,
  arrayOf,
  char,
  dictionaryOf,
  enumOf,
  guid,
  lazy,
  nullable,
  xsd,
} from './data-contract/index.js';
export type {
  Accepts,
  DataContractClass,
  DataContractOptions,
  DataMemberOptions,
  DateTimeInput,
  DateTimeKind,
  DecimalInput,
  DurationInput,
  EnumMember,
  EnumOptions,
  EnumType,
  FlagsType,
  Infer,
  QualifiedName,
  TypeReference,
  WireType,
} from './data-contract/index.js';
export {
  DataContract,
  DataMember,
  Fault,
  Operation,
  ServiceBehavior,
  ServiceContract,
  contractOnly,
} from './decorators/index.js';
export type {
  AnyMethod,
  ClassContractDecorator,
  DataMemberDecorator,
  FaultOptions,
  MatchesMember,
  MatchesOperation,
  MethodContractDecorator,
  OperationDecorator,
  OperationOptions,
  ParameterList,
  ServiceBehaviorOptions,
  ServiceContractOptions,
} from './decorators/index.js';
export {
  FaultError,
  describeContract,
  describeContractsOf,
  describeServiceBehavior,
} from './description/index.js';
export type {
  AddressFilterMode,
  CallOptions,
  Client,
  ConcurrencyMode,
  ContractClass,
  ContractDescription,
  FaultDescription,
  FaultErrorOptions,
  InstanceContextMode,
  MembersOf,
  OperationDescription,
  OperationFormatter,
  ServiceBehaviorDescription,
  SessionMode,
} from './description/index.js';
export { ServiceEndpoint, ServiceHost } from './host/index.js';
export type {
  BindingParameterEntry,
  EndpointOptions,
  ServiceClass,
  ServiceHostOptions,
  StackOptions,
} from './host/index.js';
