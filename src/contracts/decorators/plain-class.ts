import { dataContractKey, dataMembersKey } from '../data-contract/data-contract-metadata.js';
import type { DataMemberMetadata } from '../data-contract/data-contract-metadata.js';
import type { TypeReference } from '../data-contract/index.js';
import { setMetadata } from './decorator-metadata.js';
import type { MatchesMember } from './signature.js';

/** The name and namespace of a {@link plainClass}. */
export interface PlainClassOptions {
  /** Default: the name of the class. */
  readonly name?: string | undefined;
  /** Default `http://schemas.datacontract.org/2004/07/`. */
  readonly namespace?: string | undefined;
}

/** The members of a class with types that fit them. */
export type PlainMembers<C, M extends Readonly<Record<string, TypeReference>>> = {
  readonly [K in keyof M]: K extends keyof C
    ? M[K] & MatchesMember<C[K], M[K]>
    : { readonly memberMismatch: 'the class has no such member' };
};

/**
 * Makes a data contract of a class that has no decorators, and returns it: `plainClass(Point, { x: xsd.int, y: xsd.int })`. As .NET
 * does it with types without attributes, the constructor is run, and members stand by name.
 */
export function plainClass<
  C extends object,
  const M extends Readonly<Record<string, TypeReference>>,
>(
  type: new () => C,
  members: M & PlainMembers<C, M>,
  options: PlainClassOptions = {},
): new () => C {
  setMetadata(dataContractKey, type, Object.freeze({ ...options, isPlain: true }));
  const metadata = Object.entries<TypeReference>(members).map(
    ([key, member]): DataMemberMetadata => ({ key, type: member, options: {} }),
  );
  setMetadata(dataMembersKey, type, metadata);
  return type;
}
