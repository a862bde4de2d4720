import { MessageHeaders, actionHeader, relatesToHeader } from '../../core/message/index.js';
import type { Message, MessageHeader, MessageVersion } from '../../core/message/index.js';
import type { ContractDescription, OperationDescription } from '../description/index.js';

/** An operation as the dispatcher calls it: what is the same for each call is worked out once. */
export class DispatchOperation {
  readonly description: OperationDescription;
  /** For events and error messages, such as `ICalculator.Add`. */
  readonly displayName: string;
  readonly #version: MessageVersion;
  readonly #replyAction: MessageHeader | null;

  constructor(
    contract: ContractDescription,
    description: OperationDescription,
    version: MessageVersion,
  ) {
    this.description = description;
    this.displayName = `${contract.name}.${description.name}`;
    this.#version = version;
    // Without addressing no header tells the action of a reply, and no transport asks for it.
    this.#replyAction =
      version.hasAddressing && description.replyAction !== '*'
        ? actionHeader(version, description.replyAction)
        : null;
  }

  /** The reply that carries a result; its body is written when it is sent. Headers stand in .NET's order. */
  createReply(result: unknown, relatesTo: string | null): Message {
    const version = this.#version;
    const reply = this.description.formatter.writeReply(version, result);
    if (!version.hasAddressing) return reply;
    const isBare = reply.headers.length === 0;
    const headers = isBare ? [] : [...reply.headers];
    if (this.#replyAction !== null && (isBare || reply.headers.action === null))
      headers.unshift(this.#replyAction);
    if (relatesTo !== null && (isBare || reply.headers.relatesTo === null))
      headers.push(relatesToHeader(version, relatesTo));
    return reply.withHeaders(new MessageHeaders(version, headers));
  }
}

/** The operations of a contract by action. */
export function compileOperations(
  contract: ContractDescription,
  version: MessageVersion,
): ReadonlyMap<string, DispatchOperation> {
  return new Map(
    contract.operations.map((operation) => [
      operation.action,
      new DispatchOperation(contract, operation, version),
    ]),
  );
}
