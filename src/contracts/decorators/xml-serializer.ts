import type { XmlAttribute, XmlElement } from '../../core/xml/index.js';
import type { Accepts, Infer, TypeReference, WireType } from '../data-contract/index.js';
import {
  soapTypeKey,
  xmlIncludesKey,
  xmlMembersKey,
  xmlRootKey,
  xmlTypeKey,
} from '../xml-serializer/xml-type-metadata.js';
import type {
  SoapTypeOptions,
  XmlAnyElementMemberOptions,
  XmlArrayMemberOptions,
  XmlElementMemberOptions,
  XmlMemberMetadata,
  XmlMemberOptions,
  XmlRootOptions,
  XmlTextMemberOptions,
  XmlTypeOptions,
} from '../xml-serializer/xml-type-metadata.js';
import type { ClassContractDecorator } from './data-contract.js';
import type { DataMemberDecorator } from './data-member.js';
import { decoratedMember } from './decorated-member.js';
import { addMetadata, setMetadata } from './decorator-metadata.js';
import type { ClassReference } from './decorator-metadata.js';

/** The name and the namespace of a class for the XmlSerializer. .NET's XmlTypeAttribute. */
export function XmlType(options: XmlTypeOptions = {}): ClassContractDecorator {
  return (type) => {
    setMetadata(xmlTypeKey, type, Object.freeze({ ...options }));
  };
}

/** The name and the namespace of a class in SOAP encoding, where those of `@XmlType` do not count. .NET's SoapTypeAttribute. */
export function SoapType(options: SoapTypeOptions = {}): ClassContractDecorator {
  return (type) => {
    setMetadata(soapTypeKey, type, Object.freeze({ ...options }));
  };
}

/** The element of a class where its objects stand alone. .NET's XmlRootAttribute. */
export function XmlRoot(options: XmlRootOptions = {}): ClassContractDecorator {
  return (type) => {
    setMetadata(xmlRootKey, type, Object.freeze({ ...options }));
  };
}

/**
 * Names classes that may stand where this one, or any type, is declared. One that is declared further down is named by
 * `lazy(() => TheClass)`. .NET's XmlIncludeAttribute.
 */
export function XmlInclude(...types: readonly TypeReference[]): ClassContractDecorator {
  return (type: ClassReference) => {
    for (const included of types) addMetadata(xmlIncludesKey, type, included);
  };
}

/**
 * Makes a field an element of its class; a list is as many elements, right among the others. .NET's XmlElementAttribute, and what
 * it makes of a field without attributes that is no list.
 */
export function XmlElementMember<const R extends TypeReference>(
  type: R,
  options: XmlElementMemberOptions = {},
): DataMemberDecorator<R> {
  return member('XmlElementMember', (key) => ({ kind: 'element', key, type, options }));
}

/** Makes a field an element that has the items of a list. .NET's XmlArrayAttribute, and what it makes of a list without attributes. */
export function XmlArrayMember<const R extends TypeReference>(
  itemType: R,
  options: XmlArrayMemberOptions = {},
): DataMemberDecorator<WireType<Infer<R>[], readonly Accepts<R>[] | null>> {
  return member('XmlArrayMember', (key) => ({ kind: 'array', key, type: itemType, options }));
}

/** Makes a field an attribute of its class; a list is one attribute of several texts. .NET's XmlAttributeAttribute. */
export function XmlAttributeMember<const R extends TypeReference>(
  type: R,
  options: XmlMemberOptions = {},
): DataMemberDecorator<R> {
  return member('XmlAttributeMember', (key) => ({ kind: 'attribute', key, type, options }));
}

/** Makes a field the text of its class. .NET's XmlTextAttribute. */
export function XmlTextMember<const R extends TypeReference>(
  type: R,
  options: XmlTextMemberOptions = {},
): DataMemberDecorator<R> {
  return member('XmlTextMember', (key) => ({ kind: 'text', key, type, options }));
}

/** Makes a field the elements that no other member takes. .NET's XmlAnyElementAttribute. */
export function XmlAnyElementMember(
  options: XmlAnyElementMemberOptions & { readonly isSingle: true },
): DataMemberDecorator<WireType<XmlElement | null>>;
export function XmlAnyElementMember(
  options?: XmlAnyElementMemberOptions & { readonly isSingle?: false | undefined },
): DataMemberDecorator<WireType<XmlElement[], readonly XmlElement[] | null>>;
export function XmlAnyElementMember(
  options: XmlAnyElementMemberOptions = {},
): DataMemberDecorator<WireType<XmlElement | null>> &
  DataMemberDecorator<WireType<XmlElement[], readonly XmlElement[] | null>> {
  return member('XmlAnyElementMember', (key) => ({ kind: 'anyElement', key, options }));
}

/** Makes a field the attributes that no other member takes. .NET's XmlAnyAttributeAttribute. */
export function XmlAnyAttributeMember(): DataMemberDecorator<
  WireType<XmlAttribute[], readonly XmlAttribute[] | null>
> {
  return member('XmlAnyAttributeMember', (key) => ({ kind: 'anyAttribute', key }));
}

function member(
  decorator: string,
  describe: (key: string) => XmlMemberMetadata,
): (target: unknown, second: unknown) => void {
  return (target, second) => {
    const { owner, name } = decoratedMember(decorator, target, second);
    addMetadata(xmlMembersKey, owner, Object.freeze(describe(name)));
  };
}
