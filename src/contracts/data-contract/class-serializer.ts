import type { XmlReader, XmlWriter } from '../../core/xml/index.js';
import { classChain, ownMetadata } from '../decorators/decorator-metadata.js';
import type { ClassReference } from '../decorators/decorator-metadata.js';
import {
  classMembersOf,
  contractNameOf,
  genericDeclarationOf,
  ownMembersOf,
  setMissing,
} from './class-members.js';
import type { ClassMember } from './class-members.js';
import { complexSerializer, readChildren } from './complex-serializer.js';
import { dataContractKey, knownTypesKey } from './data-contract-metadata.js';
import { childWriter, elementReader } from './element-serializer.js';
import type { ElementReader, ElementWriter } from './element-serializer.js';
import { extensionsOf, keepExtension } from './extension-data.js';
import { countItems, keepsExtensions, noteObjectOf } from './object-graph.js';
import { callerFor } from './serialization-callbacks.js';
import type { ClassDeclaration, Serializer } from './serializer.js';
import { errorAt, show, ValueError } from './value-error.js';
import type { SerializerResolver } from './wire-type.js';

/**
 * Compiles the serialiser of a data contract class.
 *
 * Objects that are read are made without running the constructor, as in .NET, with every member set.
 */
export function compileClass(type: ClassReference, resolver: SerializerResolver): Serializer {
  const { name, namespace } = contractNameOf(type, resolver);
  const members: CompiledMember[] = [];
  const isExtensible = classChain(type).some(
    (each) => ownMetadata(dataContractKey, each)?.isExtensible === true,
  );
  const own = ownMetadata(dataContractKey, type);
  const isAbstract = own?.isAbstract === true;
  const isValueType = own?.isValueType === true;
  // .NET's default(T): every member has its own.
  const zero = Object.create(type.prototype as object) as Members;
  const create = own?.isPlain === true ? newPlainObject : newObject;
  const onSerializing = callerFor(type, 'serializing');
  const onSerialized = callerFor(type, 'serialized');
  const onDeserializing = callerFor(type, 'deserializing');
  const onDeserialized = callerFor(type, 'deserialized');
  const serializer: Serializer = complexSerializer({
    typeName: type.name,
    name,
    namespace,
    classType: type,
    isReference: isReference(type, resolver),
    valueType: isValueType ? { missing: zero, isDefault: (value) => isZero(value, members) } : null,
    declaration: declareClass(type, resolver),
    // Nothing extends a struct.
    polymorphism: isValueType
      ? null
      : {
          serializerFor: (value) => serializerFor(value, type, serializer, resolver),
          named: (derived, derivedNamespace) => {
            const known =
              resolver.knownTypes.named(derived, derivedNamespace, resolver)?.serializer ?? null;
            return known !== null && isDerived(known.classType, type)
              ? (reader) => known.readElement(reader)
              : null;
          },
        },
    writeContent(writer, value) {
      const object = requireObject(value, type);
      if (isAbstract) throw abstractError(type, 'give an object of a class that extends it');
      onSerializing?.(object);
      countItems(members.length);
      if (isExtensible && keepsExtensions()) writeWithExtensions(writer, object, members);
      else writeMembers(writer, object, members);
      onSerialized?.(object);
    },
    readElement(reader) {
      if (isAbstract)
        throw abstractError(type, 'the element must say by i:type which class it is of');
      const object = create(reader, type, members, serializer);
      countItems(members.length);
      onDeserializing?.(object);
      readMembers(reader, object, members, isExtensible);
      onDeserialized?.(object);
      return object;
    },
  });
  // A class may contain itself: its members are compiled when its serialiser is known.
  resolver.later(() => {
    resolver.knownTypes.addFrom(type, resolver);
    for (const member of classMembersOf(type, resolver)) {
      members.push(compileMember(member, resolver.serializerOf(member.type)));
    }
    if (!isValueType) return;
    for (const { key, missing } of members)
      Object.defineProperty(zero, key, { value: missing, enumerable: true });
    Object.freeze(zero);
    const holdsItself = members.some(({ missing }) => missing === zero);
    reportStruct(type, holdsItself, resolver);
  });
  return serializer;
}

