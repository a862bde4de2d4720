import { encodeXmlName } from '../data-contract/contract-names.js';
import type { TypeReference } from '../data-contract/index.js';
import type { SerializerCompiler } from '../data-contract/serializer-compiler.js';
import { labelOf } from '../data-contract/wire-type.js';
import { classChain, ownMetadata } from '../decorators/decorator-metadata.js';
import type { ClassReference } from '../decorators/decorator-metadata.js';
import { resolvedShape } from '../xml-serializer/index.js';
import type { XmlMappingCompiler } from '../xml-serializer/index.js';
import { soapTypeKey, xmlIncludesKey, xmlMembersKey } from '../xml-serializer/xml-type-metadata.js';
import type { EncodedMapping } from './encoded-mapping.js';
import { EncodedClass, encodedList, encodedText } from './encoded-types.js';
import type { EncodedClasses } from './encoded-types.js';

/** Compiles types for SOAP encoding: the classes are those of the XmlSerializer, in whose members only names count. */
export class EncodedCompiler implements EncodedClasses {
  readonly #compiler: SerializerCompiler;
  readonly #xmlMappings: XmlMappingCompiler;
  /** The namespace of types that say none: that of the contract and `/encoded`. */
  readonly namespace: string;
  readonly #known = new Map<TypeReference, EncodedMapping>();
  readonly #classes: EncodedClass[] = [];

  /** `namespace` is that of the service contract. */
  constructor(compiler: SerializerCompiler, xmlMappings: XmlMappingCompiler, namespace: string) {
    this.#compiler = compiler;
    this.#xmlMappings = xmlMappings;
    this.namespace = `${namespace}${namespace.endsWith('/') ? '' : '/'}encoded`;
  }

  mappingOf(type: TypeReference): EncodedMapping {
    const known = this.#known.get(type);
    if (known !== undefined) return known;
    if (typeof type === 'function') return this.#compileClass(type);
    const { shape } = type;
    let mapping: EncodedMapping;
    if (shape.kind === 'lazy') mapping = this.mappingOf(shape.target());
    else if (shape.kind === 'list') mapping = encodedList(this.mappingOf(shape.item));
    else if (shape.kind === 'nullable' && this.mappingOf(shape.inner).isMultiReference)
      mapping = this.mappingOf(shape.inner);
    else {
      const text = this.#xmlMappings.mappingOf(type, this.namespace);
      if (text.text === null) {
        this.#compiler.report(
          `The type ${labelOf(type)} has no place in SOAP encoding; it has text, lists and classes.`,
        );
      }
      mapping = encodedText(text);
    }
    this.#known.set(type, mapping);
    return mapping;
  }

  named(name: string, namespace: string, declared: EncodedClass): EncodedClass | null {
    return (
      this.#classes.find(
        (one) => one.typeName === name && one.typeNamespace === namespace && one.is(declared),
      ) ?? null
    );
  }

  ofClass(type: unknown, declared: EncodedClass): EncodedClass | null {
    return this.#classes.find((one) => one.type === type && one.is(declared)) ?? null;
  }

  #compileClass(type: ClassReference): EncodedMapping {
    const { name = type.name, namespace = this.namespace } = ownMetadata(soapTypeKey, type) ?? {};
    const [, baseType] = classChain(type);
    const base = baseType === undefined ? null : this.mappingOf(baseType);
    const mapping = new EncodedClass(
      type,
      encodeXmlName(name),
      namespace,
      base instanceof EncodedClass ? base : null,
      this,
    );
    // Known before its members are compiled: they may be of it.
    this.#known.set(type, mapping);
    this.#classes.push(mapping);
    if (type.length > 0)
      this.#compiler.report(
        `The class ${type.name} cannot be read: its constructor has parameters, and there are no arguments for them.`,
      );
    mapping.members.push(...(mapping.base?.members ?? []));
    for (const member of ownMetadata(xmlMembersKey, type) ?? []) {
      if (member.kind !== 'element' && member.kind !== 'array') {
        this.#compiler.report(
          `The member ${type.name}.${member.key} has no place in SOAP encoding; it has elements only.`,
        );
        continue;
      }
      const { key, options } = member;
      const shape = resolvedShape(member.type);
      const value =
        member.kind === 'array' && shape.kind !== 'list'
          ? encodedList(this.mappingOf(member.type))
          : this.mappingOf(member.type);
      mapping.members.push({ key, name: encodeXmlName(options.name ?? key), mapping: value });
    }
    for (const included of ownMetadata(xmlIncludesKey, type) ?? []) this.mappingOf(included);
    return mapping;
  }
}
