import type { PropertyKey } from '../../core/message/index.js';
import type { TypeReference } from '../data-contract/index.js';
import type { XmlPartOptions } from '../xml-serializer/xml-type-metadata.js';
import { metadataKey } from '../decorators/decorator-metadata.js';

/** What `@MessageContract` says of a class. WCF's MessageContractAttribute. */
export interface MessageContractOptions {
  /** Whether one element of the body holds the members. Default true; false puts them right into the body. */
  readonly isWrapped?: boolean | undefined;
  /** The name of that element. Default: the name of the class. */
  readonly wrapperName?: string | undefined;
  /** Its namespace. Default: that of the service contract. */
  readonly wrapperNamespace?: string | undefined;
}

/** What a header or a body member may be given beside its type. */
export interface MessageMemberOptions {
  /** The element's name. Default: the name of the member. */
  readonly name?: string | undefined;
  /** The element's namespace. Default: that of the service contract. */
  readonly namespace?: string | undefined;
}

/** What `@MessageBodyMember` may say beside the type. WCF's MessageBodyMemberAttribute. */
export interface MessageBodyMemberOptions extends MessageMemberOptions {
  /** How the XmlSerializer writes the member. .NET's XmlElementAttribute and XmlArrayAttribute beside the MessageBodyMemberAttribute. */
  readonly xml?: XmlPartOptions | undefined;
  /** Members without order come first, by namespace and name; then these, in ascending order. A whole number from 0. */
  readonly order?: number | undefined;
}

/** What `@MessageHeaderMember` and `@MessageHeaderArray` may say beside the type. WCF's MessageHeaderAttribute. */
export interface MessageHeaderMemberOptions extends MessageMemberOptions {
  /** The receiver must refuse the message if it does not understand the header. Default false. */
  readonly mustUnderstand?: boolean | undefined;
  /** The node that the header is for (`actor`, in SOAP 1.2 `role`). Default: the ultimate receiver. */
  readonly actor?: string | undefined;
  /** SOAP 1.2: an intermediary that does not process the header passes it on. Default false. */
  readonly relay?: boolean | undefined;
}

/** A header as its decorator describes it. */
export interface HeaderMemberMetadata {
  readonly key: string;
  readonly type: TypeReference;
  /** Whether each item of the member's list is a header of its own. */
  readonly isArray: boolean;
  readonly options: MessageHeaderMemberOptions;
}

/** A body member as its decorator describes it. */
export interface BodyMemberMetadata {
  readonly key: string;
  readonly type: TypeReference;
  readonly options: MessageBodyMemberOptions;
}

/** A member that is a property of the message and never on the wire. */
export interface PropertyMemberMetadata {
  readonly key: string;
  readonly property: PropertyKey<unknown>;
}

/** Where `@MessageContract` keeps its options. */
export const messageContractKey = metadataKey<MessageContractOptions>('message-contract');

/** Where `@MessageHeaderMember` and `@MessageHeaderArray` keep the headers. */
export const headerMembersKey = metadataKey<readonly HeaderMemberMetadata[]>('header-members');

/** Where `@MessageBodyMember` keeps the body members. */
export const bodyMembersKey = metadataKey<readonly BodyMemberMetadata[]>('body-members');

/** Where `@MessageProperty` keeps the properties. */
export const propertyMembersKey =
  metadataKey<readonly PropertyMemberMetadata[]>('property-members');
