import type { Message, MessageVersion } from '../../core/message/index.js';

/** The name of a header that a contract reads. */
export interface HeaderName {
  readonly name: string;
  readonly namespace: string;
}

/** How the values of one message of an operation (its request, or its reply) become that message, and back. */
export interface MessageFormat {
  /** The headers that {@link read} takes values from. */
  readonly headers: readonly HeaderName[];
  /** A message with the headers of the contract, and a body that is written when the message is. @throws SerializationError */
  write(version: MessageVersion, values: readonly unknown[]): Message;
  /**
   * The values in a message. Lenient as .NET: unknown elements are skipped, a missing part is the default of its type, of
   * doubled ones the first counts. @throws SerializationError
   */
  read(message: Message): unknown[];
  /** Opens the stream that the values hold; null where there is none. */
  readonly openStream: OpenStream | null;
}

/**
 * Makes the stream among some values one that can be written: as it comes, or with `maxBytes` collected. Returns the values with it.
 * @throws ValueError, SerializationError
 */
export type OpenStream = (
  values: readonly unknown[],
  maxBytes: number | null,
) => readonly unknown[] | Promise<readonly unknown[]>;

/** Marks the headers that a contract reads as understood. */
export function understandHeaders(message: Message, names: readonly HeaderName[]): void {
  for (const { name, namespace } of names)
    for (const header of message.headers.findAll(name, namespace)) message.understand(header);
}
