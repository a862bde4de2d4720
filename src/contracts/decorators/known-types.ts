import { knownTypesKey } from '../data-contract/data-contract-metadata.js';
import type { TypeReference } from '../data-contract/index.js';
import type { ClassContractDecorator } from './data-contract.js';
import { addMetadata } from './decorator-metadata.js';

/**
 * Names types that may stand where a base class or `xsd.anyType` is declared: of a data contract class for what is inside of
 * it, of a service contract for all of its operations. A class that is declared further down is named by `lazy(() => TheClass)`.
 * It may stand several times. WCF's KnownTypeAttribute and ServiceKnownTypeAttribute.
 */
export function KnownTypes(...types: readonly TypeReference[]): ClassContractDecorator {
  return (type) => {
    for (const known of types) addMetadata(knownTypesKey, type, known);
  };
}
