import type { LifeStep } from '../../core/channel/index.js';
import { ProtocolError } from '../../core/errors/index.js';
import type { ChannelStackError } from '../../core/errors/index.js';
import type { Message } from '../../core/message/index.js';
import { exchangeControlMessage } from './control-exchange.js';
import type { ControlRequester } from './control-exchange.js';
import { controlRequest } from './protocol-messages.js';
import { sequenceReferenceBody } from './sequence-bodies.js';
import { readSequenceFault, sequenceFaultError } from './sequence-faults.js';
import type { ReliableSessionParts } from './sequence-parts.js';

/** The sequence that is to end, as its source knows it. */
export interface EndingSequence {
  readonly parts: ReliableSessionParts;
  readonly requester: ControlRequester;
  readonly identifier: string;
  /** The highest number that was sent, or 0. */
  readonly lastNumber: number;
  /** Puts the acknowledgement of the sequence on the way back in front, where there is one. */
  readonly withFinalAcknowledgement: (message: Message) => Message;
}

/** Version 1.1: says that nothing follows; the answer carries what the destination finally has. */
export function requestClose(
  { parts, requester, identifier, lastNumber, withFinalAcknowledgement }: EndingSequence,
  action: string,
  step: LifeStep,
): Promise<Message | null> {
  const { protocol, messageVersion, ids } = parts;
  const body = sequenceReferenceBody(protocol, 'CloseSequence', {
    identifier,
    lastMessageNumber: lastNumber === 0 ? null : lastNumber,
  });
  const message = controlRequest(messageVersion, action, ids.next(), body);
  return exchangeControlMessage(
    parts,
    requester,
    withFinalAcknowledgement(message),
    step,
    'CloseSequence',
  );
}

/** Says that the sequence may be forgotten. Resolves to the error that the other side reported, or to null. */
export async function requestTermination(
  { parts, requester, identifier, lastNumber, withFinalAcknowledgement }: EndingSequence,
  step: LifeStep,
): Promise<ChannelStackError | null> {
  const { protocol, messageVersion, ids } = parts;
  const tellsLast = protocol.actions.closeSequence !== null && lastNumber > 0;
  const body = sequenceReferenceBody(protocol, 'TerminateSequence', {
    identifier,
    lastMessageNumber: tellsLast ? lastNumber : null,
  });
  const message = controlRequest(
    messageVersion,
    protocol.actions.terminateSequence,
    ids.next(),
    body,
  );
  const response = await exchangeControlMessage(
    parts,
    requester,
    withFinalAcknowledgement(message),
    step,
    'TerminateSequence',
  );
  if (response?.isFault !== true) return null;
  const { fault, soapFault } = readSequenceFault(response, protocol);
  // The answer to an earlier TerminateSequence was lost, and the other side has forgotten the session: that is an end, too.
  if (fault?.name === 'UnknownSequence') return null;
  return fault === null
    ? new ProtocolError(`TerminateSequence was answered with a fault: ${soapFault.reason}`)
    : sequenceFaultError(fault, soapFault);
}
