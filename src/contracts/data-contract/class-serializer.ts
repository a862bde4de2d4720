import type { XmlReader, XmlWriter } from '../../core/xml/index.js';
import { ownMetadata } from '../decorators/decorator-metadata.js';
import type { ClassReference } from '../decorators/decorator-metadata.js';
import { classMembersOf, contractNameOf } from './class-members.js';
import type { ClassMember } from './class-members.js';
import { complexSerializer, readChildren } from './complex-serializer.js';
import { dataContractKey } from './data-contract-metadata.js';
import { childWriter, elementReader } from './element-serializer.js';
import type { ElementReader, ElementWriter } from './element-serializer.js';
import { schemaInstanceNamespace, serializationNamespace } from './namespaces.js';
import type { Serializer } from './serializer.js';
import { errorAt, show, ValueError } from './value-error.js';
import type { SerializerResolver } from './wire-type.js';

/**
 * Compiles the serialiser of a data contract class. `announce` is told before its members are compiled, since they may
 * be of the same class.
 *
 * Objects that are read are made without running the constructor, as in .NET, with every member set.
 */
export function compileClass(
  type: ClassReference,
  resolver: SerializerResolver,
  announce: (serializer: Serializer) => void,
): Serializer {
  const { name, namespace } = contractNameOf(type, resolver);
  const members: CompiledMember[] = [];
  const serializer = complexSerializer({
    typeName: type.name,
    name,
    namespace,
    writeContent(writer, value) {
      writeMembers(writer, requireInstance(value, type), members);
    },
    readElement(reader) {
      requireDeclaredType(reader, name, namespace);
      return readMembers(reader, type, members);
    },
  });
  announce(serializer);
  for (const member of classMembersOf(type, resolver)) {
    members.push(compileMember(member, resolver.serializerOf(member.type)));
  }
  return serializer;
}

interface CompiledMember {
  readonly key: string;
  readonly name: string;
  readonly namespace: string;
  readonly isRequired: boolean;
  readonly missing: unknown;
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
  for (const member of members) {
    try {
      member.write(writer, value[member.key]);
    } catch (error) {
      throw errorAt(member.key, error);
    }
  }
}

function readMembers(
  reader: XmlReader,
  type: ClassReference,
  members: readonly CompiledMember[],
): object {
  const result = Object.create(type.prototype as object) as Members;
  for (const member of members) result[member.key] = member.missing;
  let next = 0;
  readChildren(reader, () => {
    const index = findMember(members, next, reader.localName, reader.namespaceUri);
    const member = members[index];
    // Unknown, out of order, or there for the second time.
    if (member === undefined) {
      reader.skip();
      return;
    }
    requireNone(members, next, index);
    try {
      result[member.key] = member.read(reader);
    } catch (error) {
      throw errorAt(member.key, error);
    }
    next = index + 1;
  });
  requireNone(members, next, members.length);
  return result;
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

/** Any object with the members will do, except one of a derived contract, of which the reader could not know. */
function requireInstance(value: unknown, type: ClassReference): Members {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ValueError('', `${show(value)} is not an object of the class ${type.name}`);
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== type.prototype && prototype !== Object.prototype && value instanceof type) {
    requireNoDerivedContract(prototype, type);
  }
  return value as Members;
}

function requireNoDerivedContract(prototype: unknown, type: ClassReference): void {
  const actual = classOf(prototype);
  if (actual === null || ownMetadata(dataContractKey, actual) === undefined) return;
  throw new ValueError(
    '',
    `the object is of the class ${actual.name}, but the contract says ${type.name}; derived data contracts (known types) are not supported here`,
  );
}

/** The class that a prototype belongs to. */
function classOf(prototype: unknown): ClassReference | null {
  if (typeof prototype !== 'object' || prototype === null) return null;
  const { constructor } = prototype;
  return typeof constructor === 'function' ? (constructor as ClassReference) : null;
}

/** Refuses what would need another type than the declared one: i:type of another contract, or a reference. */
function requireDeclaredType(reader: XmlReader, name: string, namespace: string): void {
  if (reader.attributeCount === 0) return;
  const actual = reader.getAttribute('type', schemaInstanceNamespace);
  if (actual !== null) {
    const colon = actual.indexOf(':');
    const prefix = colon < 0 ? '' : actual.slice(0, colon).trim();
    const local = actual.slice(colon + 1).trim();
    if (local !== name || (reader.lookupNamespace(prefix) ?? '') !== namespace) {
      throw new ValueError(
        '',
        `the element is of the type '${actual}', but the contract says ${name}; derived data contracts (known types) are not supported here`,
      );
    }
  }
  if (reader.getAttribute('Ref', serializationNamespace) !== null) {
    throw new ValueError(
      '',
      'the element refers to another one (z:Ref); object references are not supported',
    );
  }
}