function declareClass(type: ClassReference, resolver: SerializerResolver): ClassDeclaration {
  const [, base] = classChain(type);
  return {
    kind: 'class',
    base: () => (base === undefined ? null : resolver.serializerOf(base)),
    members: () =>
      ownMembersOf(type, resolver).map(({ name, type: member, isRequired, emitDefaultValue }) => ({
        name,
        serializer: resolver.serializerOf(member),
        isRequired,
        emitDefaultValue,
      })),
    knownTypes: () =>
      (ownMetadata(knownTypesKey, type) ?? []).map((known) => resolver.serializerOf(known)),
    generic: genericDeclarationOf(type, resolver),
    isValueType: ownMetadata(dataContractKey, type)?.isValueType === true,
  };
}

interface CompiledMember {
  readonly key: string;
  readonly name: string;
  readonly namespace: string;
  readonly isRequired: boolean;
  readonly missing: unknown;
  readonly isDefault: (value: unknown) => boolean;
  readonly write: ElementWriter;
  readonly read: ElementReader;
}

type Members = Record<string, unknown>;

function compileMember(member: ClassMember, serializer: Serializer): CompiledMember {
  const { key, name, namespace, isRequired } = member;
  const write = childWriter(serializer, name, namespace, namespace);
  return {
    key,
    name,
    namespace,
    isRequired,
    missing: serializer.missing,
    isDefault: (value) => serializer.isDefault(value),
    write: member.emitDefaultValue ? write : exceptDefault(write, serializer, isRequired),
    read: elementReader(serializer),
  };
}

function exceptDefault(
  write: ElementWriter,
  serializer: Serializer,
  isRequired: boolean,
): ElementWriter {
  return (writer, value) => {
    if (value !== undefined && !serializer.isDefault(value)) write(writer, value);
    else if (isRequired) {
      throw new ValueError(
        '',
        `the member is required, but has its default value, which emitDefaultValue: false leaves out`,
      );
    }
  };
}

function writeMembers(writer: XmlWriter, value: Members, members: readonly CompiledMember[]): void {
  for (const member of members) writeMember(writer, value, member);
}

function writeMember(writer: XmlWriter, value: Members, member: CompiledMember): void {
  try {
    member.write(writer, value[member.key]);
  } catch (error) {
    throw errorAt(member.key, error);
  }
}

/** Members, and what came with the object beside them, where it came. */
function writeWithExtensions(
  writer: XmlWriter,
  value: Members,
  members: readonly CompiledMember[],
): void {
  const extensions = extensionsOf(value);
  for (let index = 0; index <= members.length; index++) {
    for (const { before, element } of extensions)
      if (before === index) writer.writeElement(element);
    const member = members[index];
    if (member !== undefined) writeMember(writer, value, member);
  }
}

/** An object for the start tag the reader stands on, as if no member came. */
function newObject(
  reader: XmlReader,
  type: ClassReference,
  members: readonly CompiledMember[],
  serializer: Serializer,
): Members {
  const object = Object.create(type.prototype as object) as Members;
  noteObjectOf(reader, object, serializer);
  for (const member of members) object[member.key] = member.missing;
  return object;
}

/** The constructor is run, and what it sets stays. */
function newPlainObject(
  reader: XmlReader,
  type: ClassReference,
  members: readonly CompiledMember[],
  serializer: Serializer,
): Members {
  const construct = type as unknown as new () => Members;
  const object = new construct();
  noteObjectOf(reader, object, serializer);
  for (const member of members) setMissing(object, member.key, member.missing);
  return object;
}

