import type { QualifiedName } from '../../contracts/index.js';
import { xmlNamespace } from '../../core/xml/index.js';
import { MetadataError } from '../metadata-error.js';
import { namespaces } from '../namespaces.js';
import { anyType, stringType, xmlBuiltIn, xmlElementType } from './built-in-types.js';
import type { ImportReport } from './import-report.js';
import { keyOf } from './metadata-node.js';
import type { MetadataNode } from './metadata-node.js';
import { ContentReader, attributesOf, contentOf } from './particles.js';
import type { ContentPart, Particle } from './particles.js';
import {
  baseOf,
  derivationOf,
  documentationOf,
  isQualified,
  occurrence,
  referenceIn,
  schemaChildren,
} from './schema-index.js';
import type { SchemaComponent, SchemaIndex } from './schema-index.js';
import { TaskQueue } from './task-queue.js';
import { bareMember, describeName, isValueType } from '../model/type-model.js';
import type {
  ChoiceDeclaration,
  ClassDeclaration,
  ClassFlavor,
  CodeOptions,
  EnumDeclaration,
  MemberDeclaration,
  TypeUse,
} from '../model/type-model.js';

/** An element, as a member or a part of a message has it. */
export interface ElementUse {
  readonly name: string;
  readonly namespace: string;
  readonly isQualified: boolean;
  readonly type: TypeUse;
  /** Of a list in an element of its own: the names of its items. */
  readonly array: { readonly item: TypeUse; readonly options: CodeOptions } | null;
  readonly isNillable: boolean;
}

/** The deepest inheritance. */
const maxBases = 200;

/** Reads classes for the XmlSerializer out of schemas: they have a word for nearly everything. */
export class XmlTypes {
  readonly #index: SchemaIndex;
  readonly #report: ImportReport;
  readonly #content: ContentReader;
  readonly #flavor: ClassFlavor;
  readonly #uses = new Map<string, TypeUse>();
  readonly #anonymous = new Map<MetadataNode, TypeUse>();
  readonly #simple = new Set<MetadataNode>();
  readonly #tasks = new TaskQueue();

  constructor(index: SchemaIndex, report: ImportReport, flavor: 'xml' | 'soap') {
    this.#index = index;
    this.#report = report;
    this.#content = new ContentReader(index, report);
    this.#flavor = flavor;
  }

