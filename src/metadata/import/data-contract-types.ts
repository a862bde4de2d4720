import type { QualifiedName } from '../../contracts/index.js';
import { dataContractBuiltIn, xmlElementType } from './built-in-types.js';
import { keyOf } from './metadata-node.js';
import type { MetadataNode } from './metadata-node.js';
import {
  baseOf,
  derivationOf,
  documentationOf,
  isQualified,
  occurrence,
  referenceIn,
  schemaChildren,
  serializationNotes,
} from './schema-index.js';
import type { SchemaComponent, SchemaIndex } from './schema-index.js';
import { TypeValue, bareMember, describeName, isValueType } from '../model/type-model.js';
import type {
  ClassDeclaration,
  CodeOptions,
  CodeValue,
  EnumDeclaration,
  MemberDeclaration,
  TypeUse,
} from '../model/type-model.js';
import { namespaces } from '../namespaces.js';
import { TaskQueue } from './task-queue.js';

const defaultNamespace = 'http://schemas.datacontract.org/2004/07/';
const arraysNamespace = 'http://schemas.microsoft.com/2003/10/Serialization/Arrays';

/** Why a schema is not one of data contracts. */
export interface DataContractProblem {
  readonly message: string;
  readonly node: MetadataNode;
}

/** Reads data contracts out of schemas, by the rules of .NET's importer; what they have no word for is a problem. */
export class DataContractTypes {
  readonly #index: SchemaIndex;
  readonly #nullsInTypes: boolean;
  readonly #uses = new Map<string, TypeUse>();
  readonly #problems = new Map<string, DataContractProblem | null>();
  readonly #tasks = new TaskQueue();

  constructor(index: SchemaIndex, nullsInTypes: boolean) {
    this.#index = index;
    this.#nullsInTypes = nullsInTypes;
  }

