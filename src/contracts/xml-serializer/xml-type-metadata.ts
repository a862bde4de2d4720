import type { TypeReference } from '../data-contract/index.js';
import { metadataKey } from '../decorators/decorator-metadata.js';

/** What `@XmlType` says of a class. .NET's XmlTypeAttribute. */
export interface XmlTypeOptions {
  /** Default: the name of the class. */
  readonly name?: string | undefined;
  /** The namespace of its elements. Default: that of the type it is part of, in the end that of the service contract. */
  readonly namespace?: string | undefined;
  /** Only classes that extend it can be written and read. Default false. */
  readonly isAbstract?: boolean | undefined;
}

/** What `@XmlRoot` says of a class whose values stand alone: a body, or a fault's detail. .NET's XmlRootAttribute. */
export interface XmlRootOptions {
  /** Default: the name of the type. */
  readonly name?: string | undefined;
  /** Also the default for the elements of the type. Default: none. */
  readonly namespace?: string | undefined;
}

/** What `@SoapType` says of a class in SOAP encoding. .NET's SoapTypeAttribute. */
export interface SoapTypeOptions {
  /** Default: the name of the class. */
  readonly name?: string | undefined;
  /** Default: that of the service contract and `/encoded`. */
  readonly namespace?: string | undefined;
}

/** Whether a name has the namespace of its type. */
export type XmlForm = 'Qualified' | 'Unqualified';

/** The types of XML Schema that no type of their own stands for; they say how a value of another one is written. */
export type XmlDataType =
  | 'date'
  | 'time'
  | 'hexBinary'
  | 'normalizedString'
  | 'token'
  | 'language'
  | 'Name'
  | 'NCName'
  | 'NMTOKEN'
  | 'NMTOKENS'
  | 'ID'
  | 'IDREF'
  | 'IDREFS'
  | 'ENTITY'
  | 'ENTITIES'
  | 'NOTATION'
  | 'anyURI'
  | 'duration'
  | 'gYear'
  | 'gYearMonth'
  | 'gMonth'
  | 'gMonthDay'
  | 'gDay'
  | 'integer'
  | 'nonNegativeInteger'
  | 'positiveInteger'
  | 'nonPositiveInteger'
  | 'negativeInteger';

/** What every member may be given. */
export interface XmlMemberOptions {
  /** Default: the name of the member. */
  readonly name?: string | undefined;
  /** Default: that of the type for elements, none for attributes. */
  readonly namespace?: string | undefined;
  /** Elements are Qualified by default, attributes Unqualified. */
  readonly form?: XmlForm | undefined;
  /** How the value is written: `date` and `time` of a dateTime, `hexBinary` of bytes, the others of a string. */
  readonly dataType?: XmlDataType | undefined;
  /** Null and undefined leave the member out, and a member that does not come is undefined; .NET's `...Specified`. Default false. */
  readonly isOptional?: boolean | undefined;
  /** A value that is not written, because the peer takes it for granted. .NET's DefaultValueAttribute. */
  readonly defaultValue?: string | number | bigint | boolean | undefined;
}

/** What `@XmlTextMember` may say: text has no name. .NET's XmlTextAttribute. */
export type XmlTextMemberOptions = Pick<XmlMemberOptions, 'dataType'>;

/** What `@XmlElementMember` may say. .NET's XmlElementAttribute. */
export interface XmlElementMemberOptions extends XmlMemberOptions {
  /** Null is an element with `xsi:nil`; otherwise it is left out, but for `nullable(...)` of a value type. Default false. */
  readonly isNullable?: boolean | undefined;
  /** The place among the elements; all elements of a class have one, or none has. Default: as they are declared. */
  readonly order?: number | undefined;
}

/** What `@XmlArrayMember` may say. .NET's XmlArrayAttribute and XmlArrayItemAttribute. */
export interface XmlArrayMemberOptions extends Omit<
  XmlElementMemberOptions,
  'dataType' | 'defaultValue'
> {
  /** The name of the items. Default: that of their type. */
  readonly itemName?: string | undefined;
  /** The namespace of the items. Default: that of the array. */
  readonly itemNamespace?: string | undefined;
  /** False leaves out items that are null. Default true: they are elements with `xsi:nil`. */
  readonly itemIsNullable?: boolean | undefined;
  /** What the member is when no array comes. Default `empty`; `null` is what .NET makes of an array, `empty` of a List. */
  readonly missing?: 'empty' | 'null' | undefined;
}

/**
 * How the XmlSerializer writes a parameter, a result or a body member of a message contract as an element; a list is as many
 * elements. .NET's XmlElementAttribute.
 */
export interface XmlElementPartOptions extends Pick<
  XmlElementMemberOptions,
  'dataType' | 'form' | 'isNullable' | 'isOptional' | 'namespace'
> {
  readonly kind?: 'element' | undefined;
}

/** How the XmlSerializer writes the list of a part: an element that has the items. .NET's XmlArrayAttribute and XmlArrayItemAttribute. */
export interface XmlArrayPartOptions extends Pick<
  XmlArrayMemberOptions,
  'form' | 'isNullable' | 'itemIsNullable' | 'itemName' | 'itemNamespace' | 'namespace'
> {
  readonly kind: 'array';
}

/** How the XmlSerializer writes a part of a message. Default: as an element of the contract's namespace, a list in an element of its own. */
export type XmlPartOptions = XmlElementPartOptions | XmlArrayPartOptions;

/** What `@XmlAnyElementMember` may say. .NET's XmlAnyElementAttribute. */
export interface XmlAnyElementMemberOptions {
  /** Default: elements of any name. */
  readonly name?: string | undefined;
  readonly namespace?: string | undefined;
  /** True for one element, or null; default: a list. */
  readonly isSingle?: boolean | undefined;
  /** As that of the other elements. */
  readonly order?: number | undefined;
}

/** A member as its decorator describes it. */
export type XmlMemberMetadata = { readonly key: string } & (
  | {
      readonly kind: 'element';
      readonly type: TypeReference;
      readonly options: XmlElementMemberOptions;
    }
  | {
      readonly kind: 'array';
      readonly type: TypeReference;
      readonly options: XmlArrayMemberOptions;
    }
  | { readonly kind: 'attribute'; readonly type: TypeReference; readonly options: XmlMemberOptions }
  | { readonly kind: 'text'; readonly type: TypeReference; readonly options: XmlTextMemberOptions }
  | { readonly kind: 'anyElement'; readonly options: XmlAnyElementMemberOptions }
  | { readonly kind: 'anyAttribute' }
);

/** Where `@XmlType` keeps its options. */
export const xmlTypeKey = metadataKey<XmlTypeOptions>('xml-type');

/** Where `@SoapType` keeps its options. */
export const soapTypeKey = metadataKey<SoapTypeOptions>('soap-type');

/** Where `@XmlRoot` keeps its options. */
export const xmlRootKey = metadataKey<XmlRootOptions>('xml-root');

/** Where `@XmlInclude` keeps the classes. */
export const xmlIncludesKey = metadataKey<readonly TypeReference[]>('xml-includes');

/** Where the member decorators keep the members, in the order of their declaration. */
export const xmlMembersKey = metadataKey<readonly XmlMemberMetadata[]>('xml-members');