  /** The type of a name; one that is not declared is told, and is anything. */
  typeOf(name: QualifiedName, from: MetadataNode | null): TypeUse {
    const builtIn = xmlBuiltIn(name);
    if (builtIn !== null) return builtIn;
    const known = this.#uses.get(keyOf(name));
    if (known !== undefined) return known;
    const component = this.#index.find('type', name);
    if (component === null) {
      this.#report.add(
        `The type ${describeName(name)} is not declared; it is taken as anyType.`,
        from,
      );
      return anyType;
    }
    const { node } = component;
    if (node.localName === 'simpleType') {
      const use = this.#simpleType(component, node, name.name);
      this.#uses.set(keyOf(name), use);
      return use;
    }
    return this.#tasks.hold(() =>
      this.#classOf(component, node, name.name, (use) => {
        this.#uses.set(keyOf(name), use);
      }),
    );
  }

  /**
   * What an element declaration says: a global one, or one in a type, whose name gives nameless types theirs. Without a place for
   * the names of items a list in an element of its own is a class.
   */
  elementUse(
    owner: SchemaComponent,
    element: MetadataNode,
    parentName: string,
    takesItemNames = true,
  ): ElementUse {
    const ref = referenceIn(owner, element, 'ref');
    if (ref !== null) {
      const target = this.#index.find('element', ref);
      if (target === null) {
        if (ref.namespace !== namespaces.xs)
          this.#report.add(
            `The element ${describeName(ref)} is not declared; it may hold anything.`,
            element,
          );
        return { ...ref, isQualified: true, type: anyType, array: null, isNillable: false };
      }
      return this.elementUse(target, target.node, '', takesItemNames);
    }
    const name = element.attribute('name') ?? '';
    const isGlobal = element.parent?.localName === 'schema';
    const qualified = isGlobal || isQualified(owner, element, 'element');
    const namespace = qualified ? owner.schema.targetNamespace : '';
    const found = this.#arrayIn(owner, element, parentName);
    const isNamed = found !== null && (takesItemNames || hasPlainItems(found.options, namespace));
    const array = isNamed ? found : null;
    const type: TypeUse =
      array === null
        ? this.#typeOfElement(owner, element, `${parentName}${capitalized(name)}`)
        : { kind: 'list', item: array.item, options: { itemName: array.options['itemName'] } };
    return {
      name,
      namespace,
      isQualified: qualified,
      type,
      array,
      isNillable: element.attribute('nillable') === 'true',
    };
  }

  #typeOfElement(owner: SchemaComponent, element: MetadataNode, name: string): TypeUse {
    const type = referenceIn(owner, element, 'type');
    if (type !== null) return withoutTextLists(this.typeOf(type, element));
    for (const child of schemaChildren(element)) {
      if (child.localName === 'simpleType')
        return withoutTextLists(this.#simpleType(owner, child, name));
      if (child.localName === 'complexType') {
        const known = this.#anonymous.get(child);
        if (known !== undefined) return known;
        const any = this.#anyContent(child);
        if (any !== null) return any;
        return this.#classOf({ ...owner, node: child }, child, name, (use) => {
          this.#anonymous.set(child, use);
        });
      }
    }
    const head = referenceIn(owner, element, 'substitutionGroup');
    const group = head === null ? null : this.#index.find('element', head);
    return group === null ? anyType : this.#typeOfElement(group, group.node, name);
  }

  /** A type that is nothing but any content: an element as it is. */
  #anyContent(type: MetadataNode): TypeUse | null {
    const content = contentOf(type);
    const [only, second] = content === null ? [] : schemaChildren(content);
    const isAny = only?.localName === 'any' && second === undefined && occurrence(only).max === 1;
    return isAny && schemaChildren(type).length === 1 ? xmlElementType : null;
  }

  #simpleType(owner: SchemaComponent, node: MetadataNode, name: string): TypeUse {
    if (this.#simple.has(node)) return stringType;
    this.#simple.add(node);
    try {
      return this.#openSimpleType(owner, node, name);
    } finally {
      this.#simple.delete(node);
    }
  }

  #openSimpleType(owner: SchemaComponent, node: MetadataNode, name: string): TypeUse {
    const [content] = schemaChildren(node);
    if (content?.localName === 'list') {
      const flags = this.#flagsOf(owner, node, content, name);
      if (flags !== null) return flags;
      const item = this.#innerType(owner, content, 'itemType', name);
      return { kind: 'list', item, options: { isText: true } };
    }
    if (content?.localName !== 'restriction') return stringType;
    const base = this.#innerType(owner, content, 'base', name);
    const values = content.all(namespaces.xs, 'enumeration');
    const isText = base.kind === 'builtIn' && base.valueType === 'string' && !base.isValueType;
    if (values.length === 0 || !isText) return base;
    const known = this.#anonymous.get(node);
    if (known !== undefined) return known;
    const use: TypeUse = { kind: 'declared', declaration: enumOf(owner, node, values, name) };
    this.#anonymous.set(node, use);
    return use;
  }

  /** A list of the members of an enumeration that stands in it: .NET's flags; null for another list. */
  #flagsOf(
    owner: SchemaComponent,
    node: MetadataNode,
    list: MetadataNode,
    name: string,
  ): TypeUse | null {
    const inner = list.first(namespaces.xs, 'simpleType');
    const restriction = inner?.first(namespaces.xs, 'restriction') ?? null;
    const values = restriction?.all(namespaces.xs, 'enumeration') ?? [];
    if (values.length === 0) return null;
    const known = this.#anonymous.get(node);
    if (known !== undefined) return known;
    const { members, ...others } = enumOf(owner, node, values, name);
    const declaration: EnumDeclaration = {
      ...others,
      isFlags: true,
      members: members.map(({ text }, index) => ({ text, value: 1n << BigInt(index) })),
    };
    const use: TypeUse = { kind: 'declared', declaration };
    this.#anonymous.set(node, use);
    return use;
  }

  #innerType(owner: SchemaComponent, node: MetadataNode, attribute: string, name: string): TypeUse {
    const base = referenceIn(owner, node, attribute);
    if (base !== null) return this.typeOf(base, node);
    const inner = node.first(namespaces.xs, 'simpleType');
    return inner === null ? stringType : this.#simpleType(owner, inner, name);
  }

  /** A type of nothing but one element that repeats, where an element has it: an array. */
  #arrayIn(owner: SchemaComponent, element: MetadataNode, parentName: string): ElementUse['array'] {
    const typeName = referenceIn(owner, element, 'type');
    const component =
      typeName === null
        ? { ...owner, node: element.first(namespaces.xs, 'complexType') }
        : this.#index.find('type', typeName);
    const node = component?.node;
    if (component === null || node?.localName !== 'complexType') return null;
    if (node.attribute('mixed') === 'true' || node.attribute('abstract') === 'true') return null;
    if (typeName !== null && this.#index.derivedFrom(typeName).length > 0) return null;
    const encoded = encodedArray({ ...owner, ...component, node });
    if (encoded !== null) return { item: this.typeOf(encoded, node), options: {} };
    const [sequence, second] = schemaChildren(node);
    const inner = { ...owner, ...component, node };
    if (sequence === undefined || second !== undefined) return null;
    if (sequence.localName === 'choice') return this.#arrayOfChoices(inner, sequence, parentName);
    if (sequence.localName !== 'sequence' || occurrence(sequence).max !== 1) return null;
    const [item, more] = schemaChildren(sequence);
    if (item?.localName !== 'element' || more !== undefined || occurrence(item).max <= 1)
      return null;
    const use = this.#tasks.nested(() =>
      this.elementUse(
        inner,
        item,
        `${parentName}${capitalized(element.attribute('name') ?? '')}`,
        false,
      ),
    );
    // Items that say how they are written have members of their own.
    if (dataTypeOf(use.type) !== undefined || hasSubstitutes(this.#index, inner, item)) return null;
    const isNillable = use.isNillable && isValueType(use.type);
    const options: CodeOptions = {
      itemName: use.name,
      itemNamespace: use.namespace,
      itemIsNullable: use.isNillable || isValueType(use.type) ? undefined : false,
    };
    return {
      item: isNillable ? { kind: 'nullable', inner: use.type } : use.type,
      options,
    };
  }

  /** Items of several names: what may be null among them tells an array from a class with a list. */
  #arrayOfChoices(
    owner: SchemaComponent,
    choice: MetadataNode,
    parentName: string,
  ): ElementUse['array'] {
    const alternatives = schemaChildren(choice);
    const isArray =
      occurrence(choice).max > 1 &&
      alternatives.every((one) => one.localName === 'element' && occurrence(one).max === 1) &&
      alternatives.some((one) => one.attribute('nillable') === 'true');
    if (!isArray) return null;
    const [part, second] = this.#content.read(owner, choice);
    if (part?.kind !== 'choice' || second !== undefined) return null;
    const name = `${parentName}${capitalized(owner.node.attribute('name') ?? 'Item')}`;
    const declaration = this.#choice(part.particles, name, false);
    return { item: { kind: 'declared', declaration }, options: {} };
  }

  #classOf(
    component: SchemaComponent,
    node: MetadataNode,
    name: string,
    remember: (use: TypeUse) => void,
  ): TypeUse {
    const isNamed = node.attribute('name') !== null;
    const members: MemberDeclaration[] = [];
    const known: TypeUse[] = [];
    const derivation = derivationOf(node);
    const content = derivation ?? node;
    const baseName = isNamed || derivation !== null ? baseOf({ ...component, node }) : null;
    const base =
      baseName === null || xmlBuiltIn(baseName) !== null || this.#isUnderWay(baseName)
        ? null
        : this.#tasks.nested(() => this.typeOf(baseName, node));
    const baseClass =
      base?.kind === 'declared' && base.declaration.kind === 'class' ? base.declaration : null;
    const { targetNamespace } = component.schema;
    const declaration: ClassDeclaration = {
      kind: 'class',
      flavor: this.#flavor,
      wantedName: capitalized(name),
      wireName: isNamed ? name : '',
      namespace: targetNamespace,
      documentation: documentationOf(node),
      options: { namespace: targetNamespace },
      base: baseClass,
      members,
      known,
      isAbstract: node.attribute('abstract') === 'true',
    };
    const use: TypeUse = { kind: 'declared', declaration };
    remember(use);
    const isRestricted = derivation?.localName === 'restriction' && baseClass !== null;
    // A restriction has what its base has: less of it, but in the same places.
    this.#tasks.run(() => {
      if (!isRestricted)
        members.push(...this.#members(component, node, content, baseName, base, name));
      if (!isNamed) return;
      for (const derived of this.#index.derivedFrom(component.name))
        known.push(this.typeOf(derived.name, derived.node));
    });
    return use;
  }

  /** A class whose base leads back to itself has none. */
  #isUnderWay(name: QualifiedName): boolean {
    const seen = new Set<string>();
    for (let at: QualifiedName | null = name; at !== null;) {
      if (seen.has(keyOf(at))) return true;
      if (seen.size > maxBases)
        throw new MetadataError(
          `${describeName(name)} has more than ${String(maxBases)} base types.`,
        );
      seen.add(keyOf(at));
      const component = this.#index.find('type', at);
      at = component === null ? null : baseOf(component);
    }
    return false;
  }

  #members(
    component: SchemaComponent,
    node: MetadataNode,
    content: MetadataNode,
    baseName: QualifiedName | null,
    base: TypeUse | null,
    name: string,
  ): MemberDeclaration[] {
    const owner = { ...component, node };
    const members: MemberDeclaration[] = [];
    const attributes = attributesOf(owner, content, this.#index);
    for (const attribute of attributes) {
      const member = this.#attribute(attribute.owner, attribute.node, name);
      if (member !== null) members.push(member);
    }
    const isMixed =
      node.attribute('mixed') === 'true' || content.parent?.attribute('mixed') === 'true';
    const particle = contentOf(content);
    const parts = particle === null ? [] : this.#content.read(owner, particle);
    if (
      content.parent?.localName === 'simpleContent' &&
      (base?.kind !== 'declared' || base.declaration.kind === 'enum')
    )
      members.push(
        this.#text(base ?? (baseName === null ? stringType : this.typeOf(baseName, node))),
      );
    else if (isMixed) members.push(this.#mixed(parts, name));
    else members.push(...parts.flatMap((part) => this.#part(part, name)));
    return members;
  }

  #text(type: TypeUse): MemberDeclaration {
    const text = type.kind === 'list' ? stringType : type;
    return {
      ...bareMember('Value', 'XmlTextMember'),
      type: text,
      options: { dataType: dataTypeOf(text) },
    };
  }

  #mixed(parts: readonly ContentPart[], name: string): MemberDeclaration {
    const particles = parts.flatMap((part) =>
      part.kind === 'single' ? [part.particle] : [...part.particles],
    );
    const declaration = this.#choice(particles, `${name}Content`, true);
    return {
      ...bareMember('Content', 'XmlElementMember'),
      type: { kind: 'list', item: { kind: 'declared', declaration }, options: {} },
    };
  }

  #part(part: ContentPart, name: string): MemberDeclaration[] {
    if (part.kind === 'single') return [this.#single(part.particle, name)];
    const [only, second] = part.particles;
    const isOptional = part.isOptional || only?.isOptional === true;
    if (only !== undefined && second === undefined)
      return [this.#single({ ...only, isOptional, repeats: part.repeats }, name)];
    const elements = part.particles.filter(({ node }) => node.localName === 'element');
    const any = part.particles.find(({ node }) => node.localName === 'any');
    const declaration = this.#choice(elements, `${name}Choice`, false);
    const choice: TypeUse = { kind: 'declared', declaration };
    const member: MemberDeclaration = {
      ...bareMember(part.repeats ? 'Items' : 'Item', 'XmlElementMember'),
      type: part.repeats ? { kind: 'list', item: choice, options: {} } : choice,
      isOptional: !part.repeats && (isOptional || any !== undefined),
      options: {
        isOptional: (!part.repeats && (isOptional || any !== undefined)) || undefined,
      },
    };
    return any === undefined ? [member] : [member, this.#anyMember(any)];
  }

  #choice(particles: readonly Particle[], name: string, isMixed: boolean): ChoiceDeclaration {
    const alternatives = particles
      .filter(({ node }) => node.localName === 'element')
      .flatMap(({ owner, node }) => this.#alternatives(owner, node, name));
    const [first] = particles;
    return {
      kind: 'choice',
      wantedName: capitalized(name),
      namespace: first?.owner.schema.targetNamespace ?? '',
      documentation: '',
      isMixed,
      alternatives,
    };
  }

  #alternatives(
    owner: SchemaComponent,
    element: MetadataNode,
    name: string,
  ): ChoiceDeclaration['alternatives'] {
    const uses = this.#substitutes(owner, element).map((one) =>
      this.elementUse(one.owner, one.element, name, false),
    );
    const context = owner.schema.targetNamespace;
    return uses.map((use) => ({
      name: use.name,
      namespace: use.namespace === context ? null : use.namespace,
      type: use.type,
    }));
  }

  /** The elements that may stand where one is declared. */
  #substitutes(
    owner: SchemaComponent,
    element: MetadataNode,
  ): readonly { readonly owner: SchemaComponent; readonly element: MetadataNode }[] {
    const ref = referenceIn(owner, element, 'ref');
    const head = ref === null ? null : this.#index.find('element', ref);
    if (head === null || ref === null) return [{ owner, element }];
    const others = this.#index
      .substitutesOf(ref)
      .filter(({ node }) => node.attribute('abstract') !== 'true')
      .map((one) => ({ owner: one, element: one.node }));
    if (others.length === 0) return [{ owner, element }];
    const isAbstract = head.node.attribute('abstract') === 'true';
    return isAbstract ? others : [{ owner: head, element: head.node }, ...others];
  }

  #single(particle: Particle, parentName: string): MemberDeclaration {
    const { node, owner, isOptional, repeats } = particle;
    if (node.localName === 'any') return this.#anyMember(particle);
    const substitutes = this.#substitutes(owner, node);
    if (substitutes.length > 1) {
      const base = this.elementUse(owner, node, parentName).name;
      const declaration = this.#choice([particle], `${parentName}${capitalized(base)}`, false);
      const choice: TypeUse = { kind: 'declared', declaration };
      return {
        ...bareMember(base, 'XmlElementMember'),
        type: repeats ? { kind: 'list', item: choice, options: {} } : choice,
        isOptional: isOptional && !repeats,
        options: { isOptional: (isOptional && !repeats) || undefined },
      };
    }
    const use = this.elementUse(owner, node, parentName, !repeats);
    const documentation = documentationOf(node);
    const naming = namingOf(use, owner);
    if (repeats) {
      const item = use.type;
      return {
        ...bareMember(use.name, 'XmlElementMember'),
        type: {
          kind: 'list',
          item: use.isNillable && isValueType(item) ? { kind: 'nullable', inner: item } : item,
          options: {},
        },
        options: {
          ...naming,
          dataType: dataTypeOf(item),
          isNullable: (use.isNillable && !isValueType(item)) || undefined,
        },
        documentation,
      };
    }
    if (use.array !== null) {
      const context = owner.schema.targetNamespace;
      const { item, options } = use.array;
      return {
        ...bareMember(use.name, 'XmlArrayMember'),
        type: item,
        isList: true,
        options: {
          ...naming,
          itemName: options['itemName'],
          itemNamespace:
            options['itemNamespace'] === (use.isQualified ? use.namespace : context)
              ? undefined
              : options['itemNamespace'],
          itemIsNullable: options['itemIsNullable'],
          isNullable: use.isNillable || undefined,
        },
        documentation,
      };
    }
    const isNullableValue = use.isNillable && isValueType(use.type);
    const initial = isNullableValue ? null : initialValue(node, use.type);
    return {
      ...bareMember(use.name, 'XmlElementMember'),
      type: isNullableValue ? { kind: 'nullable', inner: use.type } : use.type,
      isOptional: isOptional && initial === null,
      initial,
      options: {
        ...naming,
        dataType: dataTypeOf(use.type),
        isNullable: (use.isNillable && !isValueType(use.type)) || undefined,
        isOptional: (isOptional && initial === null) || undefined,
        defaultValue: initial ?? undefined,
      },
      documentation,
    };
  }

  #anyMember({ node, repeats }: Particle): MemberDeclaration {
    return {
      ...bareMember('Any', 'XmlAnyElementMember'),
      type: null,
      valueType: repeats ? 'XmlElement[]' : 'XmlElement | null',
      options: repeats ? {} : { isSingle: true },
      documentation: documentationOf(node),
    };
  }

  #attribute(
    owner: SchemaComponent,
    node: MetadataNode,
    parentName: string,
  ): MemberDeclaration | null {
    if (node.localName === 'anyAttribute')
      return {
        ...bareMember('AnyAttributes', 'XmlAnyAttributeMember'),
        type: null,
        valueType: 'XmlAttribute[]',
      };
    if (node.attribute('use') === 'prohibited') return null;
    const ref = referenceIn(owner, node, 'ref');
    const target = ref === null ? { ...owner, node } : this.#index.find('attribute', ref);
    // How many items an array has is said by SOAP encoding itself.
    if (ref?.namespace === namespaces.soapenc || ref?.namespace === namespaces.wsdl) return null;
    if (target === null) {
      if (ref?.namespace !== xmlNamespace)
        this.#report.add('An attribute that is not declared is taken as text.', node);
      return this.#attributeMember(node, ref?.name ?? '', stringType, {
        namespace: ref?.namespace ?? '',
      });
    }
    const declared = target.node;
    const name = declared.attribute('name') ?? '';
    const typeName = referenceIn(target, declared, 'type');
    const inner = declared.first(namespaces.xs, 'simpleType');
    const type =
      typeName !== null
        ? this.typeOf(typeName, declared)
        : inner === null
          ? stringType
          : this.#simpleType(target, inner, `${parentName}${capitalized(name)}`);
    const isGlobal = ref !== null;
    const namespace = isGlobal ? { namespace: ref.namespace } : {};
    const form =
      !isGlobal && isQualified(target, declared, 'attribute') ? { form: 'Qualified' } : {};
    return this.#attributeMember(node, name, asAttribute(type), { ...namespace, ...form });
  }

  #attributeMember(
    node: MetadataNode,
    name: string,
    type: TypeUse,
    naming: CodeOptions,
  ): MemberDeclaration {
    const isRequired = node.attribute('use') === 'required';
    const isList = type.kind === 'list';
    const initial = isRequired ? null : initialValue(node, type);
    const isOptional = !isRequired && initial === null && !isList;
    return {
      ...bareMember(name, 'XmlAttributeMember'),
      type: isList ? { ...type, options: {} } : type,
      initial,
      isOptional,
      options: {
        ...naming,
        dataType: dataTypeOf(type),
        isOptional: isOptional || undefined,
        defaultValue: initial ?? undefined,
      },
      documentation: documentationOf(node),
    };
  }
}

