import { dataMembersKey } from '../data-contract/data-contract-metadata.js';
import type { DataMemberOptions, TypeReference } from '../data-contract/index.js';
import { decoratedMember } from './decorated-member.js';
import { addMetadata } from './decorator-metadata.js';
import type { MatchesMember } from './signature.js';

/** A decorator of fields whose type fits the wire type, in both decorator modes. */
export interface DataMemberDecorator<R extends TypeReference> {
  <C extends object, Value>(
    value: undefined,
    context: ClassFieldDecoratorContext<C, Value> & MatchesMember<Value, R>,
  ): void;
  <C extends object, K extends keyof C & string>(target: C, key: K & MatchesMember<C[K], R>): void;
}

/**
 * Makes a field a member of its data contract. WCF's DataMemberAttribute; the element is named after the field unless
 * `name` says otherwise (WCF names are usually PascalCase).
 */
export function DataMember<const R extends TypeReference>(
  type: R,
  options: DataMemberOptions = {},
): DataMemberDecorator<R> {
  return (target: unknown, second: unknown) => {
    const { owner, name } = decoratedMember('DataMember', target, second);
    addMetadata(dataMembersKey, owner, { key: name, type, options: Object.freeze({ ...options }) });
  };
}
