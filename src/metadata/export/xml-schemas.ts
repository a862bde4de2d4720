import { capitalized } from '../../contracts/xml-serializer/capitalized.js';
import { XmlMappingCompiler } from '../../contracts/xml-serializer/xml-mapping-compiler.js';
import { resolvedShape } from '../../contracts/xml-serializer/type-shape.js';
import {
  xmlIncludesKey,
  xmlMembersKey,
  xmlTypeKey,
} from '../../contracts/xml-serializer/xml-type-metadata.js';
import type {
  XmlArrayMemberOptions,
  XmlElementMemberOptions,
  XmlMemberMetadata,
  XmlMemberOptions,
} from '../../contracts/xml-serializer/xml-type-metadata.js';
import type { XmlMapping } from '../../contracts/xml-serializer/xml-mapping.js';
import { encodeXmlName } from '../../contracts/data-contract/contract-names.js';
import { SerializerCompiler } from '../../contracts/data-contract/serializer-compiler.js';
import type { TypeShape } from '../../contracts/data-contract/wire-type.js';
import { classChain, ownMetadata } from '../../contracts/decorators/decorator-metadata.js';
import type { ClassReference } from '../../contracts/decorators/decorator-metadata.js';
import { xmlElement } from '../../contracts/index.js';
import type { TypeReference } from '../../contracts/index.js';
import { MetadataError } from '../metadata-error.js';
import { namespaces } from '../namespaces.js';
import type { SchemaDocument, SchemaSet } from './schema-set.js';
import { QualifiedValue, node } from './xml-tree.js';
import type { AttributeValue, TreeNode } from './xml-tree.js';

/** .NET's namespace for types of the XmlSerializer that XML Schema has no word for. */
const microsoftTypes = 'http://microsoft.com/wsdl/types/';

type ListShape = Extract<TypeShape, { readonly kind: 'list' }>;
type ChoiceShape = Extract<TypeShape, { readonly kind: 'choice' }>;

/** An element that is declared: in a type, or for itself. */
interface ElementPlace {
  readonly name: string;
  readonly namespace: string;
  /** The namespace that its type takes over. */
  readonly context: string;
  readonly isNullable: boolean;
  readonly isOptional: boolean;
  readonly defaultValue: unknown;
  readonly dataType: string | undefined;
}

/** Declares classes for the XmlSerializer in the schemas of their namespaces, each once, as .NET's XmlSchemaExporter does. */
export class XmlSchemas {
  readonly #schemas: SchemaSet;
  readonly #compiler = new SerializerCompiler();
  readonly #mappings = new XmlMappingCompiler(this.#compiler);
  readonly #declared = new Map<string, Set<unknown>>();
  /** The names of the lists of a namespace by what they hold. */
  readonly #lists = new Map<string, string>();
  /** Whose the names of types are, by namespace and name. */
  readonly #owners = new Map<string, unknown>();

  constructor(schemas: SchemaSet) {
    this.#schemas = schemas;
  }

  /** A part of a message as an element in a schema; the schema may have another namespace. */
  part(
    type: TypeReference,
    { name, namespace }: { readonly name: string; readonly namespace: string },
    context: string,
    schema: SchemaDocument,
  ): TreeNode {
    return this.#element(type, plainPlace(name, namespace, context), schema);
  }

  /** A part of a message as an element that stands alone. */
  declareElement(
    type: TypeReference,
    { name, namespace }: { readonly name: string; readonly namespace: string },
    context: string,
  ): void {
    const schema = this.#schemas.of(namespace);
    const reference = this.#typeOf(type, context, schema, undefined);
    schema.addElement(name, node('xs:element', { name, type: reference ?? undefined }));
  }

  /** The type of a part of the style rpc. */
  reference(type: TypeReference, context: string): QualifiedValue {
    return (
      this.#typeOf(type, context, null, undefined) ?? new QualifiedValue(namespaces.xsd, 'anyType')
    );
  }