/** Lists of values in one text have a place in attributes only: elsewhere they are the text. */
export function withoutTextLists(type: TypeUse): TypeUse {
  return type.kind === 'list' && type.options['isText'] === true ? stringType : type;
}

/** The items of an array in SOAP encoding, or null for another type. */
function encodedArray(component: SchemaComponent): QualifiedName | null {
  const derivation = derivationOf(component.node);
  const base = derivation === null ? null : referenceIn(component, derivation, 'base');
  if (derivation === null || base?.namespace !== namespaces.soapenc || base.name !== 'Array')
    return null;
  for (const attribute of derivation.all(namespaces.xs, 'attribute')) {
    const text = attribute.attributeOf(namespaces.wsdl, 'arrayType');
    if (text !== null) return attribute.resolve(text.replace(/(\[[^\]]*\])+$/, ''));
  }
  const [item] = schemaChildren(contentOf(derivation) ?? derivation);
  return item === undefined ? null : referenceIn(component, item, 'type');
}

function hasSubstitutes(
  index: SchemaIndex,
  owner: SchemaComponent,
  element: MetadataNode,
): boolean {
  const ref = referenceIn(owner, element, 'ref');
  return ref !== null && index.substitutesOf(ref).length > 0;
}

/** Whether the items of a list are in the namespace of its element, and may be nil: what needs not be said. */
function hasPlainItems({ itemNamespace, itemIsNullable }: CodeOptions, namespace: string): boolean {
  return (
    itemNamespace === undefined || (itemNamespace === namespace && itemIsNullable === undefined)
  );
}

