import { EndpointAddress } from '../../core/message/index.js';
import type { Message } from '../../core/message/index.js';
import type { CreateSequence } from './sequence-bodies.js';
import type { SequenceFault } from './sequence-faults.js';
import type { SequenceHeaders } from './sequence-headers.js';
import type { ReliableMessagingVersion } from './protocol-version.js';

/** The listener that a session is asked of. */
export interface CreationPolicy {
  readonly protocol: ReliableMessagingVersion;
  readonly uri: string;
  /** Whether its sessions send, so that they need a sequence for the way back. */
  readonly hasReplies: boolean;
  /** Whether it can send to an address; otherwise everything goes back on the connection of the client. */
  readonly canSendTo: boolean;
  readonly isClosing: boolean;
  /** As many sessions wait to be accepted as maxPendingChannels allows, or are open as maxSessions does. */
  readonly isFull: boolean;
}

/** Why a CreateSequence is refused. */
export type CreationRefusal = Pick<SequenceFault, 'blames' | 'reason' | 'isConnectionLimit'>;

/** Says why a session is not created, or null when it is (.NET's rules; profile R1103, R1105, B1109-B1111). */
export function reasonToRefuse(
  policy: CreationPolicy,
  message: Message,
  { acksTo, offer }: CreateSequence,
  headers: SequenceHeaders,
): CreationRefusal | null {
  if (headers.usesSequenceSsl)
    return refused('The endpoint does not bind sequences to TLS sessions (UsesSequenceSSL).');
  if (headers.usesSequenceStr) {
    return refused(
      'The endpoint does not bind sequences to security tokens (UsesSequenceSTR): its binding has no security element.',
    );
  }
  const replyTo = message.headers.replyTo ?? EndpointAddress.anonymous;
  if (replyTo.uri !== acksTo.uri) {
    return refused(
      'The endpoint only supports sessions in which the AcksTo Uri and the ReplyTo Uri are the same.',
    );
  }
  if (!policy.canSendTo && !acksTo.isAnonymous) {
    return refused(
      'The endpoint sends acknowledgements and replies on the connection of the request: AcksTo and ReplyTo must be anonymous.',
    );
  }
  if (policy.hasReplies && offer === null) {
    return refused(
      'The endpoint has operations with replies and requires the client to offer a sequence for them (Offer).',
    );
  }
  if (!policy.hasReplies && offer !== null && !policy.protocol.hasIncompleteSequenceBehavior) {
    return refused(
      'The endpoint has one-way operations only and takes no offered sequence (Offer).',
    );
  }
  if (policy.isClosing) return refused('The endpoint is closing.');
  if (!policy.isFull) return null;
  return {
    blames: 'Receiver',
    isConnectionLimit: true,
    reason: `Server '${policy.uri}' is too busy to process this request. Try again later.`,
  };
}

function refused(reason: string): CreationRefusal {
  return {
    blames: 'Sender',
    reason: `The request to create a reliable session has been refused by the RM Destination. ${reason} The channel could not be opened.`,
  };
}
