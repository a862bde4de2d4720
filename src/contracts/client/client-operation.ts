import { InvalidOperationError } from '../../core/errors/index.js';
import {
  EndpointAddress,
  MessageHeaders,
  actionHeader,
  endpointHeader,
  messageIdHeader,
} from '../../core/message/index.js';
import type { Message, MessageHeader, MessageVersion, UniqueId } from '../../core/message/index.js';
import type {
  CallOptions,
  ContractDescription,
  OperationDescription,
} from '../description/index.js';

/** A request that is ready to be sent. */
export interface ClientRequest {
  readonly message: Message;
  /** What its reply will relate to; null for one-way calls and where there is no addressing. */
  readonly id: UniqueId | null;
}

/** An operation as the client calls it: what is the same for each call is worked out once. */
export class ClientOperation {
  readonly description: OperationDescription;
  /** For events and error messages, such as `ICalculator.Add`. */
  readonly displayName: string;
  readonly #version: MessageVersion;
  /** Null where each message brings its own. */
  readonly #action: MessageHeader | null;
  readonly #replyTo: MessageHeader | null;

  constructor(
    contract: ContractDescription,
    description: OperationDescription,
    version: MessageVersion,
  ) {
    this.description = description;
    this.displayName = `${contract.name}.${description.name}`;
    this.#version = version;
    this.#action = description.action === '*' ? null : actionHeader(version, description.action);
    this.#replyTo =
      version.hasAddressing && !description.isOneWay
        ? endpointHeader('ReplyTo', version, EndpointAddress.anonymous)
        : null;
  }

  /** The request for arguments. Headers stand in .NET's order; To is added by the channel. */
  createRequest(
    args: readonly unknown[],
    options: CallOptions | undefined,
    nextId: () => UniqueId,
  ): ClientRequest {
    const version = this.#version;
    const message = this.description.formatter.writeRequest(version, args);
    const headers = this.#actionAndOwn(message);
    if (options?.headers !== undefined) headers.push(...options.headers);
    let id: UniqueId | null = null;
    if (this.#replyTo !== null) {
      id = nextId();
      headers.push(messageIdHeader(version, id), this.#replyTo);
    }
    return { message: message.withHeaders(new MessageHeaders(version, headers)), id };
  }

  /** The headers of a message from the formatter, and the action in front of them unless it is one of them. */
  #actionAndOwn(message: Message): MessageHeader[] {
    if (message.headers.length === 0) return this.#action === null ? [] : [this.#action];
    const { action } = message.headers;
    if (action === null && this.#action !== null) return [this.#action, ...message.headers];
    const { action: expected } = this.description;
    if (action === null || expected === '*' || action === expected) return [...message.headers];
    throw new InvalidOperationError(
      `The message for ${this.displayName} has the action '${action}', but the contract says '${expected}'; make it with that action, or without one.`,
    );
  }
}
