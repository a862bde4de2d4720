import { encodeXmlName } from '../../contracts/data-contract/contract-names.js';
import { classChain, ownMetadata } from '../../contracts/decorators/decorator-metadata.js';
import type { ClassReference } from '../../contracts/decorators/decorator-metadata.js';
import { resolvedShape } from '../../contracts/xml-serializer/type-shape.js';
import type { XmlMappingCompiler } from '../../contracts/xml-serializer/xml-mapping-compiler.js';
import {
  xmlIncludesKey,
  xmlMembersKey,
  xmlTypeKey,
} from '../../contracts/xml-serializer/xml-type-metadata.js';
import type { XmlMemberMetadata } from '../../contracts/xml-serializer/xml-type-metadata.js';
import type { SchemaDocument, SchemaSet } from './schema-set.js';
import type { TypeNames } from './type-names.js';
import { defaultText, occurs } from './xml-element.js';
import type { MemberPlace, XmlElementSchemas } from './xml-element-schemas.js';
import type { XmlTypeSchemas } from './xml-element.js';
import { QualifiedValue, node } from './xml-tree.js';
import type { TreeNode } from './xml-tree.js';

/** What classes are declared with. */
export interface XmlClassSchemasParts {
  readonly schemas: SchemaSet;
  readonly mappings: XmlMappingCompiler;
  readonly names: TypeNames;
  readonly types: XmlTypeSchemas;
  readonly elements: XmlElementSchemas;
}

/** Declares classes for the XmlSerializer, with their attributes and elements. */
export class XmlClassSchemas {
  readonly #schemas: SchemaSet;
  readonly #mappings: XmlMappingCompiler;
  readonly #names: TypeNames;
  readonly #types: XmlTypeSchemas;
  readonly #elements: XmlElementSchemas;
  /** The classes of a namespace, and whether those that may stand in their place are declared, too. */
  readonly #declared = new Map<string, Map<ClassReference, boolean>>();

  constructor({ schemas, mappings, names, types, elements }: XmlClassSchemasParts) {
    this.#schemas = schemas;
    this.#mappings = mappings;
    this.#names = names;
    this.#types = types;
    this.#elements = elements;
  }

  /** Declares a class, and those that may stand in its place, unless it is there. */
  declare(type: ClassReference, namespace: string): void {
    const known = this.#declareAlone(type, namespace);
    if (known.get(type) === true) return;
    known.set(type, true);
    for (const included of ownMetadata(xmlIncludesKey, type) ?? [])
      this.#types.typeOf(included, namespace, null, undefined);
  }

