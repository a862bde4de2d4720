import type { TypeReference } from '../data-contract/index.js';
import { encodeXmlName } from '../data-contract/contract-names.js';
import type { SerializerResolver } from '../data-contract/wire-type.js';
import { classChain, ownMetadata } from '../decorators/decorator-metadata.js';
import type { ClassReference } from '../decorators/decorator-metadata.js';
import type { BodyWrapper } from '../formatters/index.js';
import {
  bodyMembersKey,
  headerMembersKey,
  messageContractKey,
  propertyMembersKey,
} from './message-contract-metadata.js';
import type {
  HeaderMemberMetadata,
  MessageBodyMemberOptions,
  MessageMemberOptions,
  PropertyMemberMetadata,
} from './message-contract-metadata.js';

/** A member of a message contract that is an element. */
export interface MessageMember<Metadata> {
  readonly name: string;
  readonly namespace: string;
  readonly metadata: Metadata;
}

/** A message contract class, its inherited members included, in the order of the wire. */
export interface MessageContractDescription {
  readonly type: ClassReference;
  /** The element around the body members, or null: they stand right in the body. */
  readonly wrapper: BodyWrapper | null;
  readonly headers: readonly MessageMember<HeaderMemberMetadata>[];
  readonly body: readonly MessageMember<ElementMember>[];
  readonly properties: readonly PropertyMemberMetadata[];
}

/** Whether a type is a message contract class. */
export function isMessageContract(type: TypeReference): type is ClassReference {
  return typeof type === 'function' && ownMetadata(messageContractKey, type) !== undefined;
}

/** Describes a message contract of a service contract with that namespace; reports what is wrong with it. */
export function describeMessageContract(
  type: ClassReference,
  namespace: string,
  resolver: SerializerResolver,
): MessageContractDescription {
  const { isWrapped, wrapperName, wrapperNamespace } = ownMetadata(messageContractKey, type) ?? {};
  const chain = [...classChain(type)].reverse();
  for (const base of chain) {
    if (ownMetadata(messageContractKey, base) === undefined) {
      resolver.report(
        `The class ${base.name}, which ${type.name} extends, is no message contract: decorate it with @MessageContract().`,
      );
    }
  }
  const description: MessageContractDescription = {
    type,
    wrapper:
      isWrapped === false
        ? null
        : {
            name: encodeXmlName(wrapperName ?? type.name),
            namespace: wrapperNamespace ?? namespace,
          },
    headers: inWireOrder(
      chain.flatMap((each) => ownMetadata(headerMembersKey, each) ?? []),
      namespace,
    ),
    body: inWireOrder(
      chain.flatMap((each) => ownMetadata(bodyMembersKey, each) ?? []),
      namespace,
    ),
    properties: chain.flatMap((each) => ownMetadata(propertyMembersKey, each) ?? []),
  };
  reportProblems(description, resolver);
  return description;
}

interface ElementMember {
  readonly key: string;
  readonly type: TypeReference;
  readonly options: MessageMemberOptions & Pick<MessageBodyMemberOptions, 'order' | 'xml'>;
}

function inWireOrder<M extends ElementMember>(
  members: readonly M[],
  namespace: string,
): MessageMember<M>[] {
  return members
    .map((metadata) => ({
      name: encodeXmlName(metadata.options.name ?? metadata.key),
      namespace: metadata.options.namespace ?? namespace,
      metadata,
    }))
    .sort(
      (a, b) =>
        orderOf(a.metadata) - orderOf(b.metadata) ||
        ordinal(a.namespace, b.namespace) ||
        ordinal(a.name, b.name),
    );
}

function orderOf({ options }: ElementMember): number {
  return options.order ?? -1;
}

function ordinal(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function reportProblems(
  { type, wrapper, headers, body, properties }: MessageContractDescription,
  resolver: SerializerResolver,
): void {
  if (wrapper?.name === '')
    resolver.report(`The message contract ${type.name} has an empty wrapperName; give it one.`);
  const keys = new Set<string>();
  for (const key of [
    ...[...headers, ...body].map(({ metadata }) => metadata.key),
    ...properties.map((property) => property.key),
  ]) {
    if (keys.has(key))
      resolver.report(`The member ${type.name}.${key} has two decorators of messages; keep one.`);
    if (key === '__proto__')
      resolver.report(`The member ${type.name}.${key} cannot be part of a message; rename it.`);
    keys.add(key);
  }
  for (const members of [headers, body]) {
    const names = new Map<string, string>();
    for (const { name, namespace, metadata } of members) {
      const member = `The member ${type.name}.${metadata.key}`;
      if (name === '') resolver.report(`${member} has an empty name; give it one.`);
      const other = names.get(`{${namespace}}${name}`);
      if (other !== undefined) {
        resolver.report(
          `${member} has the element ${name} of the member ${other}; set another name.`,
        );
      }
      names.set(`{${namespace}}${name}`, metadata.key);
      const order = orderOf(metadata);
      if (!Number.isInteger(order) || order < -1) {
        resolver.report(
          `${member} has the order ${String(order)}; an order is a whole number from 0.`,
        );
      }
    }
  }
}
