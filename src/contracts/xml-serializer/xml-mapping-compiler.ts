import { encodeXmlName } from '../data-contract/contract-names.js';
import { builtIn } from '../data-contract/any-type.js';
import type { SerializerCompiler } from '../data-contract/serializer-compiler.js';
import { QName, string } from '../data-contract/text-types.js';
import type { TypeReference } from '../data-contract/index.js';
import { labelOf } from '../data-contract/wire-type.js';
import type { ChoiceAlternative, TypeShape } from '../data-contract/wire-type.js';
import { classChain, ownMetadata } from '../decorators/decorator-metadata.js';
import type { ClassReference } from '../decorators/decorator-metadata.js';
import { anyMapping } from './any-mapping.js';
import { ClassMapping } from './class-mapping.js';
import type { ClassRegistry } from './class-mapping.js';
import { anyElementMember, repeatedMember, singleMember, wrappedMember } from './class-members.js';
import type { AttributeMember, ElementMember, ElementMemberInit } from './class-members.js';
import { choiceForm, listMapping, singleForm } from './list-mapping.js';
import type { ElementForm, NamedMapping } from './list-mapping.js';
import {
  dataTypeMapping,
  dateTimeOffsetMapping,
  qualifiedNameMapping,
  simpleMapping,
} from './simple-mapping.js';
import { xmlIncludesKey, xmlMembersKey, xmlRootKey, xmlTypeKey } from './xml-type-metadata.js';
import type {
  XmlDataType,
  XmlElementMemberOptions,
  XmlForm,
  XmlMemberMetadata,
  XmlMemberOptions,
} from './xml-type-metadata.js';
import type { XmlMapping } from './xml-mapping.js';

/**
 * Compiles types for the XmlSerializer, each once for each namespace that it may take over from what it is part of, and reports
 * what is wrong with them.
 */
export class XmlMappingCompiler implements ClassRegistry {
  readonly #compiler: SerializerCompiler;
  readonly #mappings = new Map<string, WeakMap<TypeReference, XmlMapping>>();
  readonly #classes: ClassMapping[] = [];
  readonly #tasks: (() => void)[] = [];
  #isCompiling = false;

  constructor(compiler: SerializerCompiler) {
    this.#compiler = compiler;
  }

  /** The mapping of a type; `context` is the namespace of what it is part of, which it takes over unless it has its own. */
  mappingOf(type: TypeReference, context: string): XmlMapping {
    const own = typeof type === 'function' ? ownMetadata(xmlTypeKey, type)?.namespace : undefined;
    const namespace = own ?? context;
    const known = this.#mappings.get(namespace)?.get(type);
    if (known !== undefined) return known;
    const mapping = this.#build(type, namespace);
    this.#keep(type, namespace, mapping);
    this.#finish();
    return mapping;
  }

  /** The root element of a type. */
  rootOf(type: TypeReference, defaultNamespace: string): NamedMapping {
    const options = typeof type === 'function' ? (ownMetadata(xmlRootKey, type) ?? {}) : {};
    const namespace = options.namespace ?? defaultNamespace;
    const mapping = this.mappingOf(type, namespace);
    return {
      name: encodeXmlName(options.name ?? mapping.typeName),
      namespace,
      mapping,
      isNullable: true,
    };
  }