  /** Declares a class, unless it is there. Returns those of its namespace. */
  #declareAlone(type: ClassReference, namespace: string): Map<ClassReference, boolean> {
    const known = this.#declared.get(namespace) ?? new Map<ClassReference, boolean>();
    this.#declared.set(namespace, known);
    if (known.has(type)) return known;
    known.set(type, false);
    this.#names.claim(namespace, this.#mappings.mappingOf(type, namespace).typeName, type);
    const schema = this.#schemas.of(namespace);
    const at = schema.components.length;
    const declared = this.#classType(type, namespace, schema);
    // Types that it led to stand behind it.
    schema.components.splice(at, 0, declared);
    return known;
  }

  /** The class that another one extends; what may stand in its place is not declared for that, as in .NET. */
  #baseOf(type: ClassReference, namespace: string, schema: SchemaDocument): QualifiedValue {
    const base = this.#mappings.mappingOf(type, namespace);
    this.#declareAlone(type, base.typeNamespace);
    schema.refersTo(base.typeNamespace);
    return new QualifiedValue(base.typeNamespace, base.typeName);
  }

  #classType(type: ClassReference, namespace: string, schema: SchemaDocument): TreeNode {
    const options = ownMetadata(xmlTypeKey, type);
    const members = ownMetadata(xmlMembersKey, type) ?? [];
    const [, baseType] = classChain(type);
    const isDerived = baseType !== undefined && ownMetadata(xmlTypeKey, baseType) !== undefined;
    const base = isDerived ? this.#baseOf(baseType, namespace, schema) : null;
    const ordered = [...members].sort((a, b) => orderOf(a) - orderOf(b));
    const particles = ordered.flatMap((member) => this.#particle(member, namespace, schema));
    const attributes = members.flatMap((member) => this.#attribute(member, namespace, schema));
    const head = {
      name: encodeXmlName(options?.name ?? type.name),
      mixed: members.some(isMixed) ? 'true' : undefined,
      abstract: options?.isAbstract === true ? 'true' : undefined,
    };
    const text = members.find(({ kind }) => kind === 'text');
    if (text?.kind === 'text') {
      const content = this.#types.typeOf(text.type, namespace, schema, text.options.dataType);
      return node('xs:complexType', head, [
        node('xs:simpleContent', {}, [
          node('xs:extension', { base: content ?? undefined }, attributes),
        ]),
      ]);
    }
    const sequence = particles.length === 0 ? [] : [node('xs:sequence', {}, particles)];
    if (base === null) return node('xs:complexType', head, [...sequence, ...attributes]);
    return node('xs:complexType', head, [
      node('xs:complexContent', { mixed: 'false' }, [
        node('xs:extension', { base }, [...sequence, ...attributes]),
      ]),
    ]);
  }

  #particle(member: XmlMemberMetadata, namespace: string, schema: SchemaDocument): TreeNode[] {
    switch (member.kind) {
      case 'attribute':
      case 'anyAttribute':
      case 'text':
        return [];
      case 'anyElement':
        return [
          node(
            'xs:any',
            member.options.isSingle === true ? { minOccurs: '0' } : occurs(0, 'unbounded'),
          ),
        ];
      case 'array':
        return [
          this.#elements.array(placeOf(member, namespace), member.type, member.options, schema),
        ];
      case 'element':
        return [
          this.#elements.element(placeOf(member, namespace), member.type, member.options, schema),
        ];
    }
  }

  #attribute(member: XmlMemberMetadata, namespace: string, schema: SchemaDocument): TreeNode[] {
    if (member.kind === 'anyAttribute') return [node('xs:anyAttribute')];
    if (member.kind !== 'attribute') return [];
    const { key, type, options } = member;
    const name = encodeXmlName(options.name ?? key);
    const shape = resolvedShape(type);
    const isQualified = options.form === 'Qualified';
    const own = options.namespace ?? (isQualified ? namespace : '');
    if (shape.kind === 'list') {
      const itemType = this.#types.typeOf(shape.item, namespace, schema, options.dataType);
      const list = node('xs:list', { itemType: itemType ?? undefined });
      return [node('xs:attribute', { name }, [node('xs:simpleType', {}, [list])])];
    }
    if (own !== '' && own !== schema.namespace) {
      const other = this.#schemas.of(own);
      const reference = this.#types.typeOf(type, namespace, other, options.dataType);
      other.addAttribute(name, node('xs:attribute', { name, type: reference ?? undefined }));
      schema.refersTo(own);
      return [node('xs:attribute', { ref: new QualifiedValue(own, name) })];
    }
    const mapping = this.#mappings.mappingOf(type, namespace);
    const { defaultValue, isOptional = false } = options;
    const isRequired = !mapping.isReference && defaultValue === undefined && !isOptional;
    const reference = this.#types.typeOf(type, namespace, schema, options.dataType);
    return [
      node('xs:attribute', {
        default: defaultValue === undefined ? undefined : defaultText(mapping, defaultValue),
        form: isQualified ? 'qualified' : undefined,
        name,
        type: reference ?? undefined,
        use: isRequired ? 'required' : undefined,
      }),
    ];
  }
}

/** Where an element of a class stands. */
function placeOf(
  { key, options }: Extract<XmlMemberMetadata, { readonly kind: 'array' | 'element' }>,
  typeNamespace: string,
): MemberPlace {
  const { form = 'Qualified', name = key, namespace } = options;
  return {
    name: encodeXmlName(name),
    namespace: namespace ?? (form === 'Qualified' ? typeNamespace : ''),
    context: typeNamespace,
  };
}

function orderOf(member: XmlMemberMetadata): number {
  return 'options' in member && 'order' in member.options ? (member.options.order ?? 0) : 0;
}

function isMixed(member: XmlMemberMetadata): boolean {
  if (member.kind !== 'element') return false;
  const shape = resolvedShape(member.type);
  if (shape.kind !== 'list') return false;
  const item = resolvedShape(shape.item);
  return item.kind === 'choice' && item.isMixed;
}
