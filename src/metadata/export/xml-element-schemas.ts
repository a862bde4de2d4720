import { resolvedShape } from '../../contracts/xml-serializer/type-shape.js';
import type { XmlMappingCompiler } from '../../contracts/xml-serializer/xml-mapping-compiler.js';
import type {
  XmlArrayMemberOptions,
  XmlElementMemberOptions,
} from '../../contracts/xml-serializer/xml-type-metadata.js';
import type { TypeReference } from '../../contracts/index.js';
import type { SchemaDocument, SchemaSet } from './schema-set.js';
import { occurs } from './xml-element.js';
import type { XmlTypeSchemas } from './xml-element.js';
import { QualifiedValue, node } from './xml-tree.js';
import type { TreeNode } from './xml-tree.js';

/** Where the element of a member, or of a part of a message, stands. */
export interface MemberPlace {
  readonly name: string;
  readonly namespace: string;
  /** The namespace that its type takes over. */
  readonly context: string;
}

type ElementOptions = Pick<
  XmlElementMemberOptions,
  'dataType' | 'defaultValue' | 'isNullable' | 'isOptional'
>;
type ArrayOptions = Pick<
  XmlArrayMemberOptions,
  'isNullable' | 'itemIsNullable' | 'itemName' | 'itemNamespace'
>;

/** Declares the elements of members of classes, and of parts of messages. */
export class XmlElementSchemas {
  readonly #schemas: SchemaSet;
  readonly #mappings: XmlMappingCompiler;
  readonly #types: XmlTypeSchemas;

  constructor(schemas: SchemaSet, mappings: XmlMappingCompiler, types: XmlTypeSchemas) {
    this.#schemas = schemas;
    this.#mappings = mappings;
    this.#types = types;
  }

  /** A list in an element of its own. */
  array(
    { name, namespace, context }: MemberPlace,
    item: TypeReference,
    options: ArrayOptions,
    schema: SchemaDocument,
  ): TreeNode {
    const list = this.#types.listOf(
      { item, itemName: null },
      context,
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

  /** A value, the items of a list, or one of several elements. */
  element(
    { name, namespace, context }: MemberPlace,
    type: TypeReference,
    options: ElementOptions,
    schema: SchemaDocument,
  ): TreeNode {
    const isNullable = options.isNullable ?? false;
    const shape = resolvedShape(type);
    if (shape.kind === 'choice')
      return this.#types.choice(shape, namespace, context, isNullable, schema, occurs(1, '1'));
    if (shape.kind !== 'list')
      return this.#types.element(
        type,
        {
          name,
          namespace,
          context,
          isNullable,
          isOptional: options.isOptional ?? false,
          defaultValue: options.defaultValue,
          dataType: options.dataType,
        },
        schema,
      );
    const items = resolvedShape(shape.item);
    if (items.kind === 'choice')
      return this.#types.choice(
        items,
        namespace,
        context,
        isNullable,
        schema,
        occurs(0, 'unbounded'),
      );
    const mapping = this.#mappings.mappingOf(shape.item, context);
    const itemType = this.#types.typeOf(shape.item, context, schema, options.dataType);
    const isNillable = isNullable || mapping.isNullableValue;
    return node('xs:element', {
      ...occurs(0, 'unbounded'),
      form: namespace === '' && schema.namespace !== '' ? 'unqualified' : undefined,
      name,
      nillable: isNillable ? 'true' : undefined,
      type: itemType ?? undefined,
    });
  }
}
