import { XmlElementReader } from '../../core/xml/index.js';
import type { XmlElement, XmlWriter } from '../../core/xml/index.js';
import { setMissing } from '../data-contract/class-members.js';
import { notA } from '../data-contract/primitive-type.js';
import { errorAt, show, ValueError } from '../data-contract/value-error.js';
import type { ClassReference } from '../decorators/decorator-metadata.js';
import type { XmlMapping } from '../xml-serializer/index.js';
import type { EncodedMapping, EncodedSource, EncodedTarget } from './encoded-mapping.js';

/** Text. */
export function encodedText(mapping: XmlMapping): EncodedMapping {
  const { typeName, typeNamespace, isReference, missing } = mapping;
  const own: EncodedMapping = {
    typeName,
    typeNamespace,
    isMultiReference: false,
    isReference: isReference || mapping.isNullableValue,
    missing,
    item: null,
    mappingFor: () => own,
    writeContent(_, writer, value) {
      mapping.writeContent(writer, value);
    },
    read(_, element) {
      const reader = new XmlElementReader(element);
      reader.moveToContent();
      return mapping.readElement(reader);
    },
  };
  return own;
}

/** A list: an Array of items. */
export function encodedList(item: EncodedMapping): EncodedMapping {
  const own: EncodedMapping = {
    typeName: 'Array',
    typeNamespace: '',
    isMultiReference: true,
    isReference: true,
    missing: null,
    item,
    mappingFor: () => own,
    writeContent(target, writer, value) {
      if (!Array.isArray(value)) throw notA('an array', value);
      for (const [index, one] of value.entries()) {
        try {
          target.writeItem(writer, item, one);
        } catch (error) {
          throw errorAt(`[${String(index)}]`, error);
        }
      }
    },
    read(source, element) {
      const items: unknown[] = [];
      source.note(element, items);
      for (const child of element.elements) {
        try {
          items.push(source.read(item, child));
        } catch (error) {
          throw errorAt(`[${String(items.length)}]`, error);
        }
      }
      return items;
    },
  };
  return own;
}

/** A member of an encoded class. */
export interface EncodedMember {
  readonly key: string;
  readonly name: string;
  readonly mapping: EncodedMapping;
}

/** The classes of a contract, by name and by constructor. */
export interface EncodedClasses {
  named(name: string, namespace: string, declared: EncodedClass): EncodedClass | null;
  ofClass(type: unknown, declared: EncodedClass): EncodedClass | null;
}

/** An object: an element for each member, named without namespace. */
export class EncodedClass implements EncodedMapping {
  readonly isMultiReference = true;
  readonly isReference = true;
  readonly missing = null;
  readonly item = null;
  readonly type: ClassReference;
  readonly typeName: string;
  readonly typeNamespace: string;
  readonly base: EncodedClass | null;
  /** Filled when all types are known. */
  readonly members: EncodedMember[] = [];
  readonly #classes: EncodedClasses;

  constructor(
    type: ClassReference,
    typeName: string,
    typeNamespace: string,
    base: EncodedClass | null,
    classes: EncodedClasses,
  ) {
    this.type = type;
    this.typeName = typeName;
    this.typeNamespace = typeNamespace;
    this.base = base;
    this.#classes = classes;
  }

  is(declared: EncodedClass): boolean {
    return this === declared || (this.base?.is(declared) ?? false);
  }

  mappingFor(value: unknown): EncodedMapping {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new ValueError('', `${show(value)} is not an object of the class ${this.type.name}`);
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === this.type.prototype || prototype === Object.prototype) return this;
    const known = this.#classes.ofClass(value.constructor, this);
    if (known !== null) return known;
    throw new ValueError(
      '',
      `the object is of the class ${value.constructor.name}, but the contract says ${this.type.name}; name it in @XmlInclude(${value.constructor.name}) of ${this.type.name}`,
    );
  }

  writeContent(target: EncodedTarget, writer: XmlWriter, value: unknown): void {
    const members = value as Readonly<Record<string, unknown>>;
    for (const { key, name, mapping } of this.members) {
      try {
        target.writeValue(writer, name, mapping, members[key]);
      } catch (error) {
        throw errorAt(key, error);
      }
    }
  }

  read(source: EncodedSource, element: XmlElement): unknown {
    const actual = this.#actual(source, element);
    const create = actual.type as unknown as new () => Record<string, unknown>;
    const object = new create();
    // It may refer to itself.
    source.note(element, object);
    for (const { key, name, mapping } of actual.members) {
      const child = element.elements.find(({ localName }) => localName === name);
      if (child === undefined) {
        setMissing(object, key, mapping.missing);
        continue;
      }
      try {
        object[key] = source.read(mapping, child);
      } catch (error) {
        throw errorAt(key, error);
      }
    }
    return object;
  }

  #actual(source: EncodedSource, element: XmlElement): EncodedClass {
    const named = source.typeOf(element);
    if (named === null) return this;
    if (named.name === this.typeName && named.namespace === this.typeNamespace) return this;
    // A type that is not known is taken for the one that is declared: peers name theirs as they like.
    return this.#classes.named(named.name, named.namespace, this) ?? this;
  }
}
