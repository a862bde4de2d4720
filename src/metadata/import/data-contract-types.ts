import type { QualifiedName } from '../../contracts/index.js';
import { dataContractBuiltIn, namedValues, xmlElementType } from './built-in-types.js';
import { keyOf } from './metadata-node.js';
import type { MetadataNode } from './metadata-node.js';
import {
  baseOf,
  documentationOf,
  occurrence,
  referenceIn,
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
import { defaultDataContractNamespace } from '../../contracts/data-contract/namespaces.js';
import { dictionaryOptions, listOptions } from './data-contract-lists.js';
import type { DataContractProblems } from './data-contract-problems.js';
import {
  actualTypeName,
  entryParts,
  isAnyElement,
  isDictionaryType,
  isNamedValues,
  isReference,
  isValueTypeNode,
  memberElements,
  repeatedElement,
} from './data-contract-shapes.js';
import { GenericTypes, genericNote } from './generic-types.js';
import { TaskQueue } from './task-queue.js';

/** Reads data contracts out of schemas, by the rules of .NET's importer; what they have no word for is a problem. */
export class DataContractTypes {
  readonly #index: SchemaIndex;
  readonly #problems: DataContractProblems;
  readonly #generics: GenericTypes;
  readonly #nullsInTypes: boolean;
  readonly #uses = new Map<string, TypeUse>();
  readonly #tasks = new TaskQueue();

  constructor(index: SchemaIndex, problems: DataContractProblems, nullsInTypes: boolean) {
    this.#index = index;
    this.#problems = problems;
    this.#generics = new GenericTypes(index);
    this.#nullsInTypes = nullsInTypes;
  }

  /** The type of an element; one that {@link DataContractProblems} have nothing against. */
  elementType(owner: SchemaComponent, element: MetadataNode): TypeUse {
    const name = actualTypeName(element) ?? referenceIn(owner, element, 'type');
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

  /** The type of a name; one that {@link DataContractProblems} have nothing against. */
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
    if (isNamedValues(node)) {
      const use = namedValues(name);
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
        namespace: name.namespace === defaultDataContractNamespace ? undefined : name.namespace,
        isReference: this.#isReferenced(component) || undefined,
        isValueType: isValueTypeNode(node) || undefined,
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
      if (this.#problems.of(derived.name) === null) known.push(this.typeOf(derived.name));
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

  /** A class of a generic .NET type says which arguments it was made with, where all of them are known. */
  #genericOptions({ node, name }: SchemaComponent): CodeOptions {
    const note = genericNote(node, name.name);
    if (note === null) return {};
    const typeArguments: CodeValue[] = [];
    for (const parameter of note.parameters) {
      const argument = this.#generics.argument(parameter);
      if (argument === null || this.#problems.of(argument) !== null) return {};
      if (dataContractBuiltIn(argument) === null && this.#index.find('type', argument) === null)
        return {};
      typeArguments.push(new TypeValue(this.typeOf(argument)));
    }
    return { name: note.pattern, typeArguments };
  }

  #listOf(component: SchemaComponent, element: MetadataNode, key: string): TypeUse {
    const { name, node } = component;
    const parts = isDictionaryType(node) ? entryParts(element) : null;
    if (parts !== null) {
      const [keyElement, valueElement] = parts;
      const use: TypeUse = {
        kind: 'dictionary',
        key: this.elementType(component, keyElement),
        value: this.elementType(component, valueElement),
        options: dictionaryOptions(name, element, parts),
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
