import { encodeXmlName } from '../../contracts/data-contract/contract-names.js';
import { SerializerCompiler } from '../../contracts/data-contract/serializer-compiler.js';
import type { ClassReference } from '../../contracts/decorators/decorator-metadata.js';
import { capitalized } from '../../contracts/xml-serializer/capitalized.js';
import { resolvedShape } from '../../contracts/xml-serializer/type-shape.js';
import { XmlMappingCompiler } from '../../contracts/xml-serializer/xml-mapping-compiler.js';
import type { XmlMapping } from '../../contracts/xml-serializer/xml-mapping.js';
import type { XmlArrayMemberOptions } from '../../contracts/xml-serializer/xml-type-metadata.js';
import { xmlElement } from '../../contracts/index.js';
import { selfWritten } from '../../contracts/data-contract/xml-types.js';
import type {
  PartContent,
  PartDescription,
  TypeReference,
  XmlContentDeclaration,
} from '../../contracts/index.js';
import { namespaces } from '../namespaces.js';
import { enumType } from './enum-type.js';
import { declareMicrosoftTypes, microsoftTypes } from './microsoft-types.js';
import type { SchemaDocument, SchemaSet } from './schema-set.js';
import { TypeNames } from './type-names.js';
import { XmlClassSchemas } from './xml-class-schemas.js';
import { XmlElementSchemas } from './xml-element-schemas.js';
import { defaultText, facets, occurs, plainPlace } from './xml-element.js';
import type { ChoiceShape, ElementPlace, ListShape, XmlTypeSchemas } from './xml-element.js';
import { xmlContentType } from './xml-content.js';
import { QualifiedValue, node } from './xml-tree.js';
import type { TreeNode } from './xml-tree.js';

/** A part of a message that the XmlSerializer writes. */
export type XmlContent = Extract<PartContent, { readonly kind: 'xml' }>;

type PlacedPart = Pick<PartDescription, 'name' | 'namespace'>;

/** Declares classes for the XmlSerializer in the schemas of their namespaces, each once, as .NET's XmlSchemaExporter does. */
export class XmlSchemas implements XmlTypeSchemas {
  readonly #schemas: SchemaSet;
  readonly #compiler = new SerializerCompiler();
  readonly #mappings = new XmlMappingCompiler(this.#compiler);
  readonly #names = new TypeNames();
  readonly #classes: XmlClassSchemas;
  readonly #elements: XmlElementSchemas;
  /** The names of the lists of a namespace by what they hold. */
  readonly #lists = new Map<string, string>();

