import './default-elements.js';

// What users touch: bindings, contracts, services, clients.

export { Binding, CustomBinding } from './core/binding/index.js';
export type {
  CertificateWithKey,
  Credentials,
  CustomBindingOptions,
} from './core/binding/index.js';
export type { CommunicationState, CommunicationTimeouts } from './core/channel/index.js';
export {
  ServiceContainer,
  createContainer,
  defaultContainer,
  elementModule,
  serviceModule,
} from './core/container/index.js';
export type { ServiceModule } from './core/container/index.js';
export { subscribeDiagnostics } from './core/diagnostics/index.js';
export type {
  CallEvent,
  DiagnosticsChannels,
  ErrorEvent,
  MessageEvent,
  SequenceEvent,
  StateEvent,
} from './core/diagnostics/index.js';
export {
  ActionNotSupportedError,
  AddressAccessDeniedError,
  AddressAlreadyInUseError,
  ChannelStackError,
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
} from './core/errors/index.js';
export { EndpointAddress, FaultCode, MessageHeader, MessageVersion } from './core/message/index.js';
export type {
  EndpointAddressInit,
  EndpointIdentity,
  FaultReasonText,
  MessageHeaderOptions,
  MessageVersionName,
} from './core/message/index.js';
export {
  ChannelFactory,
  ClientChannel,
  DataContract,
  DataMember,
  DateTime,
  Decimal,
  Duration,
  Fault,
  FaultError,
  Operation,
  ServiceBehavior,
  ServiceContract,
  ServiceEndpoint,
  ServiceHost,
  arrayOf,
  channelOf,
  char,
  contractOnly,
  describeContract,
  describeContractsOf,
  describeServiceBehavior,
  dictionaryOf,
  enumOf,
  guid,
  lazy,
  nullable,
  xsd,
} from './contracts/index.js';
export type {
  Accepts,
  AddressFilterMode,
  AnyMethod,
  BindingParameterEntry,
  CallOptions,
  ChannelFactoryOptions,
  ClassContractDecorator,
  Client,
  ClosableClient,
  ConcurrencyMode,
  ContractClass,
  ContractDescription,
  CreateChannelOptions,
  DataContractClass,
  DataContractOptions,
  DataMemberDecorator,
  DataMemberOptions,
  DateTimeInput,
  DateTimeKind,
  DecimalInput,
  DurationInput,
  EndpointOptions,
  EnumMember,
  EnumOptions,
  EnumType,
  FaultDescription,
  FaultErrorOptions,
  FaultOptions,
  FlagsType,
  Infer,
  InstanceContextMode,
  MatchesMember,
  MatchesOperation,
  MembersOf,
  MethodContractDecorator,
  OperationDecorator,
  OperationDescription,
  OperationFormatter,
  OperationOptions,
  ParameterList,
  QualifiedName,
  ServiceBehaviorDescription,
  ServiceBehaviorOptions,
  ServiceClass,
  ServiceContractOptions,
  ServiceHostOptions,
  SessionMode,
  StackOptions,
  TypeReference,
  WireType,
} from './contracts/index.js';
export { compositeDuplex } from './elements/composite-duplex/index.js';
export { oneWay } from './elements/one-way/index.js';
export { ReliableSessionState, reliableSession } from './elements/reliable-session/index.js';
export type {
  ReliableMessagingVersionName,
  ReliableSessionElement,
  ReliableSessionOptions,
} from './elements/reliable-session/index.js';
export { textEncoding } from './elements/text-encoding/index.js';
export type {
  TextEncodingElement,
  TextEncodingOptions,
  TextWriteEncoding,
} from './elements/text-encoding/index.js';
export {
  HttpMountParameter,
  HttpReceivedRequestKey,
  HttpRequestMessagePropertyKey,
  HttpResponseMessagePropertyKey,
  httpMount,
  httpTransport,
  httpsTransport,
} from './transports/http/index.js';
export type {
  HttpTransportElement,
  AuthenticationScheme,
  FastifyInstanceLike,
  HostNameComparisonMode,
  HttpHeaderFields,
  HttpMount,
  HttpReceivedRequest,
  HttpRequestMessageProperty,
  HttpResponseMessageProperty,
  HttpRoute,
  HttpTransportOptions,
  HttpsTransportOptions,
  MountedRequest,
} from './transports/http/index.js';
export { inProcessTransport } from './transports/in-process/index.js';
export type {
  InProcessTransportElement,
  InProcessTransportOptions,
} from './transports/in-process/index.js';

