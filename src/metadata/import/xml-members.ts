import { capitalized } from '../../contracts/xml-serializer/capitalized.js';
import type { QualifiedName } from '../../contracts/index.js';
import { bareMember, isValueType } from '../model/type-model.js';
import type { CodeOptions, MemberDeclaration, TypeUse } from '../model/type-model.js';
import { stringType } from './built-in-types.js';
import { dataTypeOf, initialValue } from './element-use.js';
import type { ElementUse, XmlTypeReader } from './element-use.js';
import type { MetadataNode } from './metadata-node.js';
import { attributesOf, contentOf } from './particles.js';
import type { ContentPart, ContentReader, Particle } from './particles.js';
import { documentationOf } from './schema-index.js';
import type { SchemaComponent, SchemaIndex } from './schema-index.js';
import type { XmlAttributes } from './xml-attributes.js';
import type { XmlChoices } from './xml-choices.js';

/** What members are read with. */
export interface XmlMembersParts {
  readonly index: SchemaIndex;
  readonly content: ContentReader;
  readonly types: XmlTypeReader;
  readonly attributes: XmlAttributes;
  readonly choices: XmlChoices;
}

/** The definition whose members are read. */
export interface XmlClassContent {
  readonly owner: SchemaComponent;
  /** The type, or its derivation: what holds attributes and elements. */
  readonly content: MetadataNode;
  readonly baseName: QualifiedName | null;
  readonly base: TypeUse | null;
  readonly name: string;
}

/** Reads the members of a class for the XmlSerializer. */
export class XmlMembers {
  readonly #parts: XmlMembersParts;

  constructor(parts: XmlMembersParts) {
    this.#parts = parts;
  }

  read({ owner, content, baseName, base, name }: XmlClassContent): MemberDeclaration[] {
    const { index, attributes, types } = this.#parts;
    const { node } = owner;
    const members: MemberDeclaration[] = [];
    for (const attribute of attributesOf(owner, content, index)) {
      const member = attributes.read(attribute.owner, attribute.node, name);
      if (member !== null) members.push(member);
    }
    const isMixed =
      node.attribute('mixed') === 'true' || content.parent?.attribute('mixed') === 'true';
    const particle = contentOf(content);
    const parts = particle === null ? [] : this.#parts.content.read(owner, particle);
    if (
      content.parent?.localName === 'simpleContent' &&
      (base?.kind !== 'declared' || base.declaration.kind === 'enum')
    )
      members.push(
        this.#text(base ?? (baseName === null ? stringType : types.typeOf(baseName, node))),
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
    const declaration = this.#parts.choices.choiceOf(particles, `${name}Content`, true);
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
    const declaration = this.#parts.choices.choiceOf(elements, `${name}Choice`, false);
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

  #single(particle: Particle, parentName: string): MemberDeclaration {
    const { node, owner, isOptional, repeats } = particle;
    if (node.localName === 'any') return this.#anyMember(particle);
    const substitutes = this.#parts.choices.substitutesOf(owner, node);
    if (substitutes.length > 1) {
      const base = this.#parts.types.elementUse(owner, node, parentName).name;
      const declaration = this.#parts.choices.choiceOf(
        [particle],
        `${parentName}${capitalized(base)}`,
        false,
      );
      const choice: TypeUse = { kind: 'declared', declaration };
      return {
        ...bareMember(base, 'XmlElementMember'),
        type: repeats ? { kind: 'list', item: choice, options: {} } : choice,
        isOptional: isOptional && !repeats,
        options: { isOptional: (isOptional && !repeats) || undefined },
      };
    }
    const use = this.#parts.types.elementUse(owner, node, parentName, !repeats);
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
}

/** How the name of an element differs from what its class makes of it. */
function namingOf(use: ElementUse, owner: SchemaComponent): CodeOptions {
  if (!use.isQualified) return { form: 'Unqualified' };
  return use.namespace === owner.schema.targetNamespace ? {} : { namespace: use.namespace };
}