  constructor(schemas: SchemaSet) {
    this.#schemas = schemas;
    this.#elements = new XmlElementSchemas(schemas, this.#mappings, this);
    this.#classes = new XmlClassSchemas({
      schemas,
      mappings: this.#mappings,
      names: this.#names,
      types: this,
      elements: this.#elements,
    });
  }

  /** A part of a message as an element in a schema; the schema may have another namespace. */
  part({ name, namespace }: PlacedPart, content: XmlContent, schema: SchemaDocument): TreeNode {
    const { type, context, options } = content;
    if (options === null) return this.element(type, plainPlace(name, namespace, context), schema);
    const place = { name, namespace, context };
    return options.kind === 'array'
      ? this.#elements.array(place, itemOf(type), options, schema)
      : this.#elements.element(place, type, options, schema);
  }

  /** A part of a message as an element that stands alone. */
  declareElement({ name, namespace }: PlacedPart, content: XmlContent): void {
    const schema = this.#schemas.of(namespace);
    const type = this.#partType(content, namespace, schema) ?? undefined;
    const nillable = content.options?.isNullable === true ? 'true' : undefined;
    schema.addElement(name, node('xs:element', { name, nillable, type }));
  }

  /** The type of a part of the style rpc. */
  reference(content: XmlContent): QualifiedValue {
    return this.#partType(content, '', null) ?? new QualifiedValue(namespaces.xsd, 'anyType');
  }

  /** The type of one element of a part. */
  #partType(
    { type, context, options }: XmlContent,
    namespace: string,
    schema: SchemaDocument | null,
  ): QualifiedValue | null {
    if (options === null) return this.typeOf(type, context, schema, undefined);
    if (options.kind !== 'array')
      return this.typeOf(itemOf(type), context, schema, options.dataType);
    const list = { item: itemOf(type), itemName: null };
    const name = this.listOf(list, context, options.itemNamespace ?? namespace, options);
    schema?.refersTo(name.namespace);
    return name;
  }

  element(type: TypeReference, place: ElementPlace, schema: SchemaDocument): TreeNode {
    const { name, namespace, context, defaultValue, dataType } = place;
    if (type === xmlElement)
      return node('xs:element', { ...occurs(0, '1'), name }, [
        node('xs:complexType', { mixed: 'true' }, [node('xs:sequence', {}, [node('xs:any')])]),
      ]);
    const content = this.#contentOf(type);
    if (content !== null)
      return node('xs:element', { ...occurs(0, '1'), name }, [xmlContentType(content, schema)]);
    const mapping = this.#mappings.mappingOf(type, context);
    const { isNillable, min } = facets(mapping, place);
    const occurrence = occurs(min, '1');
    const nillable = isNillable ? 'true' : undefined;
    if (namespace !== '' && namespace !== schema.namespace) {
      const other = this.#schemas.of(namespace);
      const reference = this.typeOf(type, context, other, dataType);
      other.addElement(name, node('xs:element', { name, nillable, type: reference ?? undefined }));
      schema.refersTo(namespace);
      return node('xs:element', { ...occurrence, ref: new QualifiedValue(namespace, name) });
    }
    const reference = this.typeOf(type, context, schema, dataType);
    return node('xs:element', {
      ...occurrence,
      default: defaultValue === undefined ? undefined : defaultText(mapping, defaultValue),
      form: namespace === '' && schema.namespace !== '' ? 'unqualified' : undefined,
      name,
      nillable,
      type: reference ?? undefined,
    });
  }

  typeOf(
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
    if (shape.kind === 'list') return this.listOf(shape, context, context, {});
    const mapping = this.#mappings.mappingOf(type, context);
    const { typeName, typeNamespace } = mapping;
    const owner = classOf(type);
    if (owner !== null) this.#classes.declare(owner, typeNamespace);
    else if (typeNamespace === microsoftTypes || shape.kind === 'dateTimeOffset') {
      declareMicrosoftTypes(this.#schemas);
      return new QualifiedValue(microsoftTypes, typeName);
    } else if (typeNamespace !== namespaces.xsd) this.#declareEnum(type, mapping);
    return new QualifiedValue(typeNamespace, typeName);
  }

  listOf(
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
        ? this.choice(shape, itemNamespace, context, isNullable, schema, occurs(0, 'unbounded'))
        : node('xs:sequence', {}, [this.#item(item, name, context, isNullable, schema)]);
    const key = `${itemNamespace} ${JSON.stringify(content)}`;
    const known = this.#lists.get(key);
    if (known !== undefined) return new QualifiedValue(itemNamespace, known);
    const stem =
      shape.kind === 'choice'
        ? 'ArrayOfChoice'
        : `ArrayOf${capitalized(this.#itemTypeName(item, context))}`;
    const own = this.#names.free(itemNamespace, stem, shape.kind === 'choice' ? 1 : 0);
    this.#names.claim(itemNamespace, own, content);
    this.#lists.set(key, own);
    schema.components.push(node('xs:complexType', { name: own }, [content]));
    return new QualifiedValue(itemNamespace, own);
  }

  /** Lists in lists are called by the name that the inner one has got. */
  #itemTypeName(item: TypeReference, context: string): string {
    const shape = resolvedShape(item);
    if (shape.kind === 'any') return 'anyType';
    return shape.kind === 'list'
      ? this.listOf(shape, context, context, {}).name
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
    const type = this.typeOf(item, context, schema, undefined);
    return node('xs:element', {
      ...occurs(0, 'unbounded'),
      name: encodeXmlName(name ?? mapping.typeName),
      nillable: isNillable ? 'true' : undefined,
      type: type ?? undefined,
    });
  }

  choice(
    { alternatives }: ChoiceShape,
    namespace: string,
    context: string,
    isNullable: boolean,
    schema: SchemaDocument,
    occurrence: Readonly<Record<string, string>>,
  ): TreeNode {
    const elements = alternatives.map(([name, type, options]) =>
      this.element(
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

  /** What stands in elements of a type that writes its XML by itself; null for another one. */
  #contentOf(type: TypeReference): XmlContentDeclaration | null {
    if (typeof type === 'function') return null;
    const { kind } = resolvedShape(type);
    if (kind !== 'value' && kind !== 'nullable') return null;
    const { declaration } = this.#compiler.serializerOf(type);
    // .NET's XmlSerializer says the same of all of them.
    return declaration.kind === 'xmlContent' ? selfWritten : null;
  }

  #declareEnum(type: TypeReference, { typeName, typeNamespace }: XmlMapping): void {
    const { declaration } = this.#compiler.serializerOf(type);
    if (declaration.kind !== 'enum' || !this.#names.claim(typeNamespace, typeName, declaration))
      return;
    this.#schemas.of(typeNamespace).components.push(enumType(typeName, declaration));
  }
}

/** What a list has in it; a type that is none itself. */
function itemOf(type: TypeReference): TypeReference {
  const shape = resolvedShape(type);
  return shape.kind === 'list' ? shape.item : type;
}

function classOf(type: TypeReference): ClassReference | null {
  if (typeof type === 'function') return type;
  const { shape } = type;
  if (shape.kind === 'lazy') return classOf(shape.target());
  return shape.kind === 'nullable' ? classOf(shape.inner) : null;
}