  named(name: string, namespace: string, declared: ClassMapping | null): ClassMapping | null {
    return (
      this.#classes.find(
        (one) =>
          one.typeName === name &&
          one.typeNamespace === namespace &&
          (declared === null || one.is(declared)),
      ) ?? null
    );
  }

  ofClass(type: unknown, declared: ClassMapping | null): ClassMapping | null {
    return (
      this.#classes.find((one) => one.type === type && (declared === null || one.is(declared))) ??
      null
    );
  }

  #keep(type: TypeReference, namespace: string, mapping: XmlMapping): void {
    const inNamespace = this.#mappings.get(namespace) ?? new WeakMap<TypeReference, XmlMapping>();
    inNamespace.set(type, mapping);
    this.#mappings.set(namespace, inNamespace);
  }

  /** Members are compiled when their class is known: they may be of it. */
  #finish(): void {
    if (this.#isCompiling) return;
    this.#isCompiling = true;
    for (let task = this.#tasks.shift(); task !== undefined; task = this.#tasks.shift()) task();
    this.#isCompiling = false;
  }

  #build(type: TypeReference, namespace: string): XmlMapping {
    if (typeof type === 'function') return this.#buildClass(type, namespace);
    const { shape } = type;
    switch (shape.kind) {
      case 'lazy':
        return this.mappingOf(shape.target(), namespace);
      case 'nullable': {
        const inner = this.mappingOf(shape.inner, namespace);
        return inner.isReference ? inner : { ...inner, isNullableValue: true, missing: null };
      }
      case 'list':
        return this.#buildList(shape, namespace);
      case 'any':
        return this.#buildAny(namespace);
      case 'dateTimeOffset':
        return dateTimeOffsetMapping;
      case 'value': {
        const serializer = this.#compiler.serializerOf(type);
        return type === QName
          ? qualifiedNameMapping(serializer)
          : simpleMapping(serializer, namespace);
      }
      case 'choice':
      case 'contract':
        this.#compiler.report(
          `The type ${type.label} has no place of its own for the XmlSerializer; ${shape.kind === 'choice' ? 'it is for members of classes' : 'it is for data contracts only'}.`,
        );
        return simpleMapping(this.#compiler.serializerOf(string), namespace);
    }
  }

  #buildAny(namespace: string): XmlMapping {
    return anyMapping({
      classes: this,
      builtIn: (name, typeNamespace) => {
        for (const type of builtIn) {
          const mapping = this.mappingOf(type, namespace);
          if (mapping.typeName === name && mapping.typeNamespace === typeNamespace)
            return { type, mapping };
        }
        return null;
      },
      mappingOf: (type) => this.mappingOf(type, namespace),
    });
  }

  #buildList(
    { item, itemName }: Extract<TypeShape, { readonly kind: 'list' }>,
    namespace: string,
  ): XmlMapping {
    const form = this.#itemForm(item, namespace, namespace, itemName ?? undefined, true);
    return listMapping(`ArrayOf${capitalized(this.#typeNameOf(item, namespace))}`, form, namespace);
  }

  #typeNameOf(type: TypeReference, namespace: string): string {
    return resolved(type).kind === 'choice' ? 'Choice' : this.mappingOf(type, namespace).typeName;
  }

  /** The items of a list: `namespace` is that of their elements, `context` what their types take over. */
  #itemForm(
    item: TypeReference,
    namespace: string,
    context: string,
    name: string | undefined,
    isNullable: boolean,
  ): ElementForm {
    const shape = resolved(item);
    if (shape.kind === 'choice')
      return this.#choiceForm(item, shape, namespace, context, isNullable);
    const mapping = this.mappingOf(item, context);
    return singleForm({
      name: encodeXmlName(name ?? mapping.typeName),
      namespace,
      mapping,
      isNullable: isNullable && mapping.isReference,
    });
  }

  #choiceForm(
    type: TypeReference,
    { alternatives, isMixed }: Extract<TypeShape, { readonly kind: 'choice' }>,
    namespace: string,
    context: string,
    isNullable: boolean,
  ): ElementForm {
    if (alternatives.length === 0 && !isMixed)
      this.#compiler.report(`The choice ${labelOf(type)} has no alternatives; give it some.`);
    const mappings = new Map<string, NamedMapping>();
    for (const [name, alternative, options] of alternatives as readonly ChoiceAlternative[]) {
      if (mappings.has(name))
        this.#compiler.report(
          `The choice ${labelOf(type)} has two elements named ${name}; rename one.`,
        );
      const mapping = this.mappingOf(alternative, context);
      mappings.set(name, {
        name: encodeXmlName(name),
        namespace: options?.namespace ?? namespace,
        mapping,
        isNullable: isNullable && mapping.isReference,
      });
    }
    return choiceForm(labelOf(type), mappings, isMixed);
  }

  #buildClass(type: ClassReference, namespace: string): ClassMapping {
    const options = ownMetadata(xmlTypeKey, type);
    if (options === undefined && ownMetadata(xmlMembersKey, type) === undefined) {
      this.#compiler.report(
        `The class ${type.name} has nothing for the XmlSerializer: decorate it with @XmlType(), and its members with @XmlElementMember() and its like.`,
      );
    }
    if (type.length > 0) {
      this.#compiler.report(
        `The class ${type.name} cannot be read: its constructor has parameters, and the XmlSerializer has no arguments for them.`,
      );
    }
    const [, baseType] = classChain(type);
    const base =
      baseType === undefined ? null : (this.mappingOf(baseType, namespace) as ClassMapping);
    const mapping = new ClassMapping(
      type,
      encodeXmlName(options?.name ?? type.name),
      namespace,
      base,
      options?.isAbstract ?? false,
      this,
    );
    this.#keep(type, namespace, mapping);
    this.#classes.push(mapping);
    this.#tasks.push(() => {
      this.#compileMembers(mapping);
      for (const included of ownMetadata(xmlIncludesKey, type) ?? [])
        this.mappingOf(included, namespace);
    });
    return mapping;
  }

  #compileMembers(mapping: ClassMapping): void {
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
    const shape = resolved(type);
    if (shape.kind === 'list') {
      return repeatedMember(
        init,
        this.#itemForm(shape.item, namespace, typeNamespace, name, isNullable),
      );
    }
    if (shape.kind === 'choice')
      return singleMember(
        init,
        this.#choiceForm(type, shape, namespace, typeNamespace, isNullable),
        null,
      );
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
    const items = this.#itemForm(
      type,
      options.itemNamespace ?? namespace,
      typeNamespace,
      options.itemName,
      options.itemIsNullable ?? true,
    );
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
    const shape = resolved(type);
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
    const mapping = this.mappingOf(type, typeNamespace);
    if (dataType === undefined) return mapping;
    const other = dataTypeMapping(dataType, mapping.typeName);
    if (other !== null)
      return mapping.isNullableValue ? { ...other, isNullableValue: true, missing: null } : other;
    // That of its own type needs not be said, but may.
    if ((dataType as string) !== mapping.typeName) {
      this.#compiler.report(
        `The member ${owner.name}.${key} has the dataType ${dataType}, which is not for values of ${labelOf(type)}.`,
      );
    }
    return mapping;
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

  #reportDoubles({ type, attributes }: ClassMapping): void {
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
  options: XmlMemberOptions & Pick<XmlElementMemberOptions, 'order'>,
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

/** The shape of a type, behind names that are looked up. */
function resolved(type: TypeReference): TypeShape {
  if (typeof type === 'function') return { kind: 'value' };
  return type.shape.kind === 'lazy' ? resolved(type.shape.target()) : type.shape;
}

function capitalized(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
