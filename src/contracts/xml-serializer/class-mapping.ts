import type { XmlReader, XmlWriter } from '../../core/xml/index.js';
import type { ClassReference } from '../decorators/decorator-metadata.js';
import { setMissing } from '../data-contract/class-members.js';
import { schemaInstanceNamespace } from '../data-contract/namespaces.js';
import { resolveQualifiedName } from '../data-contract/qualified-name.js';
import type { QualifiedName } from '../data-contract/qualified-name.js';
import { errorAt, show, ValueError } from '../data-contract/value-error.js';
import { forEachChild } from './list-mapping.js';
import { isTechnical, writeAnyAttributes } from './class-members.js';
import type { AttributeMember, ElementMember, TextMember } from './class-members.js';
import type { XmlMapping } from './xml-mapping.js';

type Members = Record<string, unknown>;

/** The classes of one contract that are known, by name and by constructor. */
export interface ClassRegistry {
  /** The class of that name that may stand where `declared` does, or null. */
  named(name: string, namespace: string, declared: ClassMapping | null): ClassMapping | null;
  /** The mapping for objects of a class where `declared` stands, or null. */
  ofClass(type: unknown, declared: ClassMapping | null): ClassMapping | null;
}

/** Writes which class an object is of. */
export function writeType(writer: XmlWriter, name: string, namespace: string): void {
  const prefix = writer.writeNamespace(null, namespace);
  writer.writeAttribute(
    'xsi',
    'type',
    schemaInstanceNamespace,
    prefix === '' ? name : `${prefix}:${name}`,
  );
}

/** The name of a type that an element says, or null. */
export function readType(reader: XmlReader): QualifiedName | null {
  if (reader.attributeCount === 0) return null;
  const text = reader.getAttribute('type', schemaInstanceNamespace)?.trim() ?? '';
  return text === '' ? null : resolveQualifiedName(text, reader);
}

/** A class for the XmlSerializer: attributes, elements and text of its objects, those of its base class first. */
export class ClassMapping implements XmlMapping {
  readonly typeName: string;
  readonly typeNamespace: string;
  readonly isReference = true;
  readonly isNullableValue = false;
  readonly missing = null;
  readonly text = null;
  readonly type: ClassReference;
  readonly base: ClassMapping | null;
  readonly isAbstract: boolean;
  readonly #registry: ClassRegistry;
  /** Filled when all types are known: a class may have members of itself. */
  readonly elements: ElementMember[] = [];
  readonly attributes: AttributeMember[] = [];
  textMember: TextMember | null = null;
  anyAttributeKey: string | null = null;
  /** Elements are taken in the order of the class only. */
  isOrdered = false;

  constructor(
    type: ClassReference,
    name: string,
    namespace: string,
    base: ClassMapping | null,
    isAbstract: boolean,
    registry: ClassRegistry,
  ) {
    this.type = type;
    this.typeName = name;
    this.typeNamespace = namespace;
    this.base = base;
    this.isAbstract = isAbstract;
    this.#registry = registry;
  }

  /** Whether this is a class, or extends it. */
  is(declared: ClassMapping): boolean {
    return this === declared || (this.base?.is(declared) ?? false);
  }

  writeContent(writer: XmlWriter, value: unknown): void {
    const actual = this.#mappingFor(value);
    if (actual !== this) writeType(writer, actual.typeName, actual.typeNamespace);
    actual.writeMembers(writer, value as Members);
  }

  readElement(reader: XmlReader): unknown {
    const named = readType(reader);
    const actual =
      named === null || (named.name === this.typeName && named.namespace === this.typeNamespace)
        ? this
        : this.#registry.named(named.name, named.namespace, this);
    if (actual === null) {
      throw new ValueError(
        '',
        `the element is of the type ${named?.name ?? ''} of the namespace '${named?.namespace ?? ''}', which is not known here in the place of ${this.typeName}; name its class in @XmlInclude`,
      );
    }
    return actual.readMembers(reader);
  }

  /** Writes an object of this very class. */
  writeMembers(writer: XmlWriter, members: Members): void {
    for (const attribute of this.attributes) {
      const value = members[attribute.key];
      if (attribute.isLeftOut(value)) continue;
      const { key, name, namespace, text } = attribute;
      try {
        const content = text.format(writer, value);
        writer.writeAttribute(null, name, namespace, content);
      } catch (error) {
        throw errorAt(key, error);
      }
    }
    if (this.anyAttributeKey !== null) writeAnyAttributes(writer, members[this.anyAttributeKey]);
    for (const element of this.elements) {
      try {
        element.write(writer, members[element.key]);
      } catch (error) {
        throw errorAt(element.key, error);
      }
    }
    if (this.textMember !== null) this.#writeText(writer, this.textMember, members);
  }

