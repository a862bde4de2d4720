import { addressingFault } from '../../core/message/index.js';
import type { Message } from '../../core/message/index.js';
import { faultReply, messageIdOf } from './protocol-messages.js';
import { sequenceFaultMessage } from './sequence-faults.js';
import type { SequenceFault } from './sequence-faults.js';
import type { ReliableSessionParts } from './sequence-parts.js';

/** The answer to a message that belongs to no sequence and is none of the protocol's. */
export function refuseOutsideMessage(
  parts: ReliableSessionParts,
  message: Message,
  action: string | null,
): Message {
  const { messageVersion, protocol } = parts;
  if (action === null) return requireHeader(parts, message, 'Action');
  if (protocol.requiredFault !== null) {
    return refuseMessage(parts, message, {
      name: 'WsrmRequired',
      blames: 'Sender',
      identifier: null,
      reason:
        'The RM server requires the use of WS-ReliableMessaging 1.1 protocol. This is likely caused by a binding mismatch.',
    });
  }
  const error = addressingFault(
    messageVersion,
    'ActionNotSupported',
    `The action ${action} is not supported by this endpoint. Only WS-ReliableMessaging February 2005 messages are processed by this endpoint.`,
  );
  return faultReply(messageVersion, error, messageIdOf(message));
}

/** The answer to a message that lacks an addressing header. */
export function requireHeader(
  { messageVersion }: ReliableSessionParts,
  message: Message,
  name: string,
): Message {
  const error = addressingFault(
    messageVersion,
    'MessageAddressingHeaderRequired',
    `A required header representing a Message Addressing Property is not present: ${name}.`,
  );
  return faultReply(messageVersion, error, messageIdOf(message));
}

/** A fault of the protocol in answer to a message. */
export function refuseMessage(
  { messageVersion, protocol }: ReliableSessionParts,
  message: Message,
  fault: SequenceFault,
): Message {
  return sequenceFaultMessage(messageVersion, protocol, fault, messageIdOf(message));
}
