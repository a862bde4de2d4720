import type { Serializer } from '../data-contract/serializer.js';
import type { TypeReference } from '../data-contract/index.js';
import type { XmlPartOptions } from '../xml-serializer/xml-type-metadata.js';
import type { BodyWrapper } from './body-format.js';

/** What a message consists of, for metadata. WCF's MessageDescription. */
export interface MessageDescription {
  /** The name of the message contract class; null for a message of parameters. */
  readonly contractName: string | null;
  readonly serializer: 'DataContractSerializer' | 'XmlSerializer';
  /** The element around the parts; null where they stand right in the body. */
  readonly wrapper: BodyWrapper | null;
  readonly parts: readonly PartDescription[];
  readonly headers: readonly HeaderDescription[];
}

/** An element of a body. */
export interface PartDescription {
  readonly name: string;
  readonly namespace: string;
  readonly content: PartContent;
}

/** A header of a message contract. */
export interface HeaderDescription extends PartDescription {
  /** The name of the member, by which WSDL knows the header. */
  readonly memberName: string;
  /** Whether there is one header for each item of a list; `content` is that of an item. */
  readonly isArray: boolean;
}

/** What stands in an element of a message. */
export type PartContent =
  | { readonly kind: 'dataContract'; readonly serializer: Serializer }
  | { readonly kind: 'stream' }
  /** The whole body, which nobody describes. */
  | { readonly kind: 'message' }
  /** What the XmlSerializer writes; `context` is the namespace that a type without one takes over. */
  | {
      readonly kind: 'xml';
      readonly type: TypeReference;
      readonly context: string;
      /** Null where nothing is said of the element. */
      readonly options: XmlPartOptions | null;
    }
  /** What SOAP encoding writes. */
  | {
      readonly kind: 'encoded';
      readonly type: TypeReference;
      /** The namespace of the contract, after which that of types which have none is made. */
      readonly namespace: string;
    };