  /** Why a type, or one that it is made of, is no data contract; null for one that is. */
  problemOf(name: QualifiedName): DataContractProblem | null {
    const visited = new Map<string, null>();
    const pending: QualifiedName[] = [name];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const key = keyOf(next);
      if (visited.has(key) || dataContractBuiltIn(next) !== null) continue;
      const known = this.#problems.get(key);
      if (known === null) continue;
      const found = known ?? this.#ownProblem(next, pending);
      if (found !== null) {
        this.#problems.set(key, found);
        return found;
      }
      visited.set(key, null);
    }
    for (const key of visited.keys()) this.#problems.set(key, null);
    return null;
  }

  /** Why an element of a message cannot be a member, or null. */
  elementProblem(owner: SchemaComponent, element: MetadataNode): DataContractProblem | null {
    const pending: QualifiedName[] = [];
    const problem = this.#elementProblem(owner, element, pending);
    if (problem !== null) return problem;
    for (const name of pending) {
      const found = this.problemOf(name);
      if (found !== null) return found;
    }
    return null;
  }

  /** The type of an element; one that {@link elementProblem} has nothing against. */
  elementType(owner: SchemaComponent, element: MetadataNode): TypeUse {
    const name = referenceIn(owner, element, 'type');
    const type =
      name === null
        ? isAnyElement(element)
          ? xmlElementType
          : this.typeOf({ name: 'anyType', namespace: namespaces.xs })
        : this.typeOf(name);
    const isNillable = element.attribute('nillable') === 'true';
    if (!isNillable) return type;
    return isValueType(type) || this.#nullsInTypes ? { kind: 'nullable', inner: type } : type;
  }

  /** The type of a name; one that {@link problemOf} has nothing against. */
  typeOf(name: QualifiedName): TypeUse {
    const builtIn = dataContractBuiltIn(name);
    if (builtIn !== null) return builtIn;
    const key = keyOf(name);
    const known = this.#uses.get(key);
    if (known !== undefined) return known;
    const component = this.#index.find('type', name);
    if (component === null) throw new Error(`The type ${describeName(name)} was not checked.`);
    const { node } = component;
    if (node.localName === 'simpleType') {
      const use: TypeUse = { kind: 'declared', declaration: enumOf(component) };
      this.#uses.set(key, use);
      return use;
    }
    const list = repeatedElement(node);
    if (list !== null) return this.#tasks.nested(() => this.#listOf(component, list, key));
    return this.#tasks.hold(() => this.#classOf(component, key));
  }

  #classOf(component: SchemaComponent, key: string): TypeUse {
    const { node, name } = component;
    const members: MemberDeclaration[] = [];
    const known: TypeUse[] = [];
    const baseName = baseOf(component);
    const base = baseName === null ? null : this.typeOf(baseName);
    const declaration: ClassDeclaration = {
      kind: 'class',
      flavor: 'dataContract',
      wantedName: name.name,
      wireName: name.name,
      namespace: name.namespace,
      documentation: documentationOf(node),
      options: {
        namespace: name.namespace === defaultNamespace ? undefined : name.namespace,
        isReference: this.#isReferenced(component) || undefined,
      },
      base:
        base?.kind === 'declared' && base.declaration.kind === 'class' ? base.declaration : null,
      members,
      known,
      isAbstract: false,
    };
    const use: TypeUse = { kind: 'declared', declaration };
    this.#uses.set(key, use);
    this.#tasks.run(() => {
      this.#fillClass(component, declaration, members, known);
    });
    return use;
  }

  #fillClass(
    component: SchemaComponent,
    declaration: ClassDeclaration,
    members: MemberDeclaration[],
    known: TypeUse[],
  ): void {
    const { node, name } = component;
    Object.assign(declaration.options, this.#genericOptions(component));
    let order = 0;
    let previous = '';
    for (const element of memberElements(node)) {
      const own = element.attribute('name') ?? '';
      if (previous !== '' && own < previous) order += 1;
      previous = own;
      members.push(this.#memberOf(component, element, order));
    }
    for (const derived of this.#index.derivedFrom(name))
      if (this.problemOf(derived.name) === null) known.push(this.typeOf(derived.name));
  }

  #memberOf(component: SchemaComponent, element: MetadataNode, order: number): MemberDeclaration {
    const type = this.elementType(component, element);
    const isRequired = occurrence(element).min > 0;
    const isSilent = serializationNotes(element).some(
      (note) => note.localName === 'DefaultValue' && note.attribute('EmitDefaultValue') === 'false',
    );
    // A reference that must not be null can only be left out.
    const mustBeLeftOut =
      !isRequired &&
      !isValueType(type) &&
      element.attribute('nillable') !== 'true' &&
      type.kind !== 'nullable';
    return {
      ...bareMember(element.attribute('name') ?? '', 'DataMember'),
      type,
      options: {
        order: order === 0 ? undefined : order,
        isRequired: isRequired || undefined,
        emitDefaultValue: isSilent || mustBeLeftOut ? false : undefined,
      },
      documentation: documentationOf(element),
    };
  }

  /** Whether objects are written once: what a base class says holds for all that extend it. */
  #isReferenced(component: SchemaComponent): boolean {
    for (let at: SchemaComponent | null = component; at !== null;) {
      if (isReference(at.node)) return true;
      const base = baseOf(at);
      at = base === null ? null : this.#index.find('type', base);
    }
    return false;
  }

  /** A class of a generic .NET type says which arguments it was made with. */
  #genericOptions({ node, name }: SchemaComponent): CodeOptions {
    const note = serializationNotes(node).find(({ localName }) => localName === 'GenericType');
    const pattern = note?.attribute('Name') ?? null;
    if (note === undefined || pattern === null) return {};
    if (note.children.length === 0 || name.name === pattern) return {};
    const typeArguments: CodeValue[] = [];
    for (const parameter of note.children) {
      const argument = this.#genericArgument(parameter);
      if (argument === null) return {};
      typeArguments.push(new TypeValue(this.typeOf(argument)));
    }
    return { name: pattern, typeArguments };
  }

  /** The type that a generic one was made with; null where it is not among the documents. */
  #genericArgument(parameter: MetadataNode): QualifiedName | null {
    const name = parameter.attribute('Name') ?? '';
    const namespace = parameter.attribute('Namespace') ?? '';
    const named =
      parameter.children.length === 0
        ? { name, namespace }
        : (this.#index.types.find(({ node }) =>
            serializationNotes(node).some(
              (note) =>
                note.localName === 'GenericType' && signature(note) === signature(parameter),
            ),
          )?.name ?? null);
    if (named === null || this.problemOf(named) !== null) return null;
    const isKnown = dataContractBuiltIn(named) !== null || this.#index.find('type', named) !== null;
    return isKnown ? named : null;
  }

  #listOf(component: SchemaComponent, element: MetadataNode, key: string): TypeUse {
    const { name, node } = component;
    const isDictionary = serializationNotes(node).some(
      ({ localName }) => localName === 'IsDictionary',
    );
    const parts = isDictionary ? entryParts(element) : null;
    if (parts !== null) {
      const [keyElement, valueElement] = parts;
      const use: TypeUse = {
        kind: 'dictionary',
        key: this.elementType(component, keyElement),
        value: this.elementType(component, valueElement),
        options: this.#dictionaryOptions(component, element, parts),
      };
      this.#uses.set(key, use);
      return use;
    }
    const item = this.elementType(component, element);
    const options = listOptions(name, element, item, isReference(node));
    const use: TypeUse = { kind: 'list', item, options };
    this.#uses.set(key, use);
    return use;
  }

  #dictionaryOptions(
    { name }: SchemaComponent,
    entry: MetadataNode,
    [key, value]: readonly [MetadataNode, MetadataNode],
  ): CodeOptions {
    const entryName = entry.attribute('name') ?? '';
    const isStandard = name.namespace === arraysNamespace && name.name === `ArrayOf${entryName}`;
    const keyName = key.attribute('name') ?? '';
    const valueName = value.attribute('name') ?? '';
    return {
      name: isStandard ? undefined : name.name,
      namespace: name.namespace === arraysNamespace ? undefined : name.namespace,
      itemName: isStandard ? undefined : entryName,
      keyName: keyName === 'Key' ? undefined : keyName,
      valueName: valueName === 'Value' ? undefined : valueName,
    };
  }

  #ownProblem(name: QualifiedName, pending: QualifiedName[]): DataContractProblem | null {
    const component = this.#index.find('type', name);
    if (component === null) {
      const [any] = this.#index.types;
      // Without any schema there is no place to tell.
      return any === undefined
        ? null
        : { message: `the type ${describeName(name)} is not declared`, node: any.node };
    }
    const { node } = component;
    if (node.localName === 'simpleType') return simpleTypeProblem(component);
    return this.#complexProblem(component, node, pending);
  }

  #complexProblem(
    component: SchemaComponent,
    node: MetadataNode,
    pending: QualifiedName[],
  ): DataContractProblem | null {
    const problem = (message: string, at: MetadataNode = node): DataContractProblem => ({
      message,
      node: at,
    });
    if (node.attribute('mixed') === 'true') return problem('text between elements');
    if (node.attribute('abstract') === 'true') return problem('an abstract type');
    let content = schemaChildren(node);
    const derivation = derivationOf(node);
    if (derivation !== null) {
      if (derivation.parent?.localName === 'simpleContent')
        return problem('attributes beside text');
      if (derivation.localName === 'restriction')
        return problem('the restriction of a type', derivation);
      const base = referenceIn(component, derivation, 'base');
      if (base === null || dataContractBuiltIn(base) !== null)
        return problem('the extension of a built-in type', derivation);
      const baseType = this.#index.find('type', base);
      if (baseType !== null && repeatedElement(baseType.node) !== null)
        return problem('the extension of a list', derivation);
      if (extendsItself(this.#index, component)) return problem('a type that extends itself');
      pending.push(base);
      content = schemaChildren(derivation);
    }
    for (const child of content) {
      if (child.localName === 'attribute' && isReferenceAttribute(child)) continue;
      if (child.localName !== 'sequence') return problem(`xs:${child.localName} in a type`, child);
      const { min, max } = occurrence(child);
      if (min !== 1 || max !== 1) return problem('a sequence that repeats', child);
      const found = this.#sequenceProblem(component, child, pending, derivation !== null);
      if (found !== null) return found;
    }
    return null;
  }

  #sequenceProblem(
    component: SchemaComponent,
    sequence: MetadataNode,
    pending: QualifiedName[],
    isDerived: boolean,
  ): DataContractProblem | null {
    const elements = schemaChildren(sequence);
    const names = new Set<string>();
    for (const element of elements) {
      if (element.localName !== 'element')
        return { message: `xs:${element.localName} in a sequence`, node: element };
      const own = element.attribute('name') ?? '';
      if (names.has(own)) return { message: `two elements ${own}`, node: element };
      names.add(own);
      const { max } = occurrence(element);
      if (max !== 1 && (elements.length > 1 || isDerived || max !== Infinity))
        return { message: 'an element that repeats among others', node: element };
      const parts =
        max === Infinity && isDictionaryType(component.node) ? entryParts(element) : null;
      for (const member of parts ?? [element]) {
        const found = this.#elementProblem(component, member, pending);
        if (found !== null) return found;
      }
    }
    return null;
  }

  #elementProblem(
    component: Pick<SchemaComponent, 'schema'>,
    element: MetadataNode,
    pending: QualifiedName[],
  ): DataContractProblem | null {
    const problem = (message: string): DataContractProblem => ({ message, node: element });
    if (element.attribute('ref') !== null) return problem('a reference to an element');
    if (element.attribute('default') !== null || element.attribute('fixed') !== null)
      return problem('an element with a default');
    const isGlobal = element.parent?.localName === 'schema';
    if (!isGlobal && !isQualified(component, element, 'element'))
      return problem('an element without namespace');
    const type = referenceIn(component, element, 'type');
    if (type !== null) {
      pending.push(type);
      return null;
    }
    if (schemaChildren(element).length === 0 || isAnyElement(element)) return null;
    return problem('a type without a name');
  }
}

