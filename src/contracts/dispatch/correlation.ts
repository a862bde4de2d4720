import { ChannelStackError } from '../../core/errors/index.js';
import { addressMessage, relatesToHeader } from '../../core/message/index.js';
import type { EndpointAddress, Message } from '../../core/message/index.js';
import { invalidAddressingHeader } from './addressing-refusals.js';

/** What a message says about its reply. */
export interface Correlation {
  /** What the reply relates to, or null when the message has no identifier. */
  readonly messageId: string | null;
  readonly replyTo: EndpointAddress | null;
  readonly faultTo: EndpointAddress | null;
}

const nothing: Correlation = { messageId: null, replyTo: null, faultTo: null };

/** Reads what the reply needs. @throws RefusalError for a header that is doubled or unreadable. */
export function readCorrelation(message: Message): Correlation {
  const { headers, version } = message;
  if (!version.hasAddressing) return nothing;
  try {
    return { messageId: headers.messageId, replyTo: headers.replyTo, faultTo: headers.faultTo };
  } catch (error) {
    throw ChannelStackError.is(error) ? invalidAddressingHeader(message, error) : error;
  }
}

/** What can be read of it, for the answer to a message whose headers are bad. */
export function salvageCorrelation(message: Message): Correlation {
  if (!message.version.hasAddressing) return nothing;
  try {
    return { ...nothing, messageId: message.headers.messageId };
  } catch {
    return nothing;
  }
}

/** Adds RelatesTo. */
export function relateReply(reply: Message, { messageId }: Correlation): Message {
  const { version } = reply;
  if (messageId === null || !version.hasAddressing) return reply;
  return reply.withHeader(relatesToHeader(version, messageId));
}

/**
 * Adds To and the reference parameters of whom the reply goes to, when the message names somebody (WS-Addressing 1.0
 * core, section 3.4); null for a reply that nobody wants.
 */
export function addressReply(reply: Message, { replyTo, faultTo }: Correlation): Message | null {
  const to = reply.isFault ? (faultTo ?? replyTo) : replyTo;
  if (to === null || to.isAnonymous) return reply;
  return to.isNone ? null : addressMessage(reply, to);
}
