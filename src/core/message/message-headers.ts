import { MessageHeaderError, ProtocolError } from '../errors/index.js';
import { readEndpointHeader, readIdentifier, readTo } from './addressing-headers.js';
import type { EndpointAddress } from './endpoint-address.js';
import type { MessageHeader } from './message-header.js';
import { MessageVersion } from './message-version.js';
import type { UniqueId } from './unique-id.js';

/**
 * The headers of one message, in wire order; immutable, `with...` makes a changed list. The addressing getters return
 * null for a header that is not there and throw {@link MessageHeaderError} (or XmlError) for one that is doubled or unreadable.
 */
export class MessageHeaders implements Iterable<MessageHeader> {
  readonly version: MessageVersion;
  readonly #list: readonly MessageHeader[];
  #action: string | null | undefined;

  constructor(version: MessageVersion, list: readonly MessageHeader[]) {
    this.version = version;
    this.#list = list;
  }

  get length(): number {
    return this.#list.length;
  }

  [Symbol.iterator](): Iterator<MessageHeader> {
    return this.#list[Symbol.iterator]();
  }

  at(index: number): MessageHeader | undefined {
    return this.#list[index];
  }

  /** The only header of that name for the ultimate receiver, or null; a second one throws {@link MessageHeaderError}. */
  find(name: string, namespace: string): MessageHeader | null {
    let found: MessageHeader | null = null;
    for (const header of this.#list) {
      if (header.name !== name || header.namespace !== namespace || !this.#isForUs(header))
        continue;
      if (found !== null) {
        throw new MessageHeaderError(
          `The message has several headers '${name}' of the namespace '${namespace}'; only one is allowed.`,
        );
      }
      found = header;
    }
    return found;
  }

  /** All headers of that name, whatever their actor. */
  findAll(name: string, namespace: string): MessageHeader[] {
    return this.#list.filter((header) => header.name === name && header.namespace === namespace);
  }

  /** The action; in versions without addressing the one that the transport told, if any. */
  get action(): string | null {
    if (this.#action === undefined) {
      const header = this.#addressing('Action');
      this.#action = header === null ? null : header.text.trim();
    }
    return this.#action;
  }

  get to(): string | null {
    const header = this.#addressing('To');
    return header === null ? null : readTo(header);
  }

  get messageId(): UniqueId | null {
    const header = this.#addressing('MessageID');
    return header === null ? null : readIdentifier(header);
  }

  /** The message that this one answers. */
  get relatesTo(): UniqueId | null {
    const header = this.#addressing('RelatesTo');
    return header === null ? null : readIdentifier(header);
  }

  get replyTo(): EndpointAddress | null {
    return this.#endpoint('ReplyTo');
  }

  get from(): EndpointAddress | null {
    return this.#endpoint('From');
  }

  get faultTo(): EndpointAddress | null {
    return this.#endpoint('FaultTo');
  }

  /** This list with a header at its end. */
  with(...headers: readonly MessageHeader[]): MessageHeaders {
    return new MessageHeaders(this.version, [...this.#list, ...headers]);
  }

  /** This list with headers at its front. */
  withFirst(...headers: readonly MessageHeader[]): MessageHeaders {
    return new MessageHeaders(this.version, [...headers, ...this.#list]);
  }

  /** This list without the headers of that name. */
  without(name: string, namespace: string): MessageHeaders {
    return new MessageHeaders(
      this.version,
      this.#list.filter((header) => header.name !== name || header.namespace !== namespace),
    );
  }

  /** This list without any header of the namespace. */
  withoutNamespace(namespace: string): MessageHeaders {
    const rest = this.#list.filter((header) => header.namespace !== namespace);
    return rest.length === this.#list.length ? this : new MessageHeaders(this.version, rest);
  }

  /** This list with the header in place of all of its name (in the place of the first), or at the end when there is none. */
  withReplaced(header: MessageHeader): MessageHeaders {
    const index = this.#list.findIndex(
      (one) => one.name === header.name && one.namespace === header.namespace,
    );
    if (index < 0) return this.with(header);
    const rest = this.#list.filter(
      (one, at) => at === index || one.name !== header.name || one.namespace !== header.namespace,
    );
    rest[index] = header;
    return new MessageHeaders(this.version, rest);
  }

  /** Whether a header of the addressing version's own namespace is there. */
  has(name: string, namespace: string): boolean {
    return this.#list.some((header) => header.name === name && header.namespace === namespace);
  }

  #addressing(name: string): MessageHeader | null {
    const header = this.find(name, this.version.addressing.namespace);
    if (header?.element != null && !this.version.hasAddressing) {
      throw new ProtocolError(
        `The message carries the addressing header '${name}', but its version ${this.version.name} has no addressing. ` +
          'Use a message version with WS-Addressing on both sides.',
      );
    }
    return header;
  }

  #endpoint(name: string): EndpointAddress | null {
    const header = this.#addressing(name);
    return header === null ? null : readEndpointHeader(header, this.version.addressing);
  }

  #isForUs(header: MessageHeader): boolean {
    return header.actor === '' || this.version.envelope.ultimateActors.includes(header.actor);
  }
}

/** The empty list of a version. */
export function noHeaders(version: MessageVersion): MessageHeaders {
  return empty.get(version) ?? new MessageHeaders(version, []);
}

const empty = new Map(
  MessageVersion.all.map((version) => [version, new MessageHeaders(version, [])]),
);
