import { encodeXmlName } from '../data-contract/contract-names.js';
import type { SerializerCompiler } from '../data-contract/serializer-compiler.js';
import type { TypeReference } from '../data-contract/index.js';
import { ownMetadata } from '../decorators/decorator-metadata.js';
import type { ClassMapping } from './class-mapping.js';
import { anyElementMember, repeatedMember, singleMember, wrappedMember } from './class-members.js';
import type { AttributeMember, ElementMember, ElementMemberInit } from './class-members.js';
import { listMapping, singleForm } from './list-mapping.js';
import type { ElementForm } from './list-mapping.js';
import { resolvedShape } from './type-shape.js';
import { valueMapping } from './value-mapping.js';
import { xmlMembersKey } from './xml-type-metadata.js';
import type {
  XmlDataType,
  XmlElementMemberOptions,
  XmlForm,
  XmlMemberMetadata,
} from './xml-type-metadata.js';
import type { XmlMapping } from './xml-mapping.js';

/** Where the members of classes get what their types are. */
export interface MemberTypes {
  /** `context`: the namespace that a type takes over unless it has its own. */
  mappingOf(type: TypeReference, context: string): XmlMapping;
  /** How the values of a type, or the items of a list of it, are elements of a namespace; by default named after the type. */
  elementForm(type: TypeReference, place: ElementPlace): ElementForm;
}

/** Where elements stand, and what they are called. */
export interface ElementPlace {
  readonly namespace: string;
  readonly context: string;
  readonly name: string | undefined;
  readonly isNullable: boolean;
}

/** Compiles the members of classes for the XmlSerializer, and reports what is wrong with them. */
export class ClassCompiler {
  readonly #types: MemberTypes;
  readonly #compiler: SerializerCompiler;

  constructor(types: MemberTypes, compiler: SerializerCompiler) {
    this.#types = types;
    this.#compiler = compiler;
  }

  /** Fills a class, whose base class has been filled. */
  compileMembers(mapping: ClassMapping): void {
    const { type, base } = mapping;
    const members = ownMetadata(xmlMembersKey, type) ?? [];
    if (base !== null) {
      mapping.elements.push(...base.elements);
      mapping.attributes.push(...base.attributes);
      mapping.textMember = base.textMember;
      mapping.anyAttributeKey = base.anyAttributeKey;
      mapping.isOrdered = base.isOrdered;
    }
    const own: ElementMember[] = [];
    for (const member of members) {
      this.#checkKey(mapping, member.key);
      this.#checkDefault(mapping, member);
      const element = this.#compileMember(mapping, member);
      if (element !== null) own.push(element);
    }
    this.#sort(mapping, own);
    mapping.elements.push(...own);
    this.#reportDoubles(mapping);
  }

