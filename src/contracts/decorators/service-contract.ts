import { serviceContractKey } from './contract-metadata.js';
import type { ServiceContractOptions } from './contract-metadata.js';
import type { ClassContractDecorator } from './data-contract.js';
import { setMetadata } from './decorator-metadata.js';

/**
 * Makes a class a service contract: its `@Operation`s can be called. A service implements or extends the class, or is
 * decorated itself; clients are made from it. WCF's ServiceContractAttribute.
 */
export function ServiceContract(options: ServiceContractOptions = {}): ClassContractDecorator {
  return (type) => {
    setMetadata(serviceContractKey, type, Object.freeze({ ...options }));
  };
}
