import { InvalidOperationError } from '../../core/errors/index.js';
import {
  EndpointAddress,
  IsIdempotentKey,
  MessageHeaders,
  actionHeader,
  endpointHeader,
  messageIdHeader,
} from '../../core/message/index.js';
import type { Message, MessageHeader, MessageVersion, UniqueId } from '../../core/message/index.js';
import { brought } from '../behaviors/index.js';
import type {
  Behavior,
  ClientCallInfo,
  ClientMessageInspector,
  ParameterInspector,
} from '../behaviors/index.js';
import { currentScope } from '../context/index.js';
import type {
  CallOptions,
  ContractDescription,
  OperationDescription,
} from '../description/index.js';
import type { OperationFormatter } from '../formatters/index.js';

/** A request that is ready to be sent. */
export interface ClientRequest {
  readonly message: Message;
  /** What its reply will relate to; null for most one-way calls and where there is no addressing. */
  readonly id: UniqueId | null;
}

/** What a {@link ClientOperation} is made from. */
export interface ClientOperationInit {
  readonly contract: ContractDescription;
  readonly description: OperationDescription;
  readonly version: MessageVersion;
  /** One-way calls, too, say where answers go: where a service calls back and the channel is no session that knows it. */
  readonly tellsReplyTo: boolean;
  /** Those of contract, client and operation, in this order. */
  readonly behaviors: readonly Behavior[];
}

/** An operation as the client calls it: what is the same for each call is worked out once. */
export class ClientOperation {
  readonly description: OperationDescription;
  readonly formatter: OperationFormatter;
  readonly parameterInspectors: readonly ParameterInspector[];
  readonly messageInspectors: readonly ClientMessageInspector[];
  /** For events and error messages, such as `ICalculator.Add`. */
  readonly displayName: string;
  /** The same from the last to the first, for replies. */
  readonly #replyInspectors: readonly ClientMessageInspector[];
  readonly #version: MessageVersion;
  /** Null where each message brings its own. */
  readonly #action: MessageHeader | null;
  readonly #replyTo: MessageHeader | null;

  constructor({ contract, description, version, tellsReplyTo, behaviors }: ClientOperationInit) {
    this.description = description;
    this.displayName = `${contract.name}.${description.name}`;
    this.formatter = brought(behaviors, 'formatter').reduce(
      (formatter, extend) => extend(formatter, description),
      description.formatter,
    );
    this.parameterInspectors = brought(behaviors, 'parameterInspector');
    this.messageInspectors = brought(behaviors, 'clientMessageInspector');
    this.#replyInspectors = this.messageInspectors.toReversed();
    this.#version = version;
    this.#action = description.action === '*' ? null : actionHeader(version, description.action);
    this.#replyTo =
      version.hasAddressing && (tellsReplyTo || !description.isOneWay)
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
    const message = this.formatter.writeRequest(version, args);
    if (this.description.isIdempotent) message.setProperty(IsIdempotentKey, true);
    const headers = this.#actionAndOwn(message);
    const scope = currentScope();
    if (scope !== undefined) headers.push(...scope.outgoingMessageHeaders);
    if (options?.headers !== undefined) headers.push(...options.headers);
    let id: UniqueId | null = null;
    if (this.#replyTo !== null) {
      id = nextId();
      headers.push(messageIdHeader(version, id), this.#replyTo);
    }
    return { message: message.withHeaders(new MessageHeaders(version, headers)), id };
  }

  /** The request as the inspectors leave it. */
  inspectRequest(request: ClientRequest, call: ClientCallInfo): ClientRequest {
    let { message } = request;
    for (const inspector of this.messageInspectors)
      message = inspector.beforeSendRequest?.(message, call) ?? message;
    return { message, id: request.id };
  }

  /** The reply as the inspectors leave it, the last one first. */
  inspectReply(reply: Message, call: ClientCallInfo): Message {
    let message = reply;
    for (const inspector of this.#replyInspectors)
      message = inspector.afterReceiveReply?.(message, call) ?? message;
    return message;
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

/** The operations of a contract, with the behaviours that decorators and the application give them. */
export function compileClientOperations(
  contract: ContractDescription,
  { version, tellsReplyTo }: Pick<ClientOperationInit, 'version' | 'tellsReplyTo'>,
  behaviors: readonly Behavior[],
  operationBehaviors: (methodName: string) => readonly Behavior[],
): ClientOperation[] {
  return contract.operations.map(
    (description) =>
      new ClientOperation({
        contract,
        description,
        version,
        tellsReplyTo,
        behaviors: [...behaviors, ...operationBehaviors(description.methodName)],
      }),
  );
}
