import { Message, MessageHeaders } from '../../core/message/index.js';
import type { MessageHeader } from '../../core/message/index.js';
import { show, ValueError } from '../data-contract/value-error.js';
import type { ClassReference } from '../decorators/decorator-metadata.js';
import { collectBytes, toByteStream } from '../formatters/index.js';
import type { BodyFormat, MessageFormat, OpenStream } from '../formatters/index.js';
import type { HeaderPart } from './header-part.js';
import type { PropertyMemberMetadata } from './message-contract-metadata.js';

/** What the format of a message contract is compiled from. */
export interface MessageContractFormatInit {
  readonly type: ClassReference;
  readonly headers: readonly HeaderPart[];
  readonly body: BodyFormat;
  /** The members whose values are the parts of the body, in its order. */
  readonly bodyKeys: readonly string[];
  readonly properties: readonly PropertyMemberMetadata[];
  /** The member that is a stream, and how it is called in errors; null where there is none. */
  readonly stream: { readonly key: string; readonly path: string } | null;
}

type Members = Record<string, unknown>;

/** A message whose headers, body and properties are the members of one object. */
export function messageContractFormat(init: MessageContractFormatInit): MessageFormat {
  const { type, headers, body, bodyKeys, properties, stream } = init;
  return {
    headers,
    write(version, [value]) {
      const members = requireMembers(value, type);
      const written: MessageHeader[] = [];
      for (const header of headers) written.push(...header.write(members[header.key]));
      const content = body.write(bodyKeys.map((key) => members[key]));
      const message = Message.create(version, null, content);
      for (const { key, property } of properties) {
        const set = members[key];
        if (set !== undefined && set !== null) message.setProperty(property, set);
      }
      return written.length === 0
        ? message
        : message.withHeaders(new MessageHeaders(version, written));
    },
    read(message) {
      const members = Object.create(type.prototype as object) as Members;
      for (const { key, missing } of headers) members[key] = missing;
      for (const header of message.headers) {
        const part = headers.find(
          ({ name, namespace }) => name === header.name && namespace === header.namespace,
        );
        if (part !== undefined) members[part.key] = part.add(members[part.key], header);
      }
      const values = body.read(message);
      for (const [index, key] of bodyKeys.entries()) members[key] = values[index];
      for (const { key, property } of properties) members[key] = message.getProperty(property);
      return [members];
    },
    openStream: stream === null ? null : openMember(type, stream.key, stream.path),
  };
}

function openMember(type: ClassReference, key: string, path: string): OpenStream {
  return ([value], maxBytes) => {
    const members = requireMembers(value, type);
    const withStream = (content: unknown): readonly unknown[] => [
      Object.assign(Object.create(type.prototype as object) as Members, members, {
        [key]: content,
      }),
    ];
    const opened = toByteStream(members[key], path);
    return maxBytes === null
      ? withStream(opened)
      : collectBytes(opened, path, maxBytes).then(withStream);
  };
}

function requireMembers(value: unknown, type: ClassReference): Members {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Members;
  throw new ValueError(
    type.name,
    `${show(value)} is no object with the members of the message contract ${type.name}; a message cannot be null`,
  );
}
