import type { Serializer } from './serializer.js';

/** What a schema says of a type beside its name (`argumentName`, `argumentNamespace` of its serialiser). */
export type TypeDeclaration =
  /** A type of XML Schema or of .NET's Serialization namespace: declared already. */
  | { readonly kind: 'builtIn'; readonly namespace: string }
  | ClassDeclaration
  | { readonly kind: 'list'; readonly itemName: string; readonly item: Serializer }
  | DictionaryDeclaration
  | EnumDeclaration
  /** XML that nobody describes; it has no name of its own. */
  | { readonly kind: 'anyContent' };

/** A class, or a struct of .NET. */
export interface ClassDeclaration {
  readonly kind: 'class';
  /** Null where it has none. */
  readonly base: () => Serializer | null;
  /** Its own members, in the order of the wire. */
  readonly members: () => readonly MemberDeclaration[];
  /** The types that `@KnownTypes` names on the class. */
  readonly knownTypes: () => readonly Serializer[];
  /** What a generic class was made of: the pattern of its name, and its arguments. */
  readonly generic: GenericDeclaration | null;
  /** .NET's structs can never be null. */
  readonly isValueType: boolean;
}

/** The name of a generic type before its arguments stand in it. */
export interface GenericDeclaration {
  readonly pattern: string;
  readonly typeArguments: readonly Serializer[];
}

/** One element of a class. */
export interface MemberDeclaration {
  readonly name: string;
  readonly serializer: Serializer;
  readonly isRequired: boolean;
  readonly emitDefaultValue: boolean;
}

/** A map of keys to values. */
export interface DictionaryDeclaration {
  readonly kind: 'dictionary';
  readonly entryName: string;
  readonly keyName: string;
  readonly valueName: string;
  readonly key: Serializer;
  readonly value: Serializer;
}

/** Texts that stand for numbers. */
export interface EnumDeclaration {
  readonly kind: 'enum';
  readonly isFlags: boolean;
  readonly members: readonly { readonly text: string; readonly value: bigint }[];
}
