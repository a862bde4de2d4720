import { MessageHeader } from '../../core/message/index.js';
import type { MessageHeaderOptions } from '../../core/message/index.js';
import { XmlElementReader } from '../../core/xml/index.js';
import { isNil } from '../data-contract/nil.js';
import { notA } from '../data-contract/primitive-type.js';
import { errorAt } from '../data-contract/value-error.js';
import type { TypeReference } from '../data-contract/index.js';
import type { HeaderContent } from '../formatters/index.js';
import type { MessageMember } from './message-contract.js';
import type { HeaderMemberMetadata } from './message-contract-metadata.js';
import { TypedHeader, typedHeaderContent } from './typed-header.js';

/** A header of a message contract. */
export interface HeaderPart {
  readonly key: string;
  readonly name: string;
  readonly namespace: string;
  /** The member's value when a message has no such header. */
  readonly missing: unknown;
  /** The headers for the value of the member: one, or one for each item of a list. */
  write(value: unknown): readonly MessageHeader[];
  /** The value of the member with one more header that came: the last one counts, or all where it is a list. */
  add(value: unknown, header: MessageHeader): unknown;
}

/** Compiles a header. */
export function compileHeader(
  { name, namespace, metadata }: MessageMember<HeaderMemberMetadata>,
  ownerPath: string,
  contentOf: (type: TypeReference) => HeaderContent,
): HeaderPart {
  const { key, type, isArray, options } = metadata;
  const path = `${ownerPath}.${key}`;
  const contentType = typedHeaderContent(type);
  const { write, read, missing } = contentOf(contentType ?? type);
  const create = (content: unknown, attributes: MessageHeaderOptions): MessageHeader =>
    MessageHeader.create(
      name,
      namespace,
      (writer) => {
        try {
          write(writer, content);
        } catch (error) {
          throw errorAt(path, error);
        }
      },
      // .NET declares its prefix for headers of contracts on each of them.
      { ...attributes, ownPrefix: 'h' },
    );
  const { mustUnderstand, actor, relay } = options;
  const toHeader = (value: unknown): MessageHeader => {
    if (contentType === null) return create(value, { mustUnderstand, actor, relay });
    if (!(value instanceof TypedHeader)) throw errorAt(path, notA('a TypedHeader', value));
    return create(value.content, value);
  };
  const fromHeader = (header: MessageHeader): unknown => {
    // A header made here, which never was on the wire.
    if (header.element === null) return null;
    const reader = new XmlElementReader(header.element);
    reader.moveToContent();
    // .NET sends a header that is null also for types that know no null.
    if (missing !== null && isNil(reader)) return contentType === null ? missing : null;
    try {
      const content = read(reader);
      return contentType === null ? content : new TypedHeader(content, header);
    } catch (error) {
      throw errorAt(path, error);
    }
  };
  return {
    key,
    name,
    namespace,
    missing: isArray || contentType !== null ? null : missing,
    write(value) {
      if (value === null || value === undefined)
        return isArray || contentType !== null ? [] : [toHeader(value)];
      if (!isArray) return [toHeader(value)];
      if (!Array.isArray(value)) throw errorAt(path, notA('an array', value));
      return value.map(toHeader);
    },
    add(value, header) {
      const one = fromHeader(header);
      if (!isArray) return one;
      const list = (value ?? []) as unknown[];
      list.push(one);
      return list;
    },
  };
}
