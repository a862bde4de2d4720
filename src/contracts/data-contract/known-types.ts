import { ownMetadata, classChain } from '../decorators/decorator-metadata.js';
import type { ClassReference } from '../decorators/decorator-metadata.js';
import { knownTypesKey } from './data-contract-metadata.js';
import type { Serializer } from './serializer.js';
import type { SerializerResolver, TypeReference } from './wire-type.js';

/** A type that may stand in the place of others. */
export interface KnownType {
  readonly type: TypeReference;
  readonly serializer: Serializer;
}

/** The types of one contract that `@KnownTypes` names: by their names on the wire, and by their classes. */
export class KnownTypes {
  readonly #byName = new Map<string, KnownType>();
  readonly #byClass = new Map<ClassReference, Serializer>();
  /** Classes whose known types are here, or on their way: those may know the class again. */
  readonly #added = new Set<ClassReference>();

  /** The type that an element names by `i:type`, or null. */
  named(name: string, namespace: string): KnownType | null {
    return this.#byName.get(`{${namespace}}${name}`) ?? null;
  }

  /** The type of the objects of a class, or null. As in .NET a class is also known that its own `@KnownTypes` name. */
  ofClass(type: ClassReference, resolver: SerializerResolver): Serializer | null {
    const known = this.#byClass.get(type);
    if (known !== undefined) return known;
    this.addFrom(type, resolver);
    return this.#byClass.get(type) ?? null;
  }

  /** Adds what `@KnownTypes` says of a class and its base classes. */
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
