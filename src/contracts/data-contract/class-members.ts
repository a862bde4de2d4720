import { classChain, ownMetadata } from '../decorators/decorator-metadata.js';
import type { ClassReference } from '../decorators/decorator-metadata.js';
import { encodeXmlName, genericName } from './contract-names.js';
import { dataContractKey, dataMembersKey } from './data-contract-metadata.js';
import type { DataContractOptions, DataMemberMetadata } from './data-contract-metadata.js';
import { defaultDataContractNamespace } from './namespaces.js';
import type { GenericDeclaration } from './serializer.js';
import type { SerializerResolver, TypeReference } from './wire-type.js';

/** The name of a data contract. */
export interface ContractName {
  readonly name: string;
  readonly namespace: string;
}

/** A member of a data contract, inherited ones included, in the order of the wire. */
export interface ClassMember {
  readonly key: string;
  /** The class that declares it. */
  readonly owner: ClassReference;
  readonly type: TypeReference;
  /** The element's name. */
  readonly name: string;
  /** The element's namespace: that of the class which declares the member. */
  readonly namespace: string;
  readonly isRequired: boolean;
  readonly emitDefaultValue: boolean;
}

/** The contract name of a class; reports a class that is no data contract. */
export function contractNameOf(type: ClassReference, resolver: SerializerResolver): ContractName {
  const options = ownMetadata(dataContractKey, type);
  if (options === undefined) {
    resolver.report(
      `The class ${type.name} is no data contract: decorate it with @DataContract().`,
    );
  }
  return {
    name: encodeXmlName(nameOf(type, options ?? {}, resolver)),
    namespace: options?.namespace ?? defaultDataContractNamespace,
  };
}

/** The name of a generic class with places for its arguments; null for a class that has none. */
export function genericDeclarationOf(
  type: ClassReference,
  resolver: SerializerResolver,
): GenericDeclaration | null {
  const options = ownMetadata(dataContractKey, type);
  if (options?.typeArguments === undefined) return null;
  return {
    pattern: genericPattern(type, options),
    typeArguments: options.typeArguments.map((argument) => resolver.serializerOf(argument)),
  };
}

function genericPattern(
  type: ClassReference,
  { name, typeArguments = [] }: DataContractOptions,
): string {
  const placeholders = typeArguments.map((_, index) => `{${String(index)}}`).join('');
  return name ?? `${type.name}Of${placeholders}{#}`;
}

function nameOf(
  type: ClassReference,
  { name, typeArguments }: DataContractOptions,
  resolver: SerializerResolver,
): string {
  if (typeArguments === undefined) return name ?? type.name;
  const pattern = genericPattern(type, { name, typeArguments });
  const full = genericName(
    pattern,
    typeArguments.map((argument) => resolver.serializerOf(argument)),
  );
  if (/[{}]/.test(full)) {
    resolver.report(
      `The name '${pattern}' of the class ${type.name} has braces that stand for no type argument; there are ${String(typeArguments.length)}, from {0}, and {#}.`,
    );
  }
  return full;
}

/** The members that a class itself declares, in the order of the wire. */
export function ownMembersOf(type: ClassReference, resolver: SerializerResolver): ClassMember[] {
  const { namespace } = contractNameOf(type, resolver);
  const declared = ownMetadata(dataMembersKey, type) ?? [];
  return [...declared].sort(byWireOrder).map((member) => toMember(member, type, namespace));
}

/** The members of a class in the order of the wire: base class first, then by Order, then by name. */
export function classMembersOf(type: ClassReference, resolver: SerializerResolver): ClassMember[] {
  const members = [...classChain(type)].reverse().flatMap((declaring) => {
    return ownMembersOf(declaring, resolver);
  });
  reportProblems(type, members, resolver);
  const plain = classChain(type).map(
    (each) => ownMetadata(dataContractKey, each)?.isPlain === true,
  );
  if (new Set(plain).size > 1) {
    resolver.report(
      `The class ${type.name} and its base classes are not all declared by plainClass(), or by @DataContract(); declare them in one way.`,
    );
  }
  return members;
}

function toMember(
  { key, type, options }: DataMemberMetadata,
  owner: ClassReference,
  namespace: string,
): ClassMember {
  return {
    key,
    owner,
    type,
    name: encodeXmlName(options.name ?? key),
    namespace,
    isRequired: options.isRequired ?? false,
    emitDefaultValue: options.emitDefaultValue ?? true,
  };
}

/** Members without Order first; then by Order; ties by the name, ordinal. */
function byWireOrder(left: DataMemberMetadata, right: DataMemberMetadata): number {
  const order = (left.options.order ?? -1) - (right.options.order ?? -1);
  if (order !== 0) return order;
  const leftName = encodeXmlName(left.options.name ?? left.key);
  const rightName = encodeXmlName(right.options.name ?? right.key);
  if (leftName === rightName) return 0;
  return leftName < rightName ? -1 : 1;
}

function reportProblems(
  type: ClassReference,
  members: readonly ClassMember[],
  resolver: SerializerResolver,
): void {
  const keys = new Set<string>();
  const names = new Set<string>();
  let current: ClassReference | null = null;
  for (const { key, name, owner } of members) {
    // A class may have a name that one of its bases has: .NET tells the two by their places.
    if (owner !== current) names.clear();
    current = owner;
    const member = `The member ${type.name}.${key}`;
    if (key === '__proto__') resolver.report(`${member} cannot be a data member; rename it.`);
    if (isReadOnly(type, key)) resolver.report(`${member} has no setter; give it one.`);
    if (name === '') resolver.report(`${member} has an empty name; give it one.`);
    if (keys.has(key)) resolver.report(`${member} is a data member twice; keep one @DataMember.`);
    if (names.has(name) && !keys.has(key)) {
      resolver.report(`${member} has the wire name ${name} of another member; set another name.`);
    }
    keys.add(key);
    names.add(name);
  }
  for (const declared of classChain(type).flatMap(
    (each) => ownMetadata(dataMembersKey, each) ?? [],
  )) {
    const { order } = declared.options;
    if (order !== undefined && !(Number.isInteger(order) && order >= 0)) {
      resolver.report(
        `The member ${type.name}.${declared.key} has the order ${String(order)}; an order is a whole number from 0.`,
      );
    }
  }
}

/** Whether the member is a getter without setter: objects that are read could not be filled. */
function isReadOnly(type: ClassReference, key: string): boolean {
  const owner = classChain(type)
    .map((each) => Object.getOwnPropertyDescriptor(each.prototype, key))
    .find((descriptor) => descriptor !== undefined);
  return owner?.get !== undefined && owner.set === undefined;
}

/** Gives a member that the constructor left undefined the value of one that does not come; methods (`toString`) are no values. */
export function setMissing(object: Record<string, unknown>, key: string, missing: unknown): void {
  const value = object[key];
  if (value === undefined || value === null || typeof value === 'function') object[key] = missing;
}
