import type { QualifiedName } from '../../contracts/index.js';
import type { CodeOptions, MemberDeclaration, TypeUse } from '../model/type-model.js';
import { stringType } from './built-in-types.js';
import type { MetadataNode } from './metadata-node.js';
import type { SchemaComponent } from './schema-index.js';

/** An element, as a member or a part of a message has it. */
export interface ElementUse {
  readonly name: string;
  readonly namespace: string;
  readonly isQualified: boolean;
  readonly type: TypeUse;
  /** Of a list in an element of its own: the names of its items. */
  readonly array: { readonly item: TypeUse; readonly options: CodeOptions } | null;
  readonly isNillable: boolean;
}

/** What the parts of the reader of classes for the XmlSerializer ask each other. */
export interface XmlTypeReader {
  /** The type of a name; one that is not declared is told, and is anything. */
  typeOf(name: QualifiedName, from: MetadataNode | null): TypeUse;
  /**
   * What an element declaration says: a global one, or one in a type, whose name gives nameless types theirs. Without a place for
   * the names of items a list in an element of its own is a class.
   */
  elementUse(
    owner: SchemaComponent,
    element: MetadataNode,
    parentName: string,
    takesItemNames?: boolean,
  ): ElementUse;
}

/** Lists of values in one text have a place in attributes only: elsewhere they are the text. */
export function withoutTextLists(type: TypeUse): TypeUse {
  return type.kind === 'list' && type.options['isText'] === true ? stringType : type;
}

/** How the text of a type is written, where another type is meant than that of its name. */
export function dataTypeOf(type: TypeUse): string | undefined {
  if (type.kind === 'builtIn') return type.dataType;
  return type.kind === 'nullable' || type.kind === 'list'
    ? dataTypeOf(type.kind === 'list' ? type.item : type.inner)
    : undefined;
}

const booleans = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
]);

/** The value that an element or attribute has where it does not come; null without one that is a literal. */
export function initialValue(node: MetadataNode, type: TypeUse): MemberDeclaration['initial'] {
  const text = node.attribute('default');
  if (text === null) return null;
  if (type.kind === 'declared' && type.declaration.kind === 'enum')
    return type.declaration.members.some((member) => member.text === text) ? text : null;
  if (type.kind !== 'builtIn') return null;
  if (type.code === 'xsd.string') return text;
  if (type.code === 'xsd.boolean') return booleans.get(text) ?? null;
  return type.valueType === 'number' && /^-?\d{1,15}(\.\d{1,15})?$/.test(text)
    ? Number(text)
    : null;
}
