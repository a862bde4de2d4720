import type { PropertyKey } from '../../core/message/index.js';
import type { Infer, TypeReference, WireType } from '../data-contract/index.js';
import {
  bodyMembersKey,
  headerMembersKey,
  messageContractKey,
  propertyMembersKey,
} from '../message-contract/message-contract-metadata.js';
import type {
  MessageBodyMemberOptions,
  MessageContractOptions,
  MessageHeaderMemberOptions,
} from '../message-contract/message-contract-metadata.js';
import type { ClassContractDecorator } from './data-contract.js';
import type { DataMemberDecorator } from './data-member.js';
import { decoratedMember } from './decorated-member.js';
import { addMetadata, setMetadata } from './decorator-metadata.js';

/**
 * Makes a class the whole message of an operation: its only parameter, or its result. What is wrong with it is found when a
 * contract that uses it is described. WCF's MessageContractAttribute.
 */
export function MessageContract(options: MessageContractOptions = {}): ClassContractDecorator {
  return (type) => {
    setMetadata(messageContractKey, type, Object.freeze({ ...options }));
  };
}

/** Makes a field a SOAP header of its message contract. WCF's MessageHeaderAttribute. */
export function MessageHeaderMember<const R extends TypeReference>(
  type: R,
  options: MessageHeaderMemberOptions = {},
): DataMemberDecorator<R> {
  return (target: unknown, second: unknown) => {
    const { owner, name: key } = decoratedMember('MessageHeaderMember', target, second);
    const header = { key, type, isArray: false, options: Object.freeze({ ...options }) };
    addMetadata(headerMembersKey, owner, header);
  };
}

/** Makes each item of a list a SOAP header of its own; null is a message without one. WCF's MessageHeaderArrayAttribute. */
export function MessageHeaderArray<const R extends TypeReference>(
  itemType: R,
  options: MessageHeaderMemberOptions = {},
): DataMemberDecorator<WireType<Infer<R>[], readonly Infer<R>[] | null>> {
  return (target: unknown, second: unknown) => {
    const { owner, name: key } = decoratedMember('MessageHeaderArray', target, second);
    const header = { key, type: itemType, isArray: true, options: Object.freeze({ ...options }) };
    addMetadata(headerMembersKey, owner, header);
  };
}

/** Makes a field a part of the body of its message contract. WCF's MessageBodyMemberAttribute. */
export function MessageBodyMember<const R extends TypeReference>(
  type: R,
  options: MessageBodyMemberOptions = {},
): DataMemberDecorator<R> {
  return (target: unknown, second: unknown) => {
    const { owner, name: key } = decoratedMember('MessageBodyMember', target, second);
    addMetadata(bodyMembersKey, owner, { key, type, options: Object.freeze({ ...options }) });
  };
}

/** A decorator of fields that hold a property of the message, or null. */
export interface MessagePropertyDecorator<T> {
  <Value extends T | null>(
    value: undefined,
    context: ClassFieldDecoratorContext<object, Value>,
  ): void;
  <K extends string>(target: Readonly<Record<K, T | null>>, key: K): void;
}

/** Makes a field a property of the message: for the layers of this process, and never on the wire. WCF's MessagePropertyAttribute. */
export function MessageProperty<T>(property: PropertyKey<T>): MessagePropertyDecorator<T> {
  return (target: unknown, second: unknown) => {
    const { owner, name: key } = decoratedMember('MessageProperty', target, second);
    addMetadata(propertyMembersKey, owner, { key, property: property as PropertyKey<unknown> });
  };
}