/** How the name of an element differs from what its class makes of it. */
function namingOf(use: ElementUse, owner: SchemaComponent): CodeOptions {
  if (!use.isQualified) return { form: 'Unqualified' };
  return use.namespace === owner.schema.targetNamespace ? {} : { namespace: use.namespace };
}

function dataTypeOf(type: TypeUse): string | undefined {
  if (type.kind === 'builtIn') return type.dataType;
  return type.kind === 'nullable' || type.kind === 'list'
    ? dataTypeOf(type.kind === 'list' ? type.item : type.inner)
    : undefined;
}

/** Lists are attributes of several texts. */
function asAttribute(type: TypeUse): TypeUse {
  if (type.kind !== 'list')
    return type.kind === 'declared' && type.declaration.kind === 'class' ? stringType : type;
  const { item } = type;
  return item.kind === 'builtIn' && item.dataType === undefined ? type : stringType;
}

const booleans = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
]);

/** The value that an element or attribute has where it does not come; null without one that is a literal. */
function initialValue(node: MetadataNode, type: TypeUse): MemberDeclaration['initial'] {
  const text = node.attribute('default');
  if (text === null) return null;
  if (type.kind === 'declared' && type.declaration.kind === 'enum')
    return type.declaration.members.some((member) => member.text === text) ? text : null;
  if (type.kind !== 'builtIn') return null;
  if (type.code === 'xsd.string') return text;
  if (type.code === 'xsd.boolean') return booleans.get(text) ?? null;
  return type.valueType === 'number' && /^-?\d{1,15}(\.\d{1,15})?$/.test(text)
    ? Number(text)
    : null;
}

function enumOf(
  owner: SchemaComponent,
  node: MetadataNode,
  values: readonly MetadataNode[],
  name: string,
): EnumDeclaration {
  const texts = [...new Set(values.map((value) => value.attribute('value') ?? ''))];
  return {
    kind: 'enum',
    wantedName: capitalized(name),
    wireName: node.attribute('name') ?? name,
    namespace: owner.schema.targetNamespace,
    documentation: documentationOf(node),
    isFlags: false,
    members: texts.map((text, index) => ({ text, value: BigInt(index) })),
  };
}

function capitalized(name: string): string {
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}
