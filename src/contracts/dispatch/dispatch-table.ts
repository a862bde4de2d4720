import { ChannelStackError } from '../../core/errors/index.js';
import { ViaKey } from '../../core/message/index.js';
import type { Message, MessageVersion } from '../../core/message/index.js';
import { understandHeaders } from '../formatters/index.js';
import {
  actionNotSupported,
  destinationUnreachable,
  headerRequired,
  invalidAddressingHeader,
} from './addressing-refusals.js';
import type { DispatchOperation } from './dispatch-operation.js';
import type { EndpointDispatcher } from './endpoint-dispatcher.js';
import { mustUnderstandRefusal } from './must-understand-refusal.js';

/** Which endpoint and which operation a message is for, among the endpoints of one listener. */
export class DispatchTable {
  readonly #version: MessageVersion;
  readonly #endpoints: readonly EndpointDispatcher[];
  readonly #validateMustUnderstand: boolean;

  constructor(
    version: MessageVersion,
    endpoints: readonly EndpointDispatcher[],
    validateMustUnderstand: boolean,
  ) {
    this.#version = version;
    this.#endpoints = endpoints;
    this.#validateMustUnderstand = validateMustUnderstand;
  }

  /**
   * The endpoint by address and contract: the first that has an operation for the action, else the first at the address.
   * @throws RefusalError with the fault to answer with
   */
  findEndpoint(message: Message, hasSession: boolean): EndpointDispatcher {
    const version = this.#version;
    const action = readAction(message) ?? '';
    const address = readAddress(message);
    // "Over this connection" is an address only where the connection is the session.
    const isHere = hasSession && address === version.addressing.anonymous;
    let reached: EndpointDispatcher | null = null;
    for (const endpoint of this.#endpoints) {
      if (address !== null && !isHere && !endpoint.acceptsAddress(address)) continue;
      if (!endpoint.acceptsMessage(message)) continue;
      if (endpoint.hasAction(action)) return endpoint;
      reached ??= endpoint;
    }
    if (reached === null) throw destinationUnreachable(version, address ?? '');
    return reached;
  }

  /** The operation of an endpoint by action, or null for a message that none takes. @throws RefusalError */
  findOperation(
    endpoint: EndpointDispatcher,
    message: Message,
    selected: DispatchOperation | null,
  ): DispatchOperation | null {
    const operation = selected ?? endpoint.operationFor(readAction(message) ?? '');
    if (operation !== null) understandHeaders(message, operation.formatter.requestHeaders);
    if (this.#validateMustUnderstand) {
      const unknown = message.notUnderstood();
      if (unknown.length > 0) throw mustUnderstandRefusal(this.#version, unknown);
    }
    return operation;
  }

  /** What to say of a message that no operation takes. */
  refuseAction(message: Message): Error {
    const action = readAction(message);
    return action === null && this.#version.hasAddressing
      ? headerRequired(this.#version, 'Action')
      : actionNotSupported(this.#version, action ?? '');
  }
}

function readAction(message: Message): string | null {
  try {
    return message.headers.action;
  } catch (error) {
    throw ChannelStackError.is(error) ? invalidAddressingHeader(message, error) : error;
  }
}

/** To, or without one the address at which the transport received the message. */
function readAddress(message: Message): string | null {
  try {
    return message.headers.to ?? message.getProperty(ViaKey);
  } catch (error) {
    throw ChannelStackError.is(error) ? invalidAddressingHeader(message, error) : error;
  }
}