function readMembers(
  reader: XmlReader,
  object: Members,
  members: readonly CompiledMember[],
  isExtensible: boolean,
): void {
  let next = 0;
  readChildren(reader, () => {
    const index = findMember(members, next, reader.localName, reader.namespaceUri);
    const member = members[index];
    // Unknown, out of order, or there for the second time.
    if (member === undefined) {
      if (isExtensible && keepsExtensions())
        keepExtension(object, { before: next, element: reader.readElement() });
      else reader.skip();
      return;
    }
    requireNone(members, next, index);
    try {
      object[member.key] = member.read(reader);
    } catch (error) {
      throw errorAt(member.key, error);
    }
    next = index + 1;
  });
  requireNone(members, next, members.length);
}

function findMember(
  members: readonly CompiledMember[],
  from: number,
  name: string,
  namespace: string,
): number {
  for (let index = from; index < members.length; index++) {
    const member = members[index];
    if (member?.name === name && member.namespace === namespace) return index;
  }
  return -1;
}

/** Refuses to pass over a required member. */
function requireNone(members: readonly CompiledMember[], from: number, to: number): void {
  for (let index = from; index < to; index++) {
    const member = members[index];
    if (member?.isRequired === true) {
      throw new ValueError(
        member.key,
        `the required element ${member.name} is missing or out of order`,
      );
    }
  }
}

/** Any object with the members will do. */
function requireObject(value: unknown, type: ClassReference): Members {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ValueError('', `${show(value)} is not an object of the class ${type.name}`);
  }
  return value as Members;
}

function abstractError(type: ClassReference, remedy: string): ValueError {
  return new ValueError('', `the class ${type.name} is abstract; ${remedy}`);
}

/** The declared class will do for every object but one of a derived contract, which has to be known. */
function serializerFor(
  value: unknown,
  type: ClassReference,
  declared: Serializer,
  resolver: SerializerResolver,
): Serializer {
  if (typeof value !== 'object' || value === null) return declared;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === type.prototype || prototype === Object.prototype) return declared;
  const actual = classOf(prototype);
  if (actual === null || !isDerived(actual, type)) return declared;
  const known = resolver.knownTypes.ofClass(actual, resolver);
  if (known !== null) return known;
  if (ownMetadata(dataContractKey, actual) === undefined) return declared;
  throw new ValueError(
    '',
    `the object is of the class ${actual.name}, but the contract says ${type.name}; name it in @KnownTypes(${actual.name}) of ${type.name}`,
  );
}

function isDerived(type: ClassReference | null, base: ClassReference): boolean {
  return type !== null && (type.prototype as object) instanceof base;
}

/** The class that a prototype belongs to. */
function classOf(prototype: unknown): ClassReference | null {
  if (typeof prototype !== 'object' || prototype === null) return null;
  const { constructor } = prototype;
  return typeof constructor === 'function' ? (constructor as ClassReference) : null;
}

/** Whether all members of a struct have their defaults. */
function isZero(value: unknown, members: readonly CompiledMember[]): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const object = value as Members;
  return members.every(({ key, isDefault }) => isDefault(object[key]));
}

/** What no struct of .NET can be. */
function reportStruct(
  type: ClassReference,
  holdsItself: boolean,
  resolver: SerializerResolver,
): void {
  const { isReference: isShared, isAbstract } = ownMetadata(dataContractKey, type) ?? {};
  const problem = holdsItself
    ? 'has a member of its own type'
    : classChain(type).length > 1
      ? 'extends another class'
      : isShared === true || isAbstract === true
        ? 'has isReference or isAbstract'
        : null;
  if (problem === null) return;
  resolver.report(
    `The class ${type.name} has isValueType, so that its objects are never null nor shared, but ${problem}; leave isValueType out.`,
  );
}

/** All classes of a chain have references, or none has. */
function isReference(type: ClassReference, resolver: SerializerResolver): boolean {
  const contracts = classChain(type).flatMap((each) => ownMetadata(dataContractKey, each) ?? []);
  const [own = false, ...bases] = contracts.map((options) => options.isReference ?? false);
  if (bases.some((base) => base !== own)) {
    resolver.report(
      `The class ${type.name} and its base classes do not agree on isReference; say the same for all.`,
    );
  }
  return own;
}
