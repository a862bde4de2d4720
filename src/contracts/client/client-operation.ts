import {
  EndpointAddress,
  Message,
  MessageHeaders,
  actionHeader,
  endpointHeader,
  messageIdHeader,
} from '../../core/message/index.js';
import type { MessageHeader, MessageVersion, UniqueId } from '../../core/message/index.js';
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
  readonly #action: MessageHeader;
  readonly #replyTo: MessageHeader | null;

  constructor(
    contract: ContractDescription,
    description: OperationDescription,
    version: MessageVersion,
  ) {
    this.description = description;
    this.displayName = `${contract.name}.${description.name}`;
    this.#version = version;
    this.#action = actionHeader(version, description.action);
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
    const headers = [this.#action];
    if (options?.headers !== undefined) headers.push(...options.headers);
    let id: UniqueId | null = null;
    if (this.#replyTo !== null) {
      id = nextId();
      headers.push(messageIdHeader(version, id), this.#replyTo);
    }
    const body = this.description.formatter.writeRequest(args);
    const message = Message.create(version, null, body);
    return { message: message.withHeaders(new MessageHeaders(version, headers)), id };
  }
}
