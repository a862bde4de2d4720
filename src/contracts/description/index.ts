import type { ContractClass, ContractDescription } from './contract-description.js';
import type { ServiceBehaviorDescription } from './service-behavior-description.js';
export type { CallOptions, Client } from './client-type.js';
export type {
  ContractClass,
  ContractDescription,
  FaultDescription,
  OperationDescription,
  OperationFormatter,
  SessionMode,
} from './contract-description.js';
export { FaultError } from './fault-error.js';
export type { FaultErrorOptions } from './fault-error.js';
export type {
  AddressFilterMode,
  ConcurrencyMode,
  InstanceContextMode,
  ServiceBehaviorDescription,
} from './service-behavior-description.js';
export declare const describeContract: (contract: ContractClass) => ContractDescription;
export declare const describeContractsOf: (serviceClass: ContractClass) => ContractDescription[];
export declare const describeServiceBehavior: (serviceClass: ContractClass) => ServiceBehaviorDescription;
