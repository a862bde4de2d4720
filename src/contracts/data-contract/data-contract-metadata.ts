import { metadataKey } from '../decorators/decorator-metadata.js';
import type { KnownTypeResolver } from './known-type-resolver.js';
import type { TypeReference } from './wire-type.js';

/** What `@DataContract` says of a class. */
export interface DataContractOptions {
  /**
   * Default: the name of the class. With `typeArguments`, `{0}`, `{1}` ... stand for the names of the arguments, and `{#}` for .NET's
   * digest of their namespaces (nothing where all are built-in types); then the default is `<class>Of{0}{1}...{#}`.
   */
  readonly name?: string | undefined;
  /** Default `http://schemas.datacontract.org/2004/07/`. */
  readonly namespace?: string | undefined;
  /**
   * An object that occurs twice is written once and referred to after that, so that graphs may have cycles; the same for
   * all classes of an inheritance chain. Default false.
   */
  readonly isReference?: boolean | undefined;
  /**
   * Elements that the class does not know are kept with its object, and written back where they came: a peer of a newer version
   * loses nothing. .NET's IExtensibleDataObject. Default false.
   */
  readonly isExtensible?: boolean | undefined;
  /**
   * An element has to say by `i:type` which class that extends this one its object is of, and no object of this class itself is
   * written. C#'s abstract, of which nothing is left when a TypeScript program runs. Default false.
   */
  readonly isAbstract?: boolean | undefined;
  /**
   * The objects are values: never null (`nullable()` makes that), never shared, and one that does not come is an object of its members'
   * defaults, which is frozen. C#'s struct. Default false.
   */
  readonly isValueType?: boolean | undefined;
  /** What the class has in the place of a generic .NET class's parameters: `Page<Order>` is a class `PageOfOrder` with `[Order]`. */
  readonly typeArguments?: readonly TypeReference[] | undefined;
}

/** What is kept of a data contract. */
export interface DataContractMetadata extends DataContractOptions {
  /** A class without decorators: its constructor is run. */
  readonly isPlain?: boolean;
}

/** What `@DataMember` may say of a member beside its type. WCF's DataMemberAttribute. */
export interface DataMemberOptions {
  /** The element's name; default: the name of the member. */
  readonly name?: string | undefined;
  /** Members without order come first, by name; then these, in ascending order. A whole number from 0. */
  readonly order?: number | undefined;
  /** A message without the member cannot be read. Default false. */
  readonly isRequired?: boolean | undefined;
  /** False leaves the member out when it has .NET's default value (null, 0, false ...). Default true. */
  readonly emitDefaultValue?: boolean | undefined;
}

/** A member as its decorator describes it. */
export interface DataMemberMetadata {
  readonly key: string;
  readonly type: TypeReference;
  readonly options: DataMemberOptions;
}

/** When a method of a data contract class is called. */
export type SerializationMoment = 'serializing' | 'serialized' | 'deserializing' | 'deserialized';

/** A method that is called while its object is written or read. */
export interface SerializationCallback {
  readonly moment: SerializationMoment;
  readonly methodName: string;
}

/** Where `@OnSerializing` and its like keep the methods. */
export const serializationCallbacksKey =
  metadataKey<readonly SerializationCallback[]>('serialization-callbacks');

/** Where `@DataContract` keeps its options. */
export const dataContractKey = metadataKey<DataContractMetadata>('data-contract');

/** Where `@KnownTypes` keeps the types. */
export const knownTypesKey = metadataKey<readonly TypeReference[]>('known-types');

/** Where `@KnownTypes` keeps what finds types when they come. */
export const knownTypeResolversKey =
  metadataKey<readonly KnownTypeResolver[]>('known-type-resolvers');

/** Where `@DataMember` keeps the members, in the order of their declaration. */
export const dataMembersKey = metadataKey<readonly DataMemberMetadata[]>('data-members');
