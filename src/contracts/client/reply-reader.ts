import { ChannelStackError, CommunicationError, ProtocolError } from '../../core/errors/index.js';
import { readFault } from '../../core/message/index.js';
import type { Message, MessageFault } from '../../core/message/index.js';
import { understandHeaders } from '../formatters/index.js';
import type { ClientOperation } from './client-operation.js';
import { faultToError } from './fault-to-error.js';

/** What a reply means: a result, or an error with the fault that it came from, if it did. */
export type ReplyOutcome =
  | { readonly result: unknown; readonly error: null }
  | { readonly error: Error; readonly fault: MessageFault | null };

/** Judges the reply to a two-way call as a .NET client does; null is no message at all. Never throws. */
export function readReply(operation: ClientOperation, reply: Message | null): ReplyOutcome {
  try {
    if (reply === null) throw noReply(operation);
    if (reply.isFault) return readFaultReply(operation, reply);
    refuseDemands(operation, reply);
    checkAction(operation, reply);
    return { result: readBody(operation, reply), error: null };
  } catch (error) {
    return { error: error as Error, fault: null };
  }
}

/** Judges what came back for a one-way call: nothing may. */
export function readOneWayReply(operation: ClientOperation, reply: Message | null): ReplyOutcome {
  if (reply === null) return { result: undefined, error: null };
  const reason = reply.isFault ? `a fault: ${reasonOf(reply)}` : 'a message';
  const error = new ProtocolError(
    `The one-way operation ${operation.displayName} was answered with ${reason}. The service must have the operation as one-way too.`,
  );
  return { error, fault: null };
}

function readFaultReply({ description }: ClientOperation, reply: Message): ReplyOutcome {
  const { action } = reply.headers;
  const fault = readFault(reply);
  return { error: faultToError(fault, action, reply.version, description.faults), fault };
}

/** A client plays every role: it refuses what it does not understand, whoever that was meant for. */
function refuseDemands({ formatter, displayName }: ClientOperation, reply: Message): void {
  understandHeaders(reply, formatter.replyHeaders);
  const [header] = reply.demandingHeaders();
  if (header === undefined) return;
  throw new ProtocolError(
    `The reply of ${displayName} demands that the header '${header.name}' of the namespace '${header.namespace}' be understood, and nothing in the client does. The service speaks a protocol that the client's binding lacks.`,
  );
}

function checkAction({ description, displayName }: ClientOperation, reply: Message): void {
  const { action } = reply.headers;
  if (action === null || action === description.replyAction || description.replyAction === '*') {
    return;
  }
  throw new ProtocolError(
    `The reply of ${displayName} has the action '${action}', expected was '${description.replyAction}'. Client and service must have the same contract.`,
  );
}

function readBody({ formatter, displayName }: ClientOperation, reply: Message): unknown {
  try {
    return formatter.readReply(reply);
  } catch (error) {
    if (!ChannelStackError.is(error)) throw error;
    throw new CommunicationError(
      `The reply of ${displayName} could not be read: ${error.message}`,
      {
        cause: error,
      },
    );
  }
}

function noReply({ displayName }: ClientOperation): CommunicationError {
  return new CommunicationError(
    `The service took the message of ${displayName} and answered nothing, but the operation is not one-way in the client's contract.`,
  );
}

function reasonOf(reply: Message): string {
  try {
    return readFault(reply).reason;
  } catch (error) {
    return String(error);
  }
}