// What authors of binding elements touch beside it: messages, channels and the bases to build on.

export {
  BindingElement,
  BindingParameters,
  CredentialsParameter,
  MessageEncodingElement,
  MessageVersionKey,
  ServicePageParameter,
  TransportCapabilitiesKey,
  bindingParameter,
  booleanAttribute,
  checkOptionNames,
  defineElement,
  encodingOf,
  enumAttribute,
  integerAttribute,
  messageLayer,
  sameShapes,
  stringAttribute,
  timeSpanAttribute,
  transportShapes,
} from './core/binding/index.js';
export type {
  BindingContext,
  BindingParameterKey,
  BuildOptions,
  ConfigurationAttribute,
  ElementConfiguration,
  ElementFactory,
  ElementRole,
  EncodedMessage,
  LayerServices,
  MessageEncoder,
  MessageEncoding,
  MessageLayer,
  PolicyContribution,
  ServicePage,
  ShapeMapping,
  TransferMode,
  TransportCapabilities,
} from './core/binding/index.js';
export {
  AcceptQueue,
  ChannelFactoryBase,
  CommunicationObject,
  ExchangeBase,
  ExchangeQueue,
  LayeredChannel,
  LayeredChannelFactory,
  LayeredChannelListener,
  clientShapes,
  defaultTimeouts,
  isSessionShape,
  listenerShapes,
  raceAbort,
} from './core/channel/index.js';
export type {
  Channel,
  ChannelListener,
  ChannelShape,
  ChannelFactory as ChannelShapeFactory,
  ClientChannels,
  ClientShape,
  Communication,
  DuplexChannel,
  Exchange,
  InputChannel,
  LifeStep,
  ListenerChannels,
  ListenerShape,
  OperationOptions as ChannelOperationOptions,
  OutputChannel,
  OutputSession,
  ReplyChannel,
  RequestChannel,
  Session,
  SessionChannel,
} from './core/channel/index.js';
export {
  ClockToken,
  ElementRegistry,
  ElementRegistryToken,
  IdGeneratorToken,
  token,
} from './core/container/index.js';
export type { ElementKind, Services, Token } from './core/container/index.js';
export { diagnostics } from './core/diagnostics/index.js';
export type { DiagnosticsChannel } from './core/diagnostics/index.js';
export { toError } from './core/errors/index.js';
export type { ErrorDetails } from './core/errors/index.js';
export {
  Message,
  MessageBuffer,
  MessageFault,
  MessageFaultError,
  MessageHeaders,
  RemoteEndpointKey,
  ViaKey,
  actionHeader,
  addressMessage,
  addressingFault,
  createFaultMessage,
  endpointHeader,
  messageIdHeader,
  propertyKey,
  randomIds,
  readFault,
  relatesToHeader,
  toHeader,
} from './core/message/index.js';
export type {
  AddressingVersion,
  BodyWriter,
  EnvelopeVersion,
  HeaderContentWriter,
  IdGenerator,
  MessageFaultInit,
  MessageState,
  PropertyKey,
  UniqueId,
} from './core/message/index.js';
export { SystemClock } from './core/time/index.js';
export type { Clock, Timer, TimerOptions } from './core/time/index.js';
export { XmlElement, XmlTextReader, XmlTextWriter, defaultReaderQuotas } from './core/xml/index.js';
export type {
  XmlAttribute,
  XmlElementInit,
  XmlNode,
  XmlNodeType,
  XmlReader,
  XmlReaderQuotas,
  XmlTextReaderOptions,
  XmlTextWriterOptions,
  XmlWriter,
} from './core/xml/index.js';
