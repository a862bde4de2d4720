export type { HeaderName, OperationFormatter } from '../formatters/index.js';
export type { CallOptions, Client } from './client-type.js';
export type {
  ContractClass,
  ContractDescription,
  FaultDescription,
  OperationDescription,
  SessionMode,
} from './contract-description.js';
export { describeCallbackBehavior } from './describe-callback-behavior.js';
export {
  describeContract,
  describeContractWith,
  describeContractsOf,
  isServiceContract,
} from './describe-contract.js';
export { describeReleaseInstanceMode } from './describe-operation-behavior.js';
export { describeServiceBehavior } from './describe-service-behavior.js';
export { FaultError } from './fault-error.js';
export type { FaultErrorOptions, MembersOf } from './fault-error.js';
export type {
  AddressFilterMode,
  ConcurrencyMode,
  InstanceContextMode,
  ServiceBehaviorDescription,
} from './service-behavior-description.js';
export type { ReleaseInstanceMode } from '../decorators/operation-behavior.js';
export { describeTypeName } from './describe-type-name.js';
