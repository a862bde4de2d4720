import { ProtocolError } from '../../core/errors/index.js';
import { FaultCode, MessageFault, actionHeader } from '../../core/message/index.js';
import type { Message, MessageVersion } from '../../core/message/index.js';
import { unescapeAction } from './http-headers.js';

/**
 * Gives a received message the action that HTTP told, in versions without addressing, where the message itself must have
 * none: Action and To in Microsoft's `none` namespace never travel (ProtocolError).
 */
export function withToldAction(message: Message, told: string | null): Message {
  const { version, headers } = message;
  if (version.hasAddressing) return message;
  const { namespace } = version.addressing;
  if (headers.length > 0 && (headers.has('Action', namespace) || headers.has('To', namespace))) {
    throw new ProtocolError(
      `The message carries addressing headers of the namespace '${namespace}', which never travel; its sender must take them off.`,
    );
  }
  return told === null
    ? message
    : message.withHeaders(headers.withFirst(actionHeader(version, told)));
}

/** Whether HTTP tells another action than the message's own; an empty or missing one tells nothing. */
export function isActionMismatch(message: Message, told: string | null): boolean {
  if (told === null || told === '' || !message.version.hasAddressing) return false;
  const { action } = message.headers;
  // An action with %xx in it is told as it is, and resolved when it is read.
  return action !== told && (action === null || unescapeAction(action) !== told);
}

/** The fault for a message whose action is not the one that HTTP tells (WS-Addressing 1.0 SOAP binding, section 6.4.1). */
export function actionMismatchFault(version: MessageVersion): MessageFault {
  const { namespace } = version.addressing;
  const code = new FaultCode(
    'InvalidAddressingHeader',
    namespace,
    new FaultCode('ActionMismatch', namespace),
  );
  return new MessageFault({
    code: FaultCode.sender(code),
    reason: 'The SOAP action in the HTTP headers is not the Action of the message.',
  });
}

/** The fault for an envelope of another SOAP version, in the version of the endpoint (SOAP 1.2 Part 1 section 5.4.7). */
export function versionMismatchFault(version: MessageVersion): MessageFault {
  return new MessageFault({
    code: new FaultCode('VersionMismatch'),
    reason: `The envelope is not one of ${version.envelope.name}.`,
  });
}
