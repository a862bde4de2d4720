import { ownMetadata, classChain } from '../decorators/decorator-metadata.js';
import type { ClassReference } from '../decorators/decorator-metadata.js';
import { knownTypeResolversKey, knownTypesKey } from './data-contract-metadata.js';
import type { KnownTypeResolver } from './known-type-resolver.js';
import type { Serializer } from './serializer.js';
import type { KnownType, KnownTypeSet, SerializerResolver, TypeReference } from './wire-type.js';

/** The types of one contract that `@KnownTypes` names: by their names on the wire, and by their classes. */
export class KnownTypes implements KnownTypeSet {
  readonly #byName = new Map<string, KnownType>();
  readonly #byClass = new Map<ClassReference, Serializer>();
  readonly #resolvers: KnownTypeResolver[] = [];
  /** Classes whose known types are here, or on their way: those may know the class again. */
  readonly #added = new Set<ClassReference>();

  named(name: string, namespace: string, resolver: SerializerResolver): KnownType | null {
    const known = this.#byName.get(`{${namespace}}${name}`);
    if (known !== undefined) return known;
    for (const each of this.#resolvers) {
      const type = each.resolveName({ name, namespace });
      if (type === null) continue;
      const found = { type, serializer: resolver.serializerOf(type) };
      this.#byName.set(`{${namespace}}${name}`, found);
      return found;
    }
    return null;
  }

  ofClass(type: ClassReference, resolver: SerializerResolver): Serializer | null {
    const known = this.#byClass.get(type);
    if (known !== undefined) return known;
    this.addFrom(type, resolver);
    return this.#byClass.get(type) ?? this.#resolve(type, resolver);
  }

  #resolve(type: ClassReference, resolver: SerializerResolver): Serializer | null {
    for (const each of this.#resolvers) {
      const named = each.resolveType(type);
      if (named === null) continue;
      // It is written under the name that the resolver gives it.
      const serializer = Object.freeze({
        ...resolver.serializerOf(type),
        argumentName: named.name,
        argumentNamespace: named.namespace,
      });
      this.#byClass.set(type, serializer);
      return serializer;
    }
    return null;
  }

  addFrom(type: ClassReference, resolver: SerializerResolver): void {
    for (const each of classChain(type)) {
      if (this.#added.has(each)) continue;
      this.#added.add(each);
      this.#resolvers.push(...(ownMetadata(knownTypeResolversKey, each) ?? []));
      for (const known of ownMetadata(knownTypesKey, each) ?? []) this.add(known, resolver);
    }
  }

  add(type: TypeReference, resolver: SerializerResolver): void {
    const serializer = resolver.serializerOf(type);
    const { argumentName, argumentNamespace, classType } = serializer;
    this.#byName.set(`{${argumentNamespace}}${argumentName}`, { type, serializer });
    if (classType !== null) this.#byClass.set(classType, serializer);
  }
}
