import { capitalized } from './capitalized.js';
import { builtIn } from '../data-contract/any-type.js';
import { encodeXmlName } from '../data-contract/contract-names.js';
import type { TypeReference } from '../data-contract/index.js';
import type { SerializerCompiler } from '../data-contract/serializer-compiler.js';
import { QName, string } from '../data-contract/text-types.js';
import { labelOf } from '../data-contract/wire-type.js';
import type { TypeShape } from '../data-contract/wire-type.js';
import { classChain, ownMetadata } from '../decorators/decorator-metadata.js';
import type { ClassReference } from '../decorators/decorator-metadata.js';
import { anyMapping } from './any-mapping.js';
import { ClassCompiler } from './class-compiler.js';
import type { ElementPlace, MemberTypes } from './class-compiler.js';
import { ClassMapping } from './class-mapping.js';
import type { ClassRegistry } from './class-mapping.js';
import { choiceForm, listMapping, singleForm } from './list-mapping.js';
import type { ElementForm, NamedMapping } from './list-mapping.js';
import { dateTimeOffsetMapping, qualifiedNameMapping, simpleMapping } from './simple-mapping.js';
import { resolvedShape } from './type-shape.js';
import { valueMapping } from './value-mapping.js';
import type { XmlDataType } from './xml-type-metadata.js';
import { xmlIncludesKey, xmlMembersKey, xmlRootKey, xmlTypeKey } from './xml-type-metadata.js';
import type { XmlMapping } from './xml-mapping.js';

/**
 * Compiles types for the XmlSerializer, each once for each namespace that it may take over from what it is part of, and reports
 * what is wrong with them.
 */
export class XmlMappingCompiler implements ClassRegistry, MemberTypes {
  readonly #compiler: SerializerCompiler;
  readonly #classCompiler: ClassCompiler;
  readonly #mappings = new Map<string, WeakMap<TypeReference, XmlMapping>>();
  readonly #classes: ClassMapping[] = [];
  readonly #tasks: (() => void)[] = [];
  #isCompiling = false;

  constructor(compiler: SerializerCompiler) {
    this.#compiler = compiler;
    this.#classCompiler = new ClassCompiler(this, compiler);
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

  /** Tells what is wrong with what is being compiled. */
  report(problem: string): void {
    this.#compiler.report(problem);
  }

  /** The mapping of values that are written as another type of XML Schema. */
  writtenAs(
    mapping: XmlMapping,
    type: TypeReference,
    dataType: XmlDataType | undefined,
    owner: string,
  ): XmlMapping {
    return valueMapping(mapping, type, dataType, owner, this.#compiler);
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
    const form = this.elementForm(item, {
      namespace,
      context: namespace,
      name: itemName ?? undefined,
      isNullable: true,
    });
    const isChoice = resolvedShape(item).kind === 'choice';
    const itemType = isChoice ? 'Choice' : this.mappingOf(item, namespace).typeName;
    return listMapping(`ArrayOf${capitalized(itemType)}`, form, namespace);
  }

  elementForm(type: TypeReference, place: ElementPlace): ElementForm {
    const shape = resolvedShape(type);
    if (shape.kind === 'choice') return this.#choiceForm(type, shape, place);
    const { namespace, context, name } = place;
    const mapping = this.mappingOf(type, context);
    const isNullable = place.isNullable && mapping.isReference;
    return singleForm({
      name: encodeXmlName(name ?? mapping.typeName),
      namespace,
      mapping,
      isNullable,
    });
  }

  #choiceForm(
    type: TypeReference,
    { alternatives, isMixed }: Extract<TypeShape, { readonly kind: 'choice' }>,
    { namespace, context, isNullable }: ElementPlace,
  ): ElementForm {
    if (alternatives.length === 0 && !isMixed)
      this.#compiler.report(`The choice ${labelOf(type)} has no alternatives; give it some.`);
    const mappings = new Map<string, NamedMapping>();
    for (const [name, alternative, options] of alternatives) {
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

  #classMappingOf(type: ClassReference, namespace: string): ClassMapping | null {
    const mapping = this.mappingOf(type, namespace);
    return mapping instanceof ClassMapping ? mapping : null;
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
    const base = baseType === undefined ? null : this.#classMappingOf(baseType, namespace);
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
      this.#classCompiler.compileMembers(mapping);
      for (const included of ownMetadata(xmlIncludesKey, type) ?? [])
        this.mappingOf(included, namespace);
    });
    return mapping;
  }
}
