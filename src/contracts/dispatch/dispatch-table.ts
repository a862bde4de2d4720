import { ChannelStackError } from '../../core/errors/index.js';
import { ViaKey } from '../../core/message/index.js';
import type { Message, MessageVersion } from '../../core/message/index.js';
import { understandHeaders } from '../formatters/index.js';
import type { AddressFilter } from './address-filter.js';
import {
  actionNotSupported,
  destinationUnreachable,
  headerRequired,
  invalidAddressingHeader,
} from './addressing-refusals.js';
import type { DispatchOperation } from './dispatch-operation.js';
import { mustUnderstandRefusal } from './must-understand-refusal.js';

/** One endpoint behind a listener: the addresses it takes, and its operations by action. */
export interface DispatchEndpoint {
  readonly accepts: AddressFilter;
  readonly operations: ReadonlyMap<string, DispatchOperation>;
}

/** Which operation a message is for, among the endpoints of one listener. */
export class DispatchTable {
  readonly #version: MessageVersion;
  readonly #endpoints: readonly DispatchEndpoint[];
  readonly #validateMustUnderstand: boolean;

  constructor(
    version: MessageVersion,
    endpoints: readonly DispatchEndpoint[],
    validateMustUnderstand: boolean,
  ) {
    this.#version = version;
    this.#endpoints = endpoints;
    this.#validateMustUnderstand = validateMustUnderstand;
  }

  /** The operation by address and action. @throws RefusalError with the fault to answer with */
  select(message: Message, hasSession: boolean): DispatchOperation {
    const version = this.#version;
    const action = readAction(message);
    const address = readAddress(message);
    // "Over this connection" is an address only where the connection is the session.
    const isHere = hasSession && address === version.addressing.anonymous;
    let isReached = false;
    let operation: DispatchOperation | undefined;
    for (const endpoint of this.#endpoints) {
      if (address !== null && !isHere && !endpoint.accepts(address)) continue;
      isReached = true;
      operation = endpoint.operations.get(action ?? '') ?? endpoint.operations.get('*');
      if (operation !== undefined) break;
    }
    if (!isReached) throw destinationUnreachable(version, address ?? '');
    if (operation !== undefined)
      understandHeaders(message, operation.description.formatter.requestHeaders);
    if (this.#validateMustUnderstand) {
      const unknown = message.notUnderstood();
      if (unknown.length > 0) throw mustUnderstandRefusal(version, unknown);
    }
    if (operation !== undefined) return operation;
    if (action === null && version.hasAddressing) throw headerRequired(version, 'Action');
    throw actionNotSupported(version, action ?? '');
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