  /** Reads an object of this very class. */
  readMembers(reader: XmlReader): unknown {
    if (this.isAbstract) {
      throw new ValueError(
        '',
        `the type ${this.typeName} is abstract; the element must say by xsi:type which class it is of`,
      );
    }
    const object = this.#newObject();
    this.#readAttributes(reader, object);
    const done: boolean[] = [];
    let next = 0;
    const mixed = this.elements.find(({ addText }) => addText !== null);
    forEachChild(
      reader,
      (child) => {
        const index = this.#find(child.localName, child.namespaceUri, done, next);
        const member = this.elements[index];
        if (member === undefined) {
          child.skip();
          return;
        }
        done[index] = true;
        if (this.isOrdered) next = member.repeats ? index : index + 1;
        try {
          object[member.key] = member.read(child, object[member.key]);
        } catch (error) {
          throw errorAt(member.key, error);
        }
      },
      (text) => {
        this.#takeText(reader, object, text, mixed);
      },
    );
    return object;
  }

  #writeText(writer: XmlWriter, { key, mapping }: TextMember, members: Members): void {
    const value = members[key];
    if ((value === null || value === undefined) && mapping.isReference) return;
    try {
      mapping.writeContent(writer, value);
    } catch (error) {
      throw errorAt(key, error);
    }
  }

  #takeText(
    reader: XmlReader,
    object: Members,
    text: string,
    mixed: ElementMember | undefined,
  ): void {
    const member = this.textMember;
    if (member !== null) {
      try {
        object[member.key] = member.mapping.text?.parse(reader, text);
      } catch (error) {
        throw errorAt(member.key, error);
      }
    } else if (mixed?.addText != null) {
      object[mixed.key] = mixed.addText(object[mixed.key], text);
    }
  }

  /** The constructor is run, as by .NET; what it leaves undefined gets the value of a member that does not come. */
  #newObject(): Members {
    const create = this.type as unknown as new () => Members;
    const object = new create();
    for (const { key, missing } of this.attributes) setMissing(object, key, missing);
    for (const element of this.elements) setMissing(object, element.key, element.missing());
    if (this.textMember !== null) setMissing(object, this.textMember.key, this.textMember.missing);
    if (this.anyAttributeKey !== null) setMissing(object, this.anyAttributeKey, []);
    return object;
  }

  #readAttributes(reader: XmlReader, object: Members): void {
    for (let index = 0; index < reader.attributeCount; index++) {
      const attribute = reader.attributeAt(index);
      if (isTechnical(attribute)) continue;
      const member = this.attributes.find(
        ({ name, namespace }) =>
          name === attribute.localName && namespace === attribute.namespaceUri,
      );
      if (member !== undefined) {
        try {
          object[member.key] = member.text.parse(reader, attribute.value);
        } catch (error) {
          throw errorAt(member.key, error);
        }
      } else if (this.anyAttributeKey !== null)
        (object[this.anyAttributeKey] as unknown[]).push(attribute);
    }
  }

  /** The member that an element is for: each once but lists, and what takes any element last. */
  #find(name: string, namespace: string, done: readonly boolean[], from: number): number {
    let catchAll = -1;
    for (let index = from; index < this.elements.length; index++) {
      const member = this.elements[index];
      if (member?.accepts(name, namespace) !== true) continue;
      if (!member.repeats && done[index] === true) continue;
      if (!member.isCatchAll) return index;
      if (catchAll < 0) catchAll = index;
    }
    return catchAll;
  }

  #mappingFor(value: unknown): ClassMapping {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new ValueError('', `${show(value)} is not an object of the class ${this.type.name}`);
    const prototype: unknown = Object.getPrototypeOf(value);
    const isOwn = prototype === this.type.prototype || prototype === Object.prototype;
    const actual = isOwn ? this : this.#registry.ofClass(value.constructor, this);
    if (actual === null) {
      throw new ValueError(
        '',
        `the object is of the class ${value.constructor.name}, but the contract says ${this.type.name}; name it in @XmlInclude(${value.constructor.name}) of ${this.type.name}`,
      );
    }
    if (!actual.isAbstract) return actual;
    throw new ValueError(
      '',
      `the class ${actual.type.name} is abstract; give an object of a class that extends it`,
    );
  }
}
