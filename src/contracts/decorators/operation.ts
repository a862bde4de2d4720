import type { TypeReference } from '../data-contract/index.js';
import { operationsKey } from './contract-metadata.js';
import type { OperationOptions } from './contract-metadata.js';
import { decoratedMember } from './decorated-member.js';
import { addMetadata } from './decorator-metadata.js';
import type { AnyMethod, MatchesOperation, ParameterList } from './signature.js';

/** A decorator of methods whose signature fits the operation, in both decorator modes. */
export interface OperationDecorator<
  P extends ParameterList,
  R extends TypeReference | undefined,
  O extends ParameterList = readonly [],
> {
  <M extends AnyMethod>(
    method: M,
    context: ClassMethodDecoratorContext & MatchesOperation<M, P, R, O>,
  ): void;
  <M extends AnyMethod>(
    target: object,
    key: string,
    descriptor: TypedPropertyDescriptor<M> & MatchesOperation<M, P, R, O>,
  ): void;
}

/**
 * Makes a method an operation of its contract. The types of its parameters and of its result are given as wire types; a
 * method that does not fit them does not compile. WCF's OperationContractAttribute.
 */
export function Operation<
  const P extends ParameterList = readonly [],
  const R extends TypeReference | undefined = undefined,
  const O extends ParameterList = readonly [],
>(options: OperationOptions<P, R, O> = {}): OperationDecorator<P, R, O> {
  return (target: unknown, second: unknown) => {
    const { owner, name } = decoratedMember('Operation', target, second);
    addMetadata(operationsKey, owner, { methodName: name, options: Object.freeze({ ...options }) });
  };
}
