import {
  CommunicationError,
  EndpointNotFoundError,
  ProtocolError,
  ServerTooBusyError,
} from '../../core/errors/index.js';
import type { ChannelStackError } from '../../core/errors/index.js';
import {
  FaultCode,
  MessageFault,
  MessageHeader,
  createFaultMessage,
  readFault,
  relatesToHeader,
} from '../../core/message/index.js';
import type { Message, MessageVersion } from '../../core/message/index.js';
import type { XmlWriter } from '../../core/xml/index.js';
import { acknowledgementHeader } from './sequence-headers.js';
import type { AcknowledgementHeader } from './sequence-headers.js';
import { netRmNamespace } from './protocol-version.js';
import type { ReliableMessagingVersion } from './protocol-version.js';

/** The faults of the protocol, by their names on the wire. */
export type SequenceFaultName =
  | 'SequenceTerminated'
  | 'UnknownSequence'
  | 'InvalidAcknowledgement'
  | 'MessageNumberRollover'
  | 'CreateSequenceRefused'
  | 'LastMessageNumberExceeded'
  | 'SequenceClosed'
  | 'WsrmRequired';

/** A fault of the protocol (WS-ReliableMessaging 1.1 section 4), whichever SOAP version carries it. */
export interface SequenceFault {
  readonly name: SequenceFaultName;
  /** Who is to blame. */
  readonly blames: 'Sender' | 'Receiver';
  readonly reason: string;
  /** The sequence it is about, or null. */
  readonly identifier: string | null;
  /** InvalidAcknowledgement: the acknowledgement; SequenceClosed: what the destination has. */
  readonly acknowledgement?: AcknowledgementHeader | null | undefined;
  /** CreateSequenceRefused because too many sessions wait already. */
  readonly isConnectionLimit?: boolean | undefined;
}

/** The sequence named by nobody known here. */
export function unknownSequence(identifier: string): SequenceFault {
  return {
    name: 'UnknownSequence',
    blames: 'Sender',
    identifier,
    reason: 'The value of wsrm:Identifier is not a known Sequence identifier.',
  };
}

/** The session is over for a reason that the other side is told. */
export function sequenceTerminated(
  identifier: string,
  blames: 'Sender' | 'Receiver',
  reason: string,
): SequenceFault {
  return { name: 'SequenceTerminated', blames, identifier, reason };
}

/** A message that carries the fault; with the MessageID of a request, it relates to that. */
export function sequenceFaultMessage(
  version: MessageVersion,
  protocol: ReliableMessagingVersion,
  fault: SequenceFault,
  relatesTo: string | null,
): Message {
  const isSoap11 = version.envelope.name === 'Soap11';
  const own = new FaultCode(
    fault.name,
    protocol.namespace,
    fault.isConnectionLimit === true
      ? new FaultCode('ConnectionLimitReached', netRmNamespace)
      : null,
  );
  // SOAP 1.1 has no sub codes: faults about a sequence are told in a header, the others by their code (section 4.1).
  const isHeaderFault =
    isSoap11 && fault.name !== 'CreateSequenceRefused' && fault.name !== 'WsrmRequired';
  const detail = detailWriter(version, protocol, fault);
  const message = createFaultMessage(
    version,
    new MessageFault({
      code: new FaultCode(fault.blames, '', isHeaderFault ? null : own),
      reason: [{ text: fault.reason, language: '' }],
      detail: isSoap11 ? null : detail,
    }),
    protocol.faultAction(version.addressing),
  );
  let { headers } = message;
  if (fault.name === 'SequenceClosed' && fault.acknowledgement != null) {
    headers = headers.withFirst(acknowledgementHeader(protocol, fault.acknowledgement));
  }
  if (relatesTo !== null) headers = headers.with(relatesToHeader(version, relatesTo));
  if (isHeaderFault) headers = headers.with(sequenceFaultHeader(protocol, fault, detail));
  return message.withHeaders(headers);
}

/** The protocol fault in a message, or null when it is a fault of another kind. Reading takes the body. */
export function readSequenceFault(
  message: Message,
  protocol: ReliableMessagingVersion,
): { readonly fault: SequenceFault | null; readonly soapFault: MessageFault } {
  const soapFault = readFault(message);
  const header = message.headers.find('SequenceFault', protocol.namespace);
  const written =
    header?.element?.element('FaultCode', protocol.namespace)?.text.trim().replace(/^.*:/, '') ??
    nameOf(soapFault.code, protocol);
  // The specification writes it in capitals, .NET does not.
  const name = written === 'WSRMRequired' ? 'WsrmRequired' : written;
  if (name === null || !isSequenceFaultName(name)) return { fault: null, soapFault };
  const detail = soapFault.detailElement;
  const inHeader =
    header?.element?.elements.find((child) => child.localName !== 'FaultCode') ?? null;
  const unwrapped =
    protocol.wrapsFaultDetail && inHeader?.localName === 'Detail' ? inHeader.elements[0] : inHeader;
  const about = detail ?? unwrapped ?? null;
  const identifier =
    about?.is('Identifier', protocol.namespace) === true
      ? about
      : about?.element('Identifier', protocol.namespace);
  return {
    soapFault,
    fault: {
      name,
      blames: soapFault.code.isReceiver ? 'Receiver' : 'Sender',
      reason: soapFault.reason,
      identifier: identifier?.text.trim() ?? null,
      isConnectionLimit: soapFault.code.has('ConnectionLimitReached', netRmNamespace),
    },
  };
}

