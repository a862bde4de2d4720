import type { Serializer } from './serializer.js';

/** Never there at run time: where a {@link WireType} keeps the TypeScript types of its values. */
declare const valueTypes: unique symbol;

/**
 * How values of a TypeScript type look on the wire, as a value: `xsd.double`, `guid`, `arrayOf(xsd.int)` ...
 * Reading gives `T`; writing accepts `In`, which may be wider (`xsd.dateTime` gives a DateTime and accepts a Date too).
 */
export interface WireType<out T, in In = T> {
  readonly [valueTypes]?: { readonly reads: T; readonly accepts: (value: In) => void };
  /** How the type is written in a contract, for messages: `xsd.double`. */
  readonly label: string;
  /** @internal */
  readonly build: (resolver: SerializerResolver) => Serializer;
  /** @internal */
  readonly shape: TypeShape;
}

/** What a type is made of: for serialisers that write it in another way than data contracts do. */
export type TypeShape =
  /** A value that its data contract serialiser writes as any other does: text, or XML of its own. */
  | { readonly kind: 'value' }
  | { readonly kind: 'list'; readonly item: TypeReference; readonly itemName: string | null }
  | { readonly kind: 'nullable'; readonly inner: TypeReference }
  | { readonly kind: 'lazy'; readonly target: () => TypeReference }
  | { readonly kind: 'any' }
  | { readonly kind: 'dateTimeOffset' }
  /** One of several elements, told apart by their names. */
  | {
      readonly kind: 'choice';
      readonly alternatives: readonly ChoiceAlternative[];
      readonly isMixed: boolean;
    }
  /** Something that only data contracts have. */
  | { readonly kind: 'contract' };

/** An element that may stand in a choice. */
export type ChoiceAlternative = readonly [
  name: string,
  type: TypeReference,
  options?: { readonly namespace?: string | undefined },
];

/** A class decorated with `@DataContract`. */
export type DataContractClass<T extends object = object> = abstract new (...args: never[]) => T;

/** What stands for a type in a contract: a wire type, or a data contract class. */
export type TypeReference = WireType<unknown, never> | DataContractClass;

/** The TypeScript type of the values that are read: `Infer<typeof Color>`. */
export type Infer<R> =
  R extends WireType<infer T, never> ? T : R extends DataContractClass<infer C> ? C : never;

/** The TypeScript type of the values that may be written; at least {@link Infer}. */
export type Accepts<R> =
  R extends WireType<unknown, infer In> ? In : R extends DataContractClass<infer C> ? C : never;

/** A type that may stand in the place of others. */
export interface KnownType {
  readonly type: TypeReference;
  readonly serializer: Serializer;
}

/** The types of one contract that may stand in the place of others. */
export interface KnownTypeSet {
  /** The type that an element names by `i:type`, or null. */
  named(name: string, namespace: string, resolver: SerializerResolver): KnownType | null;
  /** The type of the objects of a class, or null. As in .NET a class is also known that its own `@KnownTypes` name. */
  ofClass(type: DataContractClass, resolver: SerializerResolver): Serializer | null;
  /** Adds what `@KnownTypes` says of a class and its base classes. */
  addFrom(type: DataContractClass, resolver: SerializerResolver): void;
  add(type: TypeReference, resolver: SerializerResolver): void;
}

/** What the parts of a type get their serialisers from, while a contract is compiled. */
export interface SerializerResolver {
  serializerOf(type: TypeReference): Serializer;
  /** The types that may stand in the place of others. */
  readonly knownTypes: KnownTypeSet;
  /** Called while a type is built: does something when it has its serialiser, which that may need itself. */
  later(task: () => void): void;
  /** Notes what makes the contract impossible, and what to do about it. */
  report(problem: string): void;
}

/** Makes a wire type. */
export function wireType<T, In = T>(
  label: string,
  build: (resolver: SerializerResolver) => Serializer,
  shape: TypeShape = value,
): WireType<T, In> {
  return Object.freeze({ label, build, shape });
}

const value: TypeShape = Object.freeze({ kind: 'value' });

/** How a type is called in messages. */
export function labelOf(type: TypeReference): string {
  return typeof type === 'function' ? type.name : type.label;
}
