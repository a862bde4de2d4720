import { dataContractKey } from '../data-contract/data-contract-metadata.js';
import type { DataContractOptions } from '../data-contract/index.js';
import { setMetadata } from './decorator-metadata.js';
import type { ClassReference } from './decorator-metadata.js';

/** A decorator of classes, in both decorator modes. */
export type ClassContractDecorator = (
  type: ClassReference,
  context?: ClassDecoratorContext,
) => void;

/**
 * Makes a class a data contract: its `@DataMember`s travel, under its name and namespace. WCF's DataContractAttribute.
 * What is wrong with it is found when a contract that uses it is described.
 */
export function DataContract(options: DataContractOptions = {}): ClassContractDecorator {
  return (type) => {
    setMetadata(dataContractKey, type, Object.freeze({ ...options }));
  };
}
