import { MessageHeaderError } from '../../core/errors/index.js';
import { EndpointAddress } from '../../core/message/index.js';
import type { AddressingVersion, BodyWriter, Message } from '../../core/message/index.js';
import type { XmlElement } from '../../core/xml/index.js';
import type { ReliableMessagingVersion } from './protocol-version.js';
import { readIdentifier, readNumber } from './sequence-headers.js';

/** What becomes of a sequence that ends with gaps (version 1.1): WCF says the first when ordered, the second when not. */
export type IncompleteSequenceBehavior =
  'DiscardFollowingFirstGap' | 'NoDiscard' | 'DiscardEntireSequence';

/** CreateSequence: asks for a sequence, and may offer one for the way back. */
export interface CreateSequence {
  readonly acksTo: EndpointAddress;
  readonly offer: {
    readonly identifier: string;
    readonly incompleteSequenceBehavior: IncompleteSequenceBehavior;
  } | null;
  /** How long the sequence is wanted, as written, or null. */
  readonly expires: string | null;
}

/** CreateSequenceResponse. */
export interface CreateSequenceResponse {
  readonly identifier: string;
  /** Where acknowledgements of the offered sequence go, when the offer was accepted. */
  readonly acceptAcksTo: EndpointAddress | null;
  readonly incompleteSequenceBehavior: IncompleteSequenceBehavior;
  readonly expires: string | null;
}

/** CloseSequence, TerminateSequence and their responses: a sequence, and in version 1.1 the highest number that was sent. */
export interface SequenceReference {
  readonly identifier: string;
  readonly lastMessageNumber: number | null;
}

/** Writes the body of a CreateSequence. */
export function createSequenceBody(
  version: ReliableMessagingVersion,
  addressing: AddressingVersion,
  { acksTo, offer }: CreateSequence,
): BodyWriter {
  const { namespace } = version;
  return (writer) => {
    writer.writeStartElement('', 'CreateSequence', namespace);
    writer.writeStartElement('', 'AcksTo', namespace);
    acksTo.writeContents(writer, addressing);
    writer.writeEndElement();
    if (offer !== null) {
      writer.writeStartElement('', 'Offer', namespace);
      writer.writeStartElement('', 'Identifier', namespace);
      writer.writeText(offer.identifier);
      writer.writeEndElement();
      if (version.hasIncompleteSequenceBehavior) {
        writer.writeStartElement('', 'Endpoint', namespace);
        acksTo.writeContents(writer, addressing);
        writer.writeEndElement();
        writer.writeStartElement('', 'IncompleteSequenceBehavior', namespace);
        writer.writeText(offer.incompleteSequenceBehavior);
        writer.writeEndElement();
      }
      writer.writeEndElement();
    }
    writer.writeEndElement();
  };
}

/** Reads the body of a CreateSequence. */
export function readCreateSequence(
  message: Message,
  version: ReliableMessagingVersion,
): CreateSequence {
  const { namespace } = version;
  const body = readBodyElement(message, 'CreateSequence', version);
  const acksTo = body.element('AcksTo', namespace);
  if (acksTo === null) throw new MessageHeaderError('The CreateSequence message has no AcksTo.');
  const offer = body.element('Offer', namespace);
  return {
    acksTo: EndpointAddress.fromElement(acksTo, message.version.addressing),
    offer:
      offer === null
        ? null
        : {
            identifier: readIdentifier(offer, version),
            incompleteSequenceBehavior: readBehavior(offer, version),
          },
    expires: body.element('Expires', namespace)?.text ?? null,
  };
}