/** The deepest inheritance. */
const maxBases = 100;

function extendsItself(index: SchemaIndex, component: SchemaComponent): boolean {
  let at: SchemaComponent | null = component;
  for (let depth = 0; depth < maxBases; depth += 1) {
    const base: QualifiedName | null = baseOf(at);
    at = base === null ? null : index.find('type', base);
    if (at === null) return false;
  }
  return true;
}

/** What a generic type was made of, as a text. */
function signature(note: MetadataNode): string {
  const own = `${note.attribute('Namespace') ?? ''} ${note.attribute('Name') ?? ''}`;
  return `${own}(${note.children.map(signature).join(',')})`;
}

function isDictionaryType(node: MetadataNode): boolean {
  return serializationNotes(node).some(({ localName }) => localName === 'IsDictionary');
}

/** The elements of a class, those of its base left out. */
function memberElements(type: MetadataNode): readonly MetadataNode[] {
  const content = derivationOf(type) ?? type;
  const sequence = content.first(namespaces.xs, 'sequence');
  return sequence === null ? [] : schemaChildren(sequence);
}

/** The element that a list repeats, or null for a type that is none. */
function repeatedElement(type: MetadataNode): MetadataNode | null {
  if (type.localName !== 'complexType' || derivationOf(type) !== null) return null;
  const [only, second] = memberElements(type);
  if (only === undefined || second !== undefined || only.localName !== 'element') return null;
  return occurrence(only).max === Infinity ? only : null;
}

