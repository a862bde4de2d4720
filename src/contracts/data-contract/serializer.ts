import type { XmlReader, XmlWriter } from '../../core/xml/index.js';
import type { ClassReference } from '../decorators/decorator-metadata.js';

/** What the serialiser of a type is, seen from the element that holds a value. */
export type SerializerKind =
  /** A built-in type of XML Schema or of .NET's Serialization namespace. */
  | 'primitive'
  /** Text like a primitive, named by a contract. */
  | 'enum'
  /** Child elements: a class, a list, a dictionary. */
  | 'complex';

/** The types that may stand where another one is declared. */
export interface Polymorphism {
  /** The type that a value has: the declared one, or one that may stand in its place. @throws ValueError */
  serializerFor(value: unknown): Serializer;
  /** What an element has that names its type (`i:type`), or null when that may not stand here. */
  named(name: string, namespace: string): ((reader: XmlReader) => unknown) | null;
}

/** The compiled reader and writer of a wire type: closures straight between values and XML, made once per contract. */
export interface Serializer {
  readonly kind: SerializerKind;
  /** The name of the type in its programming language, from which fault names are made (`String`, `MathFault`). */
  readonly typeName: string;
  /** Name of a root element, and of an item in a list. */
  readonly name: string;
  /** Namespace of a root element; for a complex type also that of its children. */
  readonly namespace: string;
  /** The name that the type contributes to the names of lists and dictionaries of it. */
  readonly argumentName: string;
  readonly argumentNamespace: string;
  /** Whether null can be written and read: reference types of .NET, and Nullable<T>. */
  readonly isNullable: boolean;
  /** True for QName, whose element may not take the default namespace, as the content then means something else. */
  readonly needsPrefix: boolean;
  /** True for the types that .NET's formatter for operations of simple parameters handles. */
  readonly isPlain: boolean;
  /** The value of an element that is not there: .NET's `default(T)`. */
  readonly missing: unknown;
  /** The class of the values, or null when they are of none. */
  readonly classType: ClassReference | null;
  /** Whether an object that occurs twice is written once and referred to after that: .NET's IsReference. */
  readonly isReference: boolean;
  /** What else may stand where the type is declared, or null: nothing. */
  readonly polymorphism: Polymorphism | null;
  /** What metadata says of the type. */
  readonly declaration: TypeDeclaration;
  /** Whether a value is .NET's `default(T)`, which `emitDefaultValue: false` leaves out. */
  isDefault(value: unknown): boolean;
  /**
   * Writes the content of the element just started; null is the caller's matter.
   * @throws ValueError
   */
  writeContent(writer: XmlWriter, value: unknown): void;
  /** Reads the value of the start tag the reader stands on and moves past its end tag; nil is the caller's matter. */
  readElement(reader: XmlReader): unknown;
}

/** What a schema says of a type beside its name (`argumentName`, `argumentNamespace` of its serialiser). */
export type TypeDeclaration =
  /** A type of XML Schema or of .NET's Serialization namespace: declared already. */
  | { readonly kind: 'builtIn'; readonly namespace: string }
  | ClassDeclaration
  | { readonly kind: 'list'; readonly itemName: string; readonly item: Serializer }
  | DictionaryDeclaration
  | EnumDeclaration
  /** Values of any type by names in no namespace: .NET's ISerializable. */
  | { readonly kind: 'namedValues' }
  | XmlContentDeclaration;

/** XML that a type writes and reads by itself. */
export interface XmlContentDeclaration {
  readonly kind: 'xmlContent';
  /** What schemas have of it beside the elements of its type: a type of its name, an element of it, nothing. */
  readonly declares: 'type' | 'element' | 'nothing';
  /** Whether a schema names the type of .NET where it has none of its own. */
  readonly isNoted: boolean;
  /** What may stand inside, one after the other. */
  readonly particles: readonly XmlParticle[];
  /** Whether they may come again and again. */
  readonly repeats: boolean;
}

/** A schema, or any element that the attributes of `xs:any` let in. */
export type XmlParticle =
  | { readonly kind: 'schema' }
  | ({ readonly kind: 'any' } & Readonly<Partial<Record<WildcardAttribute, string>>>);

/** The attributes of `xs:any`. */
export type WildcardAttribute = 'minOccurs' | 'maxOccurs' | 'namespace' | 'processContents';

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