  #element(type: TypeReference, place: ElementPlace, schema: SchemaDocument): TreeNode {
    const { name, namespace, context, defaultValue, dataType } = place;
    if (type === xmlElement)
      return node('xs:element', { ...occurs(0, '1'), name }, [
        node('xs:complexType', { mixed: 'true' }, [node('xs:sequence', {}, [node('xs:any')])]),
      ]);
    const mapping = this.#mappings.mappingOf(type, context);
    const { isNillable, min } = facets(mapping, place);
    const occurrence = occurs(min, '1');
    const nillable = isNillable ? 'true' : undefined;
    if (namespace !== '' && namespace !== schema.namespace) {
      const other = this.#schemas.of(namespace);
      const reference = this.#typeOf(type, context, other, dataType);
      other.addElement(name, node('xs:element', { name, nillable, type: reference ?? undefined }));
      schema.refersTo(namespace);
      return node('xs:element', { ...occurrence, ref: new QualifiedValue(namespace, name) });
    }
    const reference = this.#typeOf(type, context, schema, dataType);
    return node('xs:element', {
      ...occurrence,
      default: defaultValue === undefined ? undefined : this.#text(mapping, defaultValue),
      form: namespace === '' && schema.namespace !== '' ? 'unqualified' : undefined,
      name,
      nillable,
      type: reference ?? undefined,
    });
  }

  /** The name of a type, which is declared; null for anything. */
  #typeOf(
    type: TypeReference,
    context: string,
    schema: SchemaDocument | null,
    dataType: string | undefined,
  ): QualifiedValue | null {
    const reference = this.#nameOf(type, context, dataType);
    if (reference !== null) schema?.refersTo(reference.namespace);
    return reference;
  }

  #nameOf(
    type: TypeReference,
    context: string,
    dataType: string | undefined,
  ): QualifiedValue | null {
    if (dataType !== undefined) return new QualifiedValue(namespaces.xsd, dataType);
    const shape = resolvedShape(type);
    if (shape.kind === 'any') return null;
    if (shape.kind === 'list') return this.#listOf(shape, context, context, {});
    const mapping = this.#mappings.mappingOf(type, context);
    const { typeName, typeNamespace } = mapping;
    const owner = classOf(type);
    if (owner !== null) this.#declareClass(owner, typeNamespace);
    else if (typeNamespace === microsoftTypes || shape.kind === 'dateTimeOffset') {
      this.#declareMicrosoftTypes();
      return new QualifiedValue(microsoftTypes, typeName);
    } else if (typeNamespace !== namespaces.xsd) this.#declareEnum(type, mapping);
    return new QualifiedValue(typeNamespace, typeName);
  }

  /** A list in an element of its own is a type, which is named after its items and numbered where they differ. */
  #listOf(
    { item, itemName }: Pick<ListShape, 'item' | 'itemName'>,
    context: string,
    itemNamespace: string,
    options: Pick<XmlArrayMemberOptions, 'itemName' | 'itemIsNullable'>,
  ): QualifiedValue {
    const schema = this.#schemas.of(itemNamespace);
    const isNullable = options.itemIsNullable ?? true;
    const shape = resolvedShape(item);
    const name = options.itemName ?? itemName ?? undefined;
    const content =
      shape.kind === 'choice'
        ? this.#choice(shape, itemNamespace, context, isNullable, schema, occurs(0, 'unbounded'))
        : node('xs:sequence', {}, [this.#item(item, name, context, isNullable, schema)]);
    const key = `${itemNamespace} ${JSON.stringify(content)}`;
    const known = this.#lists.get(key);
    if (known !== undefined) return new QualifiedValue(itemNamespace, known);
    const stem =
      shape.kind === 'choice'
        ? 'ArrayOfChoice'
        : `ArrayOf${capitalized(this.#itemTypeName(item, context))}`;
    const own = this.#freeName(itemNamespace, stem, shape.kind === 'choice' ? 1 : 0);
    this.#claim(itemNamespace, own, content);
    this.#lists.set(key, own);
    schema.components.push(node('xs:complexType', { name: own }, [content]));
    return new QualifiedValue(itemNamespace, own);
  }

  /** Lists in lists are called by the name that the inner one has got. */
  #itemTypeName(item: TypeReference, context: string): string {
    const shape = resolvedShape(item);
    if (shape.kind === 'any') return 'anyType';
    return shape.kind === 'list'
      ? this.#listOf(shape, context, context, {}).name
      : this.#mappings.mappingOf(item, context).typeName;
  }

  #item(
    item: TypeReference,
    name: string | undefined,
    context: string,
    isNullable: boolean,
    schema: SchemaDocument,
  ): TreeNode {
    const mapping = this.#mappings.mappingOf(item, context);
    const isNillable = (isNullable && mapping.isReference) || mapping.isNullableValue;
    const type = this.#typeOf(item, context, schema, undefined);
    return node('xs:element', {
      ...occurs(0, 'unbounded'),
      name: encodeXmlName(name ?? mapping.typeName),
      nillable: isNillable ? 'true' : undefined,
      type: type ?? undefined,
    });
  }

  #choice(
    { alternatives }: ChoiceShape,
    namespace: string,
    context: string,
    isNullable: boolean,
    schema: SchemaDocument,
    occurrence: Readonly<Record<string, string>>,
  ): TreeNode {
    const elements = alternatives.map(([name, type, options]) =>
      this.#element(
        type,
        {
          ...plainPlace(encodeXmlName(name), options?.namespace ?? namespace, context),
          isNullable,
        },
        schema,
      ),
    );
    return node('xs:choice', occurrence, elements);
  }

  #declareClass(type: ClassReference, namespace: string): void {
    const known = this.#declared.get(namespace) ?? new Set<unknown>();
    this.#declared.set(namespace, known);
    if (known.has(type)) return;
    known.add(type);
    this.#claim(namespace, this.#mappings.mappingOf(type, namespace).typeName, type);
    const schema = this.#schemas.of(namespace);
    const at = schema.components.length;
    const declared = this.#classType(type, namespace, schema);
    // Types that it led to stand behind it.
    schema.components.splice(at, 0, declared);
    for (const included of ownMetadata(xmlIncludesKey, type) ?? [])
      this.#typeOf(included, namespace, null, undefined);
  }

  #classType(type: ClassReference, namespace: string, schema: SchemaDocument): TreeNode {
    const options = ownMetadata(xmlTypeKey, type);
    const members = ownMetadata(xmlMembersKey, type) ?? [];
    const [, baseType] = classChain(type);
    const isDerived = baseType !== undefined && ownMetadata(xmlTypeKey, baseType) !== undefined;
    const base = isDerived ? this.#typeOf(baseType, namespace, schema, undefined) : null;
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
      const content = this.#typeOf(text.type, namespace, schema, text.options.dataType);
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
        return [this.#array(member.key, member.type, member.options, namespace, schema)];
      case 'element':
        return [this.#member(member.key, member.type, member.options, namespace, schema)];
    }
  }

  #array(
    key: string,
    item: TypeReference,
    options: XmlArrayMemberOptions,
    typeNamespace: string,
    schema: SchemaDocument,
  ): TreeNode {
    const name = encodeXmlName(options.name ?? key);
    const namespace = elementNamespace(options, typeNamespace);
    const list = this.#listOf(
      { item, itemName: null },
      typeNamespace,
      options.itemNamespace ?? namespace,
      options,
    );
    const isNullable = options.isNullable ?? false;
    const occurrence = occurs(isNullable ? 1 : 0, '1');
    const nillable = isNullable ? 'true' : undefined;
    if (namespace !== '' && namespace !== schema.namespace) {
      const other = this.#schemas.of(namespace);
      other.refersTo(list.namespace);
      other.addElement(name, node('xs:element', { name, nillable, type: list }));
      schema.refersTo(namespace);
      return node('xs:element', { ...occurrence, ref: new QualifiedValue(namespace, name) });
    }
    schema.refersTo(list.namespace);
    const form = namespace === '' && schema.namespace !== '' ? 'unqualified' : undefined;
    return node('xs:element', { ...occurrence, form, name, nillable, type: list });
  }

  #member(
    key: string,
    type: TypeReference,
    options: XmlElementMemberOptions,
    typeNamespace: string,
    schema: SchemaDocument,
  ): TreeNode {
    const namespace = elementNamespace(options, typeNamespace);
    const isNullable = options.isNullable ?? false;
    const shape = resolvedShape(type);
    if (shape.kind === 'choice')
      return this.#choice(shape, namespace, typeNamespace, isNullable, schema, occurs(1, '1'));
    const name = encodeXmlName(options.name ?? key);
    if (shape.kind !== 'list')
      return this.#element(
        type,
        {
          name,
          namespace,
          context: typeNamespace,
          isNullable,
          isOptional: options.isOptional ?? false,
          defaultValue: options.defaultValue,
          dataType: options.dataType,
        },
        schema,
      );
    const items = resolvedShape(shape.item);
    if (items.kind === 'choice')
      return this.#choice(
        items,
        namespace,
        typeNamespace,
        isNullable,
        schema,
        occurs(0, 'unbounded'),
      );
    const mapping = this.#mappings.mappingOf(shape.item, typeNamespace);
    const itemType = this.#typeOf(shape.item, typeNamespace, schema, options.dataType);
    const isNillable = isNullable || mapping.isNullableValue;
    return node('xs:element', {
      ...occurs(0, 'unbounded'),
      form: namespace === '' && schema.namespace !== '' ? 'unqualified' : undefined,
      name,
      nillable: isNillable ? 'true' : undefined,
      type: itemType ?? undefined,
    });
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
      const itemType = this.#typeOf(shape.item, namespace, schema, options.dataType);
      const list = node('xs:list', { itemType: itemType ?? undefined });
      return [node('xs:attribute', { name }, [node('xs:simpleType', {}, [list])])];
    }
    if (own !== '' && own !== schema.namespace) {
      const other = this.#schemas.of(own);
      const reference = this.#typeOf(type, namespace, other, options.dataType);
      other.addAttribute(name, node('xs:attribute', { name, type: reference ?? undefined }));
      schema.refersTo(own);
      return [node('xs:attribute', { ref: new QualifiedValue(own, name) })];
    }
    const mapping = this.#mappings.mappingOf(type, namespace);
    const { defaultValue, isOptional = false } = options;
    const isRequired = !mapping.isReference && defaultValue === undefined && !isOptional;
    const reference = this.#typeOf(type, namespace, schema, options.dataType);
    return [
      node('xs:attribute', {
        default: defaultValue === undefined ? undefined : this.#text(mapping, defaultValue),
        form: isQualified ? 'qualified' : undefined,
        name,
        type: reference ?? undefined,
        use: isRequired ? 'required' : undefined,
      }),
    ];
  }

  #declareEnum(type: TypeReference, { typeName, typeNamespace }: XmlMapping): void {
    const { declaration } = this.#compiler.serializerOf(type);
    if (declaration.kind !== 'enum' || !this.#claim(typeNamespace, typeName, declaration)) return;
    const values = declaration.members.map(({ text }) => node('xs:enumeration', { value: text }));
    const base: AttributeValue = new QualifiedValue(namespaces.xsd, 'string');
    const restriction = node('xs:restriction', { base }, values);
    const content = declaration.isFlags
      ? node('xs:list', {}, [node('xs:simpleType', {}, [restriction])])
      : restriction;
    this.#schemas
      .of(typeNamespace)
      .components.push(node('xs:simpleType', { name: typeName }, [content]));
  }

  /** .NET publishes the four of them wherever one is used. */
  #declareMicrosoftTypes(): void {
    const schema = this.#schemas.of(microsoftTypes);
    if (schema.components.length > 0) return;
    const guid = '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}';
    for (const [name, base, facet] of [
      ['guid', 'string', [node('xs:pattern', { value: guid })]],
      ['char', 'unsignedShort', []],
      ['TimeSpan', 'duration', []],
      ['dateTimeOffset', 'dateTime', []],
    ] as const)
      schema.components.push(
        node('xs:simpleType', { name }, [
          node('xs:restriction', { base: new QualifiedValue(namespaces.xsd, base) }, facet),
        ]),
      );
  }

  #freeName(namespace: string, stem: string, from: number): string {
    let number = from;
    let name = number === 0 ? stem : `${stem}${String(number)}`;
    while (this.#owners.has(`{${namespace}}${name}`)) name = `${stem}${String((number += 1))}`;
    return name;
  }

  /** Whether a name was free; false when it is the owner's already. @throws MetadataError when it is another's */
  #claim(namespace: string, name: string, owner: unknown): boolean {
    const key = `{${namespace}}${name}`;
    const known = this.#owners.get(key);
    if (known === owner) return false;
    if (known !== undefined)
      throw new MetadataError(
        `Two types, or a type and a list, are called ${name} in the namespace '${namespace}'; give one of them another name or namespace with @XmlType.`,
      );
    this.#owners.set(key, owner);
    return true;
  }

  #text(mapping: XmlMapping, value: unknown): string {
    if (typeof value === 'string') return value;
    return mapping.text === null ? String(value) : mapping.text.format(noWriter, value);
  }
}

