import { knownTypeResolversKey, knownTypesKey } from '../data-contract/data-contract-metadata.js';
import { KnownTypeResolver } from '../data-contract/index.js';
import type { TypeReference } from '../data-contract/index.js';
import { addMetadata } from './decorator-metadata.js';
import { decoratedMember, isMethodDecoration } from './decorated-member.js';
import type { ClassOrMethodDecorator } from './operation-format.js';

/**
 * Names types that may stand where a base class or `xsd.anyType` is declared: of a data contract class for what is inside of
 * it, of a service contract or of one of its methods for all of its operations. A class that is declared further down is named by
 * `lazy(() => TheClass)`; a {@link KnownTypeResolver} finds types when they come. It may stand several times. WCF's
 * KnownTypeAttribute and ServiceKnownTypeAttribute.
 */
export function KnownTypes(
  ...types: readonly (TypeReference | KnownTypeResolver)[]
): ClassOrMethodDecorator {
  return (target: unknown, second?: unknown) => {
    const owner = isMethodDecoration(target, second)
      ? decoratedMember('KnownTypes', target, second).owner
      : (target as object);
    for (const known of types) {
      if (known instanceof KnownTypeResolver) addMetadata(knownTypeResolversKey, owner, known);
      else addMetadata(knownTypesKey, owner, known);
    }
  };
}
