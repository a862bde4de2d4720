import type { LifeStep } from '../../core/channel/index.js';
import { ProtocolError } from '../../core/errors/index.js';
import type { ChannelStackError } from '../../core/errors/index.js';
import type { EndpointAddress, Message } from '../../core/message/index.js';
import { exchangeControlMessage } from './control-exchange.js';
import type { ControlRequester } from './control-exchange.js';
import { controlRequest } from './protocol-messages.js';
import { createSequenceBody, readCreateSequenceResponse } from './sequence-bodies.js';
import { creationFaultError, readSequenceFault, sequenceFaultError } from './sequence-faults.js';
import type { ReliableSessionParts } from './sequence-parts.js';

/** A sequence that was created, and the one for the replies that was offered and accepted. */
export interface CreatedSequence {
  readonly identifier: string;
  readonly replyIdentifier: string | null;
  /** How often CreateSequence was sent. */
  readonly attempts: number;
}

/** The other end, as the one who asks for a sequence sees it. */
export interface SequenceTarget extends ControlRequester {
  readonly remoteAddress: EndpointAddress;
}

/** What is asked for. */
export interface SequenceWish {
  /** A sequence is offered for the way back. */
  readonly withReplies: boolean;
  /** Where acknowledgements and messages of the way back go. */
  readonly acksTo: EndpointAddress;
}

/** Asks for a sequence and checks the answer (WS-ReliableMessaging 1.1 sections 3.4 and 3.5). */
export async function createSequence(
  parts: ReliableSessionParts,
  inner: SequenceTarget,
  { withReplies, acksTo }: SequenceWish,
  step: LifeStep,
): Promise<CreatedSequence> {
  const { protocol, messageVersion, ids, settings } = parts;
  const replyIdentifier = withReplies ? ids.next() : null;
  const messageId = ids.next();
  const body = createSequenceBody(protocol, messageVersion.addressing, {
    acksTo,
    offer:
      replyIdentifier === null
        ? null
        : {
            identifier: replyIdentifier,
            incompleteSequenceBehavior: settings.ordered ? 'DiscardFollowingFirstGap' : 'NoDiscard',
          },
    expires: null,
  });
  const request = controlRequest(messageVersion, protocol.actions.createSequence, messageId, body);
  let attempts = 1;
  const response = await exchangeControlMessage(
    parts,
    inner,
    request,
    step,
    'CreateSequence',
    (attempt) => {
      attempts = attempt;
    },
  );
  if (response === null)
    throw new ProtocolError(`CreateSequence was answered by ${inner.via} without a message.`);
  if (response.isFault) throw refusal(parts, inner, response);
  const identifier = readResponse(parts, inner, response, messageId, withReplies);
  return { identifier, replyIdentifier, attempts };
}

function readResponse(
  { protocol }: ReliableSessionParts,
  inner: SequenceTarget,
  response: Message,
  messageId: string,
  withReplies: boolean,
): string {
  const problem = (text: string): ProtocolError =>
    new ProtocolError(`The answer of ${inner.via} to CreateSequence cannot be accepted: ${text}`);
  const { action, relatesTo } = response.headers;
  if (action !== protocol.actions.createSequenceResponse) {
    throw problem(
      `its action is '${String(action)}'; does the service's binding have a reliableSession element of the version ${protocol.name}?`,
    );
  }
  if (relatesTo !== messageId)
    throw problem(`it relates to '${String(relatesTo)}', not to the request.`);
  const { identifier, acceptAcksTo } = readCreateSequenceResponse(response, protocol);
  if (withReplies && acceptAcksTo === null)
    throw problem('it does not accept the offered sequence for the replies.');
  if (!withReplies && acceptAcksTo !== null)
    throw problem('it accepts a sequence that was not offered.');
  if (acceptAcksTo !== null && acceptAcksTo.uri !== inner.remoteAddress.uri) {
    throw problem(
      `acknowledgements are to go to '${acceptAcksTo.uri}', not to the address of the service, '${inner.remoteAddress.uri}'. ` +
        'A proxy that changes addresses must pass the To header on as it is.',
    );
  }
  return identifier;
}

function refusal(
  { protocol, messageVersion }: ReliableSessionParts,
  inner: SequenceTarget,
  response: Message,
): ChannelStackError {
  const { fault, soapFault } = readSequenceFault(response, protocol);
  if (fault !== null) return sequenceFaultError(fault, soapFault);
  return creationFaultError(soapFault, messageVersion.addressing.namespace, inner.via);
}