/** Values that are defaults need no names of namespaces. */
const noWriter = {} as never;

function plainPlace(name: string, namespace: string, context: string): ElementPlace {
  return {
    name,
    namespace,
    context,
    isNullable: false,
    isOptional: false,
    defaultValue: undefined,
    dataType: undefined,
  };
}

/** Values are always there, references may be left out, and what can be nil is there. */
function facets(
  { isReference, isNullableValue }: XmlMapping,
  { isNullable, isOptional, defaultValue }: ElementPlace,
): { readonly isNillable: boolean; readonly min: number } {
  const isNillable = isNullableValue || (isNullable && isReference);
  const mayBeLeftOut = isOptional || defaultValue !== undefined || (isReference && !isNillable);
  return { isNillable, min: mayBeLeftOut ? 0 : 1 };
}

function occurs(min: number, max: '1' | 'unbounded'): Record<string, string> {
  return { minOccurs: String(min), maxOccurs: max };
}

function elementNamespace(
  { form = 'Qualified', namespace }: Pick<XmlMemberOptions, 'form' | 'namespace'>,
  context: string,
): string {
  return namespace ?? (form === 'Qualified' ? context : '');
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

function classOf(type: TypeReference): ClassReference | null {
  if (typeof type === 'function') return type;
  const { shape } = type;
  if (shape.kind === 'lazy') return classOf(shape.target());
  return shape.kind === 'nullable' ? classOf(shape.inner) : null;
}
