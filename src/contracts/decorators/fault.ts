import type { TypeReference } from '../data-contract/index.js';
import { faultsKey } from './contract-metadata.js';
import type { FaultOptions } from './contract-metadata.js';
import { decoratedMember } from './decorated-member.js';
import { addMetadata } from './decorator-metadata.js';
import type { AnyMethod } from './signature.js';

/** A decorator of any method, in both decorator modes. */
export interface MethodContractDecorator {
  (method: AnyMethod, context: ClassMethodDecoratorContext): void;
  <M extends AnyMethod>(target: object, key: string, descriptor: TypedPropertyDescriptor<M>): void;
}

/**
 * Declares a typed fault of an operation: the same as its type in `faults` of `@Operation`, with a name or an action of
 * its own. WCF's FaultContractAttribute.
 */
export function Fault(type: TypeReference, options: FaultOptions = {}): MethodContractDecorator {
  return (target: unknown, second: unknown) => {
    const { owner, name } = decoratedMember('Fault', target, second);
    addMetadata(faultsKey, owner, {
      methodName: name,
      type,
      options: Object.freeze({ ...options }),
    });
  };
}
