import type { TypeShape } from '../../contracts/data-contract/wire-type.js';
import type { XmlMapping } from '../../contracts/xml-serializer/xml-mapping.js';
import type {
  XmlArrayMemberOptions,
  XmlMemberOptions,
} from '../../contracts/xml-serializer/xml-type-metadata.js';
import { XmlTextWriter } from '../../core/xml/index.js';
import type { TypeReference } from '../../contracts/index.js';
import type { SchemaDocument } from './schema-set.js';
import type { QualifiedValue, TreeNode } from './xml-tree.js';

/** The shape of a list. */
export type ListShape = Extract<TypeShape, { readonly kind: 'list' }>;
/** The shape of a choice. */
export type ChoiceShape = Extract<TypeShape, { readonly kind: 'choice' }>;

/** An element that is declared: in a type, or for itself. */
export interface ElementPlace {
  readonly name: string;
  readonly namespace: string;
  /** The namespace that its type takes over. */
  readonly context: string;
  readonly isNullable: boolean;
  readonly isOptional: boolean;
  readonly defaultValue: XmlMemberOptions['defaultValue'];
  readonly dataType: string | undefined;
}

/** What members of classes ask of the schemas of types. */
export interface XmlTypeSchemas {
  /** The name of a type, which is declared; null for anything. */
  typeOf(
    type: TypeReference,
    context: string,
    schema: SchemaDocument | null,
    dataType: string | undefined,
  ): QualifiedValue | null;
  /** An element in a schema, which may have another namespace. */
  element(type: TypeReference, place: ElementPlace, schema: SchemaDocument): TreeNode;
  choice(
    shape: ChoiceShape,
    namespace: string,
    context: string,
    isNullable: boolean,
    schema: SchemaDocument,
    occurrence: Readonly<Record<string, string>>,
  ): TreeNode;
  /** A list in an element of its own is a type, which is named after its items and numbered where they differ. */
  listOf(
    list: Pick<ListShape, 'item' | 'itemName'>,
    context: string,
    itemNamespace: string,
    options: Pick<XmlArrayMemberOptions, 'itemName' | 'itemIsNullable'>,
  ): QualifiedValue;
}

/** The place of an element of which nothing is said but its name. */
export function plainPlace(name: string, namespace: string, context: string): ElementPlace {
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
export function facets(
  { isReference, isNullableValue }: XmlMapping,
  { isNullable, isOptional, defaultValue }: ElementPlace,
): { readonly isNillable: boolean; readonly min: number } {
  const isNillable = isNullableValue || (isNullable && isReference);
  const mayBeLeftOut = isOptional || defaultValue !== undefined || (isReference && !isNillable);
  return { isNillable, min: mayBeLeftOut ? 0 : 1 };
}

/** How often an element may come. */
export function occurs(min: number, max: '1' | 'unbounded'): Record<string, string> {
  return { minOccurs: String(min), maxOccurs: max };
}

/** The text of a value that is taken for granted. */
export function defaultText(
  { text }: XmlMapping,
  value: NonNullable<XmlMemberOptions['defaultValue']>,
): string {
  return typeof value === 'string' || text === null
    ? String(value)
    : text.format(new XmlTextWriter(), value);
}
