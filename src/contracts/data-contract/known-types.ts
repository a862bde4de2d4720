import { ownMetadata, classChain } from '../decorators/decorator-metadata.js';
import type { ClassReference } from '../decorators/decorator-metadata.js';
import { knownTypesKey } from './data-contract-metadata.js';
import type { Serializer } from './serializer.js';
import type { KnownType, KnownTypeSet, SerializerResolver, TypeReference } from './wire-type.js';

/** The types of one contract that `@KnownTypes` names: by their names on the wire, and by their classes. */
export class KnownTypes implements KnownTypeSet {
  readonly #byName = new Map<string, KnownType>();
  readonly #byClass = new Map<ClassReference, Serializer>();
  /** Classes whose known types are here, or on their way: those may know the class again. */
  readonly #added = new Set<ClassReference>();

  named(name: string, namespace: string): KnownType | null {
    return this.#byName.get(`{${namespace}}${name}`) ?? null;
  }

  ofClass(type: ClassReference, resolver: SerializerResolver): Serializer | null {
    const known = this.#byClass.get(type);
    if (known !== undefined) return known;
    this.addFrom(type, resolver);
    return this.#byClass.get(type) ?? null;
  }

  addFrom(type: ClassReference, resolver: SerializerResolver): void {
    for (const each of classChain(type)) {
      if (this.#added.has(each)) continue;
      this.#added.add(each);
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
