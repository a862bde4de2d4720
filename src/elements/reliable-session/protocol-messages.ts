import {
  EndpointAddress,
  Message,
  createFaultMessage,
  endpointHeader,
  messageIdHeader,
  relatesToHeader,
} from '../../core/message/index.js';
import type { BodyWriter, MessageFaultError, MessageVersion } from '../../core/message/index.js';

/** A protocol message that wants an answer: Action and MessageID, and for August 2004 the ReplyTo it demands. */
export function controlRequest(
  version: MessageVersion,
  action: string,
  messageId: string,
  body: BodyWriter | null,
): Message {
  const message = Message.create(version, action, body);
  const headers = message.headers.with(messageIdHeader(version, messageId));
  if (version.addressing.name !== 'WSAddressingAugust2004') return message.withHeaders(headers);
  return message.withHeaders(
    headers.with(endpointHeader('ReplyTo', version, EndpointAddress.anonymous)),
  );
}

/** A protocol message that answers another one; without a MessageID to relate to it stands alone. */
export function controlReply(
  version: MessageVersion,
  action: string,
  relatesTo: string | null,
  body: BodyWriter | null,
): Message {
  const message = Message.create(version, action, body);
  return relatesTo === null ? message : message.withHeader(relatesToHeader(version, relatesTo));
}

/** The fault of an error as the answer to a message. */
export function faultReply(
  version: MessageVersion,
  error: MessageFaultError,
  relatesTo: string | null,
): Message {
  const message = createFaultMessage(version, error.fault, error.action ?? undefined);
  return relatesTo === null ? message : message.withHeader(relatesToHeader(version, relatesTo));
}

/** The MessageID of a message, or null when it has none or one that cannot be read. */
export function messageIdOf(message: Message): string | null {
  try {
    return message.headers.messageId;
  } catch {
    return null;
  }
}