/** Key and value of a dictionary's entry, or null for an element that is none. */
function entryParts(entry: MetadataNode): readonly [MetadataNode, MetadataNode] | null {
  const type = entry.first(namespaces.xs, 'complexType');
  const [key, value, third] = type === null ? [] : memberElements(type);
  return key === undefined || value === undefined || third !== undefined ? null : [key, value];
}

/** An element of any content: .NET's XmlElement. */
function isAnyElement(element: MetadataNode): boolean {
  const type = element.first(namespaces.xs, 'complexType');
  if (type === null || type.attribute('mixed') === 'true') return false;
  const [only, second] = schemaChildren(type);
  if (only?.localName !== 'sequence' || second !== undefined) return false;
  const [any, more] = schemaChildren(only);
  return any?.localName === 'any' && more === undefined && occurrence(any).max === 1;
}

function isReferenceAttribute(attribute: MetadataNode): boolean {
  const ref = attribute.nameIn('ref');
  return ref?.namespace === namespaces.ser && (ref.name === 'Id' || ref.name === 'Ref');
}

function isReference(type: MetadataNode): boolean {
  return type.all(namespaces.xs, 'attribute').some(isReferenceAttribute);
}

/** The names of a list that are not those .NET makes of its items. */
function listOptions(
  { name, namespace }: QualifiedName,
  element: MetadataNode,
  item: TypeUse,
  isShared: boolean,
): CodeOptions {
  const itemName = element.attribute('name') ?? '';
  const own = wireNameOf(item);
  const isStandard = own !== null && itemName === own.name && name === `ArrayOf${own.argumentName}`;
  const standardNamespace = own?.isBuiltIn === true ? arraysNamespace : (own?.namespace ?? null);
  return {
    name: isStandard ? undefined : name,
    namespace: namespace === standardNamespace ? undefined : namespace,
    itemName: own?.name === itemName ? undefined : itemName,
    isReference: isShared || undefined,
  };
}

