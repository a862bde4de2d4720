export type { Behavior, BehaviorLevel } from './behavior.js';
export { BehaviorKindToken, behaviorModule, defineBehavior } from './behavior-kind.js';
export type { BehaviorFactory, BehaviorKind } from './behavior-kind.js';
export { behaviorProblem } from './behavior.js';
export { brought } from './brought.js';
export { BehaviorCollection } from './behavior-collection.js';
export {
  Behaviors,
  contractBehaviors,
  methodBehaviors,
  serviceBehaviors,
} from './behaviors-decorator.js';
export type {
  AddressFilterExtension,
  Authorization,
  CallContextInitializer,
  ClientCallInfo,
  ClientMessageInspector,
  ContractFilter,
  DispatchMessageInspector,
  ErrorHandler,
  FormatterExtension,
  InstanceContextInitializer,
  InstanceProvider,
  OperationInvocation,
  OperationInvoker,
  OperationSelector,
  ParameterInspector,
  UnhandledMessageHandler,
} from './extension-points.js';
export { createServiceSettings, createThrottlingSettings } from './service-settings.js';
export type { ServiceSettings, ServiceThrottlingSettings } from './service-settings.js';
export {
  callbackDebug,
  clientVia,
  dataContractSerializer,
  errorLogging,
  serviceAuthorization,
  serviceDebug,
  serviceMetadata,
  serviceThrottling,
  serviceTimeouts,
  useRequestHeadersForMetadataAddress,
} from './standard-behaviors.js';
export type {
  CallbackDebugOptions,
  ClientViaOptions,
  ErrorLoggingOptions,
  ServiceAuthorizationOptions,
  ServiceDebugOptions,
  ServiceMetadataOptions,
  ServiceTimeoutsOptions,
} from './standard-behaviors.js';
