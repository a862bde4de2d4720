import type { QualifiedName } from '../../contracts/index.js';
import { capitalized } from '../../contracts/xml-serializer/capitalized.js';
import { namespaces } from '../namespaces.js';
import type { EnumDeclaration, TypeUse } from '../model/type-model.js';
import { stringType } from './built-in-types.js';
import type { MetadataNode } from './metadata-node.js';
import { documentationOf, referenceIn, schemaChildren } from './schema-index.js';
import type { SchemaComponent } from './schema-index.js';

/** Reads simple types: enumerations, flags, lists of values in one text, and built-in types with bounds, which are those. */
export class XmlSimpleTypes {
  readonly #typeOf: (name: QualifiedName, from: MetadataNode) => TypeUse;
  readonly #enums = new Map<MetadataNode, TypeUse>();
  readonly #underWay = new Set<MetadataNode>();

  constructor(typeOf: (name: QualifiedName, from: MetadataNode) => TypeUse) {
    this.#typeOf = typeOf;
  }

  /** The type of a definition; a name is for one that has none. */
  read(owner: SchemaComponent, node: MetadataNode, name: string): TypeUse {
    if (this.#underWay.has(node)) return stringType;
    this.#underWay.add(node);
    try {
      return this.#open(owner, node, name);
    } finally {
      this.#underWay.delete(node);
    }
  }

  #open(owner: SchemaComponent, node: MetadataNode, name: string): TypeUse {
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
    const known = this.#enums.get(node);
    if (known !== undefined) return known;
    const use: TypeUse = { kind: 'declared', declaration: enumOf(owner, node, values, name) };
    this.#enums.set(node, use);
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
    const known = this.#enums.get(node);
    if (known !== undefined) return known;
    const { members, ...others } = enumOf(owner, node, values, name);
    const declaration: EnumDeclaration = {
      ...others,
      isFlags: true,
      members: members.map(({ text }, index) => ({ text, value: 1n << BigInt(index) })),
    };
    const use: TypeUse = { kind: 'declared', declaration };
    this.#enums.set(node, use);
    return use;
  }

  #innerType(owner: SchemaComponent, node: MetadataNode, attribute: string, name: string): TypeUse {
    const base = referenceIn(owner, node, attribute);
    if (base !== null) return this.#typeOf(base, node);
    const inner = node.first(namespaces.xs, 'simpleType');
    return inner === null ? stringType : this.read(owner, inner, name);
  }
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