/** Writes the body of a CreateSequenceResponse. */
export function createSequenceResponseBody(
  version: ReliableMessagingVersion,
  addressing: AddressingVersion,
  { identifier, acceptAcksTo, incompleteSequenceBehavior, expires }: CreateSequenceResponse,
): BodyWriter {
  const { namespace } = version;
  return (writer) => {
    writer.writeStartElement('', 'CreateSequenceResponse', namespace);
    writer.writeStartElement('', 'Identifier', namespace);
    writer.writeText(identifier);
    writer.writeEndElement();
    if (expires !== null && version.hasIncompleteSequenceBehavior) {
      writer.writeStartElement('', 'Expires', namespace);
      writer.writeText(expires);
      writer.writeEndElement();
    }
    if (version.hasIncompleteSequenceBehavior) {
      writer.writeStartElement('', 'IncompleteSequenceBehavior', namespace);
      writer.writeText(incompleteSequenceBehavior);
      writer.writeEndElement();
    }
    if (acceptAcksTo !== null) {
      writer.writeStartElement('', 'Accept', namespace);
      writer.writeStartElement('', 'AcksTo', namespace);
      acceptAcksTo.writeContents(writer, addressing);
      writer.writeEndElement();
      writer.writeEndElement();
    }
    writer.writeEndElement();
  };
}

/** Reads the body of a CreateSequenceResponse. */
export function readCreateSequenceResponse(
  message: Message,
  version: ReliableMessagingVersion,
): CreateSequenceResponse {
  const { namespace } = version;
  const body = readBodyElement(message, 'CreateSequenceResponse', version);
  const accept = body.element('Accept', namespace);
  const acksTo = accept?.element('AcksTo', namespace) ?? null;
  if (accept !== null && acksTo === null) {
    throw new MessageHeaderError('The CreateSequenceResponse has an Accept without AcksTo.');
  }
  return {
    identifier: readIdentifier(body, version),
    acceptAcksTo:
      acksTo === null ? null : EndpointAddress.fromElement(acksTo, message.version.addressing),
    incompleteSequenceBehavior: readBehavior(body, version),
    expires: body.element('Expires', namespace)?.text ?? null,
  };
}

/** Writes a body that names a sequence: CloseSequence, TerminateSequence or one of their responses. */
export function sequenceReferenceBody(
  version: ReliableMessagingVersion,
  name:
    'CloseSequence' | 'CloseSequenceResponse' | 'TerminateSequence' | 'TerminateSequenceResponse',
  { identifier, lastMessageNumber }: SequenceReference,
): BodyWriter {
  const { namespace } = version;
  return (writer) => {
    writer.writeStartElement('r', name, namespace);
    writer.writeStartElement('r', 'Identifier', namespace);
    writer.writeText(identifier);
    writer.writeEndElement();
    if (lastMessageNumber !== null) {
      writer.writeStartElement('r', 'LastMsgNumber', namespace);
      writer.writeInteger(lastMessageNumber);
      writer.writeEndElement();
    }
    writer.writeEndElement();
  };
}

/** Reads a body that names a sequence. */
export function readSequenceReference(
  message: Message,
  name:
    'CloseSequence' | 'CloseSequenceResponse' | 'TerminateSequence' | 'TerminateSequenceResponse',
  version: ReliableMessagingVersion,
): SequenceReference {
  const body = readBodyElement(message, name, version);
  const identifier = readIdentifier(body, version);
  const last = body.element('LastMsgNumber', version.namespace);
  return {
    identifier,
    lastMessageNumber: last === null ? null : readNumber(last.text, 'LastMsgNumber', identifier),
  };
}

function readBodyElement(
  message: Message,
  name: string,
  version: ReliableMessagingVersion,
): XmlElement {
  if (message.isEmpty)
    throw new MessageHeaderError(`The body of the message is empty; it must be a ${name}.`);
  const body = message.readBody((reader) => reader.readElement());
  if (body.is(name, version.namespace)) return body;
  throw new MessageHeaderError(
    `The body of the message is '${body.localName}' of the namespace '${body.namespaceUri}'; it must be a ${name} of ${version.namespace}.`,
  );
}

function readBehavior(
  element: XmlElement,
  version: ReliableMessagingVersion,
): IncompleteSequenceBehavior {
  const text = element.element('IncompleteSequenceBehavior', version.namespace)?.text.trim();
  switch (text) {
    case undefined:
    case 'NoDiscard':
      return 'NoDiscard';
    case 'DiscardFollowingFirstGap':
    case 'DiscardEntireSequence':
      return text;
    default:
      throw new MessageHeaderError(
        `The IncompleteSequenceBehavior '${text}' does not exist in WS-ReliableMessaging.`,
      );
  }
}
