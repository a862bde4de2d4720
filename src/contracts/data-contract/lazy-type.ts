import { wireType } from './wire-type.js';
import type { Accepts, Infer, TypeReference, WireType } from './wire-type.js';

/**
 * A type that is looked up when the contract is compiled: for a class that has members of itself, or of one declared
 * further down: `@DataMember(nullable(lazy(() => Node)))`.
 */
export function lazy<R extends TypeReference>(type: () => R): WireType<Infer<R>, Accepts<R>> {
  return wireType('lazy(...)', (resolver) => resolver.serializerOf(type()), {
    kind: 'lazy',
    target: type,
  });
}