/** The error that a caller gets when the other side has faulted the session. */
export function sequenceFaultError(
  fault: SequenceFault,
  soapFault: MessageFault,
): ChannelStackError {
  const about = fault.identifier === null ? '' : ` (sequence ${fault.identifier})`;
  switch (fault.name) {
    case 'UnknownSequence':
      return new CommunicationError(
        `The remote endpoint no longer knows the reliable session${about}: it was restarted, or it gave the session up after its inactivityTimeout. ` +
          `Whether the message in question was processed is unknown; make a new channel. The remote endpoint says: ${fault.reason}`,
        { code: 'UnknownSequence' },
      );
    case 'CreateSequenceRefused':
      return refusal(fault);
    case 'SequenceTerminated':
    case 'InvalidAcknowledgement':
    case 'MessageNumberRollover':
    case 'LastMessageNumberExceeded':
    case 'SequenceClosed':
    case 'WsrmRequired': {
      const text = `The remote endpoint ended the reliable session with ${fault.name}${about}: ${fault.reason} The reliable session is faulted; make a new channel.`;
      const details = { code: fault.name };
      return soapFault.code.isSender
        ? new ProtocolError(text, details)
        : new CommunicationError(text, details);
    }
  }
}

function refusal(fault: SequenceFault): ChannelStackError {
  const text = `The remote endpoint refused to create a reliable session: ${fault.reason}`;
  if (fault.isConnectionLimit === true) {
    return new ServerTooBusyError(
      `${text} Try again later, or raise maxPendingChannels at the service.`,
      { code: 'ConnectionLimitReached' },
    );
  }
  const details = { code: 'CreateSequenceRefused' };
  return fault.blames === 'Sender'
    ? new ProtocolError(text, details)
    : new CommunicationError(text, details);
}

/** EndpointUnavailable in answer to a CreateSequence means that nobody listens there. */
export function creationFaultError(
  soapFault: MessageFault,
  addressingNamespace: string,
  address: string,
): ChannelStackError {
  if (soapFault.code.has('EndpointUnavailable', addressingNamespace)) {
    return new EndpointNotFoundError(
      `There is no endpoint at ${address} that opens reliable sessions: ${soapFault.reason}`,
    );
  }
  return new ProtocolError(
    `The endpoint at ${address} answered the request for a reliable session with the fault ${soapFault.code.toString()}: ${soapFault.reason} ` +
      'Does its binding have a reliableSession element of the same version?',
  );
}

function nameOf(code: FaultCode, protocol: ReliableMessagingVersion): string | null {
  for (let one: FaultCode | null = code; one !== null; one = one.subCode) {
    if (one.namespace === protocol.namespace) return one.name;
  }
  return null;
}

const names: ReadonlySet<string> = new Set<SequenceFaultName>([
  'SequenceTerminated',
  'UnknownSequence',
  'InvalidAcknowledgement',
  'MessageNumberRollover',
  'CreateSequenceRefused',
  'LastMessageNumberExceeded',
  'SequenceClosed',
  'WsrmRequired',
]);

function isSequenceFaultName(name: string): name is SequenceFaultName {
  return names.has(name);
}

function detailWriter(
  version: MessageVersion,
  protocol: ReliableMessagingVersion,
  fault: SequenceFault,
): ((writer: XmlWriter) => void) | null {
  const { acknowledgement, identifier } = fault;
  if (fault.name === 'InvalidAcknowledgement' && acknowledgement != null) {
    return (writer) => {
      acknowledgementHeader(protocol, acknowledgement).write(writer, version);
    };
  }
  if (identifier === null) return null;
  return (writer) => {
    writer.writeStartElement('r', 'Identifier', protocol.namespace);
    writer.writeText(identifier);
    writer.writeEndElement();
  };
}

function sequenceFaultHeader(
  protocol: ReliableMessagingVersion,
  fault: SequenceFault,
  detail: ((writer: XmlWriter) => void) | null,
): MessageHeader {
  return MessageHeader.create(
    'SequenceFault',
    protocol.namespace,
    (writer) => {
      writer.writeStartElement('r', 'FaultCode', protocol.namespace);
      writer.writeText(`r:${fault.name}`);
      writer.writeEndElement();
      if (detail === null) return;
      if (!protocol.wrapsFaultDetail) {
        detail(writer);
        return;
      }
      writer.writeStartElement('r', 'Detail', protocol.namespace);
      detail(writer);
      writer.writeEndElement();
    },
    { prefix: 'r' },
  );
}
