import type { DataContractClass, TypeReference } from './wire-type.js';

/** The name of a type on the wire. */
export interface TypeName {
  readonly name: string;
  readonly namespace: string;
}

/** How a {@link KnownTypeResolver} finds types. */
export interface KnownTypeResolverInit {
  /** The type that an element names, or null. It is asked once for each name that it knows. */
  readonly resolveName: (name: TypeName) => TypeReference | null;
  /** The name for objects of a class, or null. Without, or where it is null, classes have the names of their contracts. */
  readonly resolveType?: ((type: DataContractClass) => TypeName | null) | undefined;
}

/**
 * Finds the types of values where a base class or `xsd.anyType` is declared, when they come: for types that cannot be listed
 * beforehand. It stands in `@KnownTypes`. .NET's DataContractResolver.
 */
export class KnownTypeResolver {
  readonly resolveName: (name: TypeName) => TypeReference | null;
  readonly resolveType: (type: DataContractClass) => TypeName | null;

  constructor({ resolveName, resolveType = () => null }: KnownTypeResolverInit) {
    this.resolveName = resolveName;
    this.resolveType = resolveType;
  }
}
