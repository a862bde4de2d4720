import type { Message } from '../../core/message/index.js';
import type { ReliableMessagingVersion } from './protocol-version.js';
import { readSequenceReference } from './sequence-bodies.js';
import type { SequenceReference } from './sequence-bodies.js';
import { readSequenceHeaders } from './sequence-headers.js';
import type { SequenceHeaders } from './sequence-headers.js';

/** What a message is to the protocol, and whose sequence it is about. */
export type ProtocolMessage =
  /** An application message, or the last message of February 2005. */
  | {
      readonly type: 'sequence';
      readonly identifier: string;
      readonly headers: SequenceHeaders;
    }
  | { readonly type: 'createSequence'; readonly headers: SequenceHeaders }
  | {
      readonly type: 'closeSequence' | 'terminateSequence';
      readonly identifier: string;
      readonly reference: SequenceReference;
      readonly headers: SequenceHeaders;
    }
  /** Asks for an acknowledgement of the sequence. */
  | {
      readonly type: 'ackRequested';
      readonly identifier: string;
      readonly headers: SequenceHeaders;
    }
  /** Acknowledges the sequence, which is one of the receiver's own. */
  | {
      readonly type: 'acknowledgement';
      readonly identifier: string;
      readonly headers: SequenceHeaders;
    }
  /** The answer to a protocol message that nobody waits for any more: another one came before it. */
  | { readonly type: 'lateResponse' }
  /** A fault: it tells of the end of a session, or is none of the protocol's. */
  | { readonly type: 'fault' }
  /** None of the protocol's messages. */
  | { readonly type: 'other'; readonly action: string | null };

/** Reads what concerns the protocol. @throws MessageHeaderError for headers or bodies that cannot be read */
export function readProtocolMessage(
  message: Message,
  protocol: ReliableMessagingVersion,
): ProtocolMessage {
  const { actions } = protocol;
  const headers = readSequenceHeaders(message, protocol);
  const { action } = message.headers;
  const { sequence, acknowledgement, ackRequested } = headers;
  if (sequence !== null) return { type: 'sequence', identifier: sequence.identifier, headers };
  if (action === actions.createSequence) return { type: 'createSequence', headers };
  if (action === actions.closeSequence)
    return reference(
      'closeSequence',
      readSequenceReference(message, 'CloseSequence', protocol),
      headers,
    );
  if (action === actions.terminateSequence) {
    return reference(
      'terminateSequence',
      readSequenceReference(message, 'TerminateSequence', protocol),
      headers,
    );
  }
  if (ackRequested !== null) return { type: 'ackRequested', identifier: ackRequested, headers };
  if (message.isFault) return { type: 'fault' };
  const { createSequenceResponse, closeSequenceResponse, terminateSequenceResponse } = actions;
  const responses = [createSequenceResponse, closeSequenceResponse, terminateSequenceResponse];
  if (action !== null && responses.includes(action)) return { type: 'lateResponse' };
  if (acknowledgement !== null && action === actions.sequenceAcknowledgement)
    return { type: 'acknowledgement', identifier: acknowledgement.identifier, headers };
  return { type: 'other', action };
}

function reference(
  type: 'closeSequence' | 'terminateSequence',
  named: SequenceReference,
  headers: SequenceHeaders,
): ProtocolMessage {
  return { type, identifier: named.identifier, reference: named, headers };
}