interface WireName {
  readonly name: string;
  /** The name inside of the names of others. */
  readonly argumentName: string;
  readonly namespace: string;
  readonly isBuiltIn: boolean;
}

/** How a type is called on the wire, where that can be told. */
function wireNameOf(type: TypeUse): WireName | null {
  switch (type.kind) {
    case 'builtIn': {
      const name = type.code.replace('xsd.', '');
      const isOffset = name === 'dateTimeOffset';
      const namespace = isOffset ? `${defaultNamespace}System` : namespaces.xs;
      const isElement = name === 'xmlElement';
      if (isElement)
        return {
          name: 'XmlElement',
          argumentName: 'XmlElement',
          namespace: `${defaultNamespace}System.Xml`,
          isBuiltIn: false,
        };
      const own = isOffset ? 'DateTimeOffset' : name;
      return { name: own, argumentName: own, namespace, isBuiltIn: !isOffset };
    }
    case 'declared': {
      const { declaration } = type;
      if (declaration.kind === 'choice') return null;
      const { wireName: name, namespace } = declaration;
      return { name, argumentName: name, namespace, isBuiltIn: false };
    }
    case 'nullable': {
      const inner = wireNameOf(type.inner);
      if (inner === null || !isValueType(type.inner)) return inner;
      return {
        ...inner,
        argumentName: `NullableOf${inner.argumentName}`,
        namespace: `${defaultNamespace}System`,
        isBuiltIn: false,
      };
    }
    case 'list': {
      const item = wireNameOf(type.item);
      const given = type.options['name'];
      const name =
        typeof given === 'string' ? given : item === null ? null : `ArrayOf${item.argumentName}`;
      const givenNamespace = type.options['namespace'];
      if (name === null) return null;
      const namespace =
        typeof givenNamespace === 'string'
          ? givenNamespace
          : item === null || item.isBuiltIn
            ? arraysNamespace
            : item.namespace;
      return { name, argumentName: name, namespace, isBuiltIn: false };
    }
    case 'dictionary':
      return null;
  }
}

function enumOf(component: SchemaComponent): EnumDeclaration {
  const { node, name } = component;
  const list = node.first(namespaces.xs, 'list');
  const restriction = (list?.first(namespaces.xs, 'simpleType') ?? node).first(
    namespaces.xs,
    'restriction',
  );
  const isFlags = list !== null;
  const values = restriction?.all(namespaces.xs, 'enumeration') ?? [];
  return {
    kind: 'enum',
    wantedName: name.name,
    wireName: name.name,
    namespace: name.namespace,
    documentation: documentationOf(node),
    isFlags,
    members: values.map((value, index) => {
      const note = serializationNotes(value).find(
        ({ localName }) => localName === 'EnumerationValue',
      );
      const given = /^-?\d{1,20}$/.test(note?.text ?? '') ? BigInt(note?.text ?? '0') : null;
      return {
        text: value.attribute('value') ?? '',
        value: given ?? (isFlags ? 1n << BigInt(index) : BigInt(index)),
      };
    }),
  };
}

function simpleTypeProblem(component: SchemaComponent): DataContractProblem | null {
  const { node } = component;
  const list = node.first(namespaces.xs, 'list');
  const inner = list === null ? node : list.first(namespaces.xs, 'simpleType');
  const restriction = inner?.first(namespaces.xs, 'restriction') ?? null;
  if (restriction === null) return { message: 'a simple type that is no enumeration', node };
  const base = referenceIn(component, restriction, 'base');
  const isString = base?.name === 'string' && base.namespace === namespaces.xs;
  const facets = schemaChildren(restriction);
  const isEnum = facets.length > 0 && facets.every(({ localName }) => localName === 'enumeration');
  if (isString && isEnum) return null;
  return { message: 'a simple type with bounds that is no enumeration', node };
}