  #checkKey({ type, base }: ClassMapping, key: string): void {
    if (key === '__proto__')
      this.#compiler.report(`The member ${type.name}.${key} cannot be used; rename it.`);
    for (let one = base; one !== null; one = one.base) {
      if ((ownMetadata(xmlMembersKey, one.type) ?? []).some((member) => member.key === key)) {
        this.#compiler.report(
          `The member ${type.name}.${key} hides that of ${one.type.name}; rename it, and give it the other's name on the wire.`,
        );
      }
    }
  }

  /** Objects are told from each other by identity, so that none would ever be left out. */
  #checkDefault({ type }: ClassMapping, member: XmlMemberMetadata): void {
    const { defaultValue }: { readonly defaultValue?: unknown } =
      member.kind === 'element' || member.kind === 'attribute' ? member.options : {};
    if (typeof defaultValue !== 'object') return;
    this.#compiler.report(
      `The member ${type.name}.${member.key} has an object as defaultValue; give text, a number or a boolean, or make the member isOptional.`,
    );
  }

  /** Adds a member to its class, and returns it where it is an element. */
  #compileMember(mapping: ClassMapping, member: XmlMemberMetadata): ElementMember | null {
    switch (member.kind) {
      case 'element':
        return this.#compileElement(mapping, member);
      case 'array':
        return this.#compileArray(mapping, member);
      case 'attribute':
        mapping.attributes.push(this.#compileAttribute(mapping, member));
        return null;
      case 'text': {
        const { key, type, options } = member;
        const text = this.#valueMapping(mapping, key, type, options.dataType);
        if (mapping.textMember !== null || text.text === null) {
          this.#compiler.report(
            text.text === null
              ? `The member ${mapping.type.name}.${key} cannot be text: its type is more than that.`
              : `The class ${mapping.type.name} has two members for its text; keep one.`,
          );
        }
        mapping.textMember = { key, missing: text.missing, mapping: text };
        return null;
      }
      case 'anyElement': {
        const { key, options } = member;
        const { name, namespace = '', isSingle = false, order = null } = options;
        return anyElementMember(key, name, namespace, isSingle, order);
      }
      case 'anyAttribute':
        mapping.anyAttributeKey = member.key;
        return null;
    }
  }

  #compileElement(
    mapping: ClassMapping,
    { key, type, options }: Extract<XmlMemberMetadata, { readonly kind: 'element' }>,
  ): ElementMember {
    const init = memberInit(key, options);
    const { typeNamespace } = mapping;
    const name = options.name ?? key;
    const namespace = namespaceOf(options.form ?? 'Qualified', options.namespace, typeNamespace);
    const isNullable = options.isNullable ?? false;
    const shape = resolvedShape(type);
    const place = { namespace, context: typeNamespace, name, isNullable };
    if (shape.kind === 'list')
      return repeatedMember(init, this.#types.elementForm(shape.item, place));
    if (shape.kind === 'choice')
      return singleMember(init, this.#types.elementForm(type, place), null);
    const value = this.#valueMapping(mapping, key, type, options.dataType);
    return singleMember(
      init,
      singleForm({ name: encodeXmlName(name), namespace, mapping: value, isNullable }),
      options.isOptional === true ? undefined : value.missing,
    );
  }

  #compileArray(
    mapping: ClassMapping,
    { key, type, options }: Extract<XmlMemberMetadata, { readonly kind: 'array' }>,
  ): ElementMember {
    const { typeNamespace } = mapping;
    const namespace = namespaceOf(options.form ?? 'Qualified', options.namespace, typeNamespace);
    const items = this.#types.elementForm(type, {
      namespace: options.itemNamespace ?? namespace,
      context: typeNamespace,
      name: options.itemName,
      isNullable: options.itemIsNullable ?? true,
    });
    return wrappedMember(
      {
        ...memberInit(key, options),
        name: encodeXmlName(options.name ?? key),
        namespace,
        isNullable: options.isNullable ?? false,
        missesNull: options.missing === 'null',
      },
      listMapping('', items, namespace),
    );
  }

  #compileAttribute(
    mapping: ClassMapping,
    { key, type, options }: Extract<XmlMemberMetadata, { readonly kind: 'attribute' }>,
  ): AttributeMember {
    const name = encodeXmlName(options.name ?? key);
    const form = options.form ?? 'Unqualified';
    const namespace = options.namespace ?? (form === 'Qualified' ? mapping.typeNamespace : '');
    const shape = resolvedShape(type);
    const isList = shape.kind === 'list';
    const value = this.#valueMapping(mapping, key, isList ? shape.item : type, options.dataType);
    const { text } = value;
    const { isLeftOut } = memberInit(key, options);
    if (text === null)
      this.#compiler.report(
        `The member ${mapping.type.name}.${key} cannot be an attribute: its type is more than text.`,
      );
    return {
      key,
      name,
      namespace,
      missing: isList ? null : options.isOptional === true ? undefined : value.missing,
      isLeftOut: (one) =>
        isLeftOut(one) || ((one === null || one === undefined) && (isList || value.isReference)),
      text: !isList
        ? (text ?? noText)
        : {
            format: (writer, list) =>
              (list as readonly unknown[]).map((one) => text?.format(writer, one) ?? '').join(' '),
            parse: (reader, list) => list.split(' ').map((one) => text?.parse(reader, one)),
          },
    };
  }

  #valueMapping(
    { type: owner, typeNamespace }: ClassMapping,
    key: string,
    type: TypeReference,
    dataType: XmlDataType | undefined,
  ): XmlMapping {
    return valueMapping(
      this.#types.mappingOf(type, typeNamespace),
      type,
      dataType,
      `The member ${owner.name}.${key}`,
      this.#compiler,
    );
  }

  #sort(mapping: ClassMapping, own: ElementMember[]): void {
    const ordered = own.filter(({ order }) => order !== null);
    if (ordered.length === 0) return;
    const { type } = mapping;
    if (ordered.length < own.length) {
      this.#compiler.report(
        `The class ${type.name} has elements with an order and others without; give all of them one, or none.`,
      );
    }
    own.sort((a, b) => (a.order ?? 0) - (b.order ?? 0));
    mapping.isOrdered = true;
  }

  #reportDoubles({ type, attributes, elements }: ClassMapping): void {
    const elementNames = new Map<string, string>();
    for (const { key, names } of elements) {
      for (const name of names) {
        const other = elementNames.get(name);
        if (other !== undefined && other !== key) {
          this.#compiler.report(
            `The member ${type.name}.${key} has the element ${name} of the member ${other}; set another name.`,
          );
        }
        elementNames.set(name, key);
      }
    }
    const names = new Set<string>();
    for (const { key, name, namespace } of attributes) {
      const qualified = `{${namespace}}${name}`;
      if (names.has(qualified))
        this.#compiler.report(
          `The member ${type.name}.${key} has the attribute ${name} of another member; set another name.`,
        );
      names.add(qualified);
    }
  }
}

const noText = { format: () => '', parse: () => null };

function memberInit(
  key: string,
  options: Pick<XmlElementMemberOptions, 'isOptional' | 'defaultValue' | 'order'>,
): ElementMemberInit {
  const { isOptional = false, defaultValue, order = null } = options;
  return {
    key,
    order,
    isLeftOut: (value) =>
      (isOptional && (value === null || value === undefined)) ||
      (defaultValue !== undefined && value === defaultValue),
  };
}

function namespaceOf(form: XmlForm, own: string | undefined, context: string): string {
  return own ?? (form === 'Qualified' ? context : '');
}
