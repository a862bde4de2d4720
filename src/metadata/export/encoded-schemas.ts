import { encodeXmlName } from '../../contracts/data-contract/contract-names.js';
import { SerializerCompiler } from '../../contracts/data-contract/serializer-compiler.js';
import { classChain, ownMetadata } from '../../contracts/decorators/decorator-metadata.js';
import type { ClassReference } from '../../contracts/decorators/decorator-metadata.js';
import { EncodedCompiler } from '../../contracts/soap-encoding/index.js';
import { capitalized } from '../../contracts/xml-serializer/capitalized.js';
import { resolvedShape } from '../../contracts/xml-serializer/type-shape.js';
import { XmlMappingCompiler } from '../../contracts/xml-serializer/xml-mapping-compiler.js';
import { xmlIncludesKey, xmlMembersKey } from '../../contracts/xml-serializer/xml-type-metadata.js';
import type { XmlMemberMetadata } from '../../contracts/xml-serializer/xml-type-metadata.js';
import type { TypeReference } from '../../contracts/index.js';
import { namespaces } from '../namespaces.js';
import { enumType } from './enum-type.js';
import { declareMicrosoftTypes, microsoftTypes } from './microsoft-types.js';
import type { SchemaDocument, SchemaSet } from './schema-set.js';
import { TypeNames } from './type-names.js';
import { occurs } from './xml-element.js';
import { QualifiedValue, node } from './xml-tree.js';
import type { TreeNode } from './xml-tree.js';

/** Declares the types of SOAP encoding (SOAP 1.1, section 5) as .NET's SoapSchemaExporter does: members are unqualified, lists are Arrays. */
export class EncodedSchemas {
  readonly #schemas: SchemaSet;
  readonly #compiler = new SerializerCompiler();
  readonly #names = new TypeNames();
  readonly #mappings = new Map<string, EncodedCompiler>();

  constructor(schemas: SchemaSet) {
    this.#schemas = schemas;
  }

  /** The name of a type, which is declared with all that it refers to, in a contract of a namespace. */
  reference(type: TypeReference, contractNamespace: string): QualifiedValue {
    let mappings = this.#mappings.get(contractNamespace);
    if (mappings === undefined) {
      const xmlMappings = new XmlMappingCompiler(this.#compiler);
      mappings = new EncodedCompiler(this.#compiler, xmlMappings, contractNamespace);
      this.#mappings.set(contractNamespace, mappings);
    }
    return this.#nameOf(type, mappings);
  }

  #nameOf(type: TypeReference, mappings: EncodedCompiler): QualifiedValue {
    if (typeof type === 'function') return this.#classOf(type, mappings);
    const shape = resolvedShape(type);
    if (shape.kind === 'list') return this.#listOf(shape.item, mappings);
    if (type.shape.kind === 'lazy') return this.#nameOf(type.shape.target(), mappings);
    if (type.shape.kind === 'nullable') return this.#nameOf(type.shape.inner, mappings);
    const { typeName, typeNamespace } = mappings.mappingOf(type);
    if (typeNamespace === microsoftTypes) declareMicrosoftTypes(this.#schemas);
    else if (typeNamespace !== namespaces.xsd) this.#declareEnum(type, typeName, typeNamespace);
    return new QualifiedValue(typeNamespace, typeName);
  }

  #classOf(type: ClassReference, mappings: EncodedCompiler): QualifiedValue {
    const { typeName, typeNamespace } = mappings.mappingOf(type);
    const name = new QualifiedValue(typeNamespace, typeName);
    if (!this.#names.claim(typeNamespace, typeName, type)) return name;
    const schema = this.#schemas.of(typeNamespace);
    const at = schema.components.length;
    const declared = this.#classType(type, typeName, schema, mappings);
    // Types that it led to stand behind it.
    schema.components.splice(at, 0, declared);
    for (const included of ownMetadata(xmlIncludesKey, type) ?? [])
      this.#nameOf(included, mappings);
    return name;
  }

  #classType(
    type: ClassReference,
    name: string,
    schema: SchemaDocument,
    mappings: EncodedCompiler,
  ): TreeNode {
    const members = ownMetadata(xmlMembersKey, type) ?? [];
    const elements = members.flatMap((member) => this.#member(member, schema, mappings));
    const content = elements.length === 0 ? [] : [node('xs:sequence', {}, elements)];
    const [, baseType] = classChain(type);
    if (baseType === undefined) return node('xs:complexType', { name }, content);
    const base = this.#classOf(baseType, mappings);
    schema.refersTo(base.namespace);
    return node('xs:complexType', { name }, [
      node('xs:complexContent', { mixed: 'false' }, [node('xs:extension', { base }, content)]),
    ]);
  }

  #member(
    member: XmlMemberMetadata,
    schema: SchemaDocument,
    mappings: EncodedCompiler,
  ): TreeNode[] {
    if (member.kind !== 'element' && member.kind !== 'array') return [];
    const { key, type, options } = member;
    const isList = member.kind === 'array' && resolvedShape(type).kind !== 'list';
    const reference = isList ? this.#listOf(type, mappings) : this.#nameOf(type, mappings);
    const { isReference } = mappings.mappingOf(type);
    schema.refersTo(reference.namespace);
    return [
      node('xs:element', {
        ...occurs(isList || isReference ? 0 : 1, '1'),
        form: 'unqualified',
        name: encodeXmlName(options.name ?? key),
        type: reference,
      }),
    ];
  }

  /** An Array is in the namespace of its items, and one of built-in types in that of the contract. */
  #listOf(item: TypeReference, mappings: EncodedCompiler): QualifiedValue {
    const { name, namespace: itemNamespace } = this.#nameOf(item, mappings);
    const isBuiltIn = itemNamespace === namespaces.xsd || itemNamespace === microsoftTypes;
    const namespace = isBuiltIn ? mappings.namespace : itemNamespace;
    const list = new QualifiedValue(namespace, `ArrayOf${capitalized(name)}`);
    const owner = `${itemNamespace} ${name}`;
    if (!this.#names.claim(namespace, list.name, owner)) return list;
    const schema = this.#schemas.of(namespace);
    for (const used of [namespaces.soapenc, namespaces.wsdl, itemNamespace]) schema.refersTo(used);
    schema.components.push(
      node('xs:complexType', { name: list.name }, [
        node('xs:complexContent', { mixed: 'false' }, [
          node('xs:restriction', { base: new QualifiedValue(namespaces.soapenc, 'Array') }, [
            node('xs:attribute', {
              'wsdl:arrayType': new QualifiedValue(itemNamespace, `${name}[]`),
              ref: new QualifiedValue(namespaces.soapenc, 'arrayType'),
            }),
          ]),
        ]),
      ]),
    );
    return list;
  }

  #declareEnum(type: TypeReference, name: string, namespace: string): void {
    const { declaration } = this.#compiler.serializerOf(type);
    if (declaration.kind !== 'enum' || !this.#names.claim(namespace, name, declaration)) return;
    this.#schemas.of(namespace).components.push(enumType(name, declaration));
  }
}
