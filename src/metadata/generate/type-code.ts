import { isIdentifier, stringLiteral } from './expressions.js';
import type { TypeUse } from '../model/type-model.js';
import { group, ifBroken, indent, join, line, softline } from './layout.js';
import type { Doc } from './layout.js';

/** Makes the code of TypeScript types. */
export interface TypeContext {
  readonly prefersSingle: boolean;
  /** The name of a type that the package exports, which the file then imports. */
  importedType(name: string): string;
  /** The name of a declared type at the place that is written. */
  typeName(type: TypeUse & { readonly kind: 'declared' }): string;
}

const packageTypes =
  /\b(?:Decimal|DateTime|Duration|DateTimeOffset|QualifiedName|XmlElement|XmlAttribute|DataSetXml|Message)\b/g;

/** What the values of a type are in TypeScript. */
export function valueType(type: TypeUse, context: TypeContext): Doc {
  switch (type.kind) {
    case 'builtIn':
      return namedType(type.valueType, context);
    case 'declared':
      return context.typeName(type);
    case 'nullable':
      return [valueType(type.inner, context), ' | null'];
    case 'list': {
      const item = valueType(type.item, context);
      return type.item.kind === 'nullable' ? ['(', item, ')[]'] : [item, '[]'];
    }
    case 'dictionary':
      return generic('Map', [valueType(type.key, context), valueType(type.value, context)]);
  }
}

/** A type by its code, whose names are imported. */
export function namedType(code: string, context: TypeContext): string {
  for (const [name] of code.matchAll(packageTypes)) context.importedType(name);
  return code;
}

/** A generic type with its arguments. */
export function generic(name: string, typeArguments: readonly Doc[]): Doc {
  const [only, second] = typeArguments;
  if (only !== undefined && second === undefined) return [name, '<', only, '>'];
  return group([name, '<', indent(softline, ...join([',', line], typeArguments)), softline, '>']);
}

/** The type of an object with these members. */
export function objectType(
  members: readonly (readonly [name: string, type: Doc])[],
  { prefersSingle }: TypeContext,
): Doc {
  const needsQuotes = members.some(([name]) => !isIdentifier(name));
  const parts = members.map(([name, type]): Doc => [
    needsQuotes && !isIdentifier(name) ? stringLiteral(name, prefersSingle) : name,
    ': ',
    type,
  ]);
  return group(['{', indent(line, ...join([';', line], parts)), ifBroken(';'), line, '}']);
}
