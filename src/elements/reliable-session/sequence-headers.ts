import { MessageHeaderError } from '../../core/errors/index.js';
import { MessageHeader } from '../../core/message/index.js';
import type { Message } from '../../core/message/index.js';
import type { XmlElement, XmlWriter } from '../../core/xml/index.js';
import type { AcknowledgementRange } from './acknowledgement-ranges.js';
import { netRmNamespace } from './protocol-version.js';
import type { ReliableMessagingVersion } from './protocol-version.js';

/** The Sequence header: which sequence a message belongs to, and its number there. */
export interface SequenceHeader {
  readonly identifier: string;
  readonly messageNumber: number;
  /** February 2005: no higher number will come. */
  readonly isLast: boolean;
}

/** The SequenceAcknowledgement header: what the destination of a sequence has. */
export interface AcknowledgementHeader {
  readonly identifier: string;
  readonly ranges: readonly AcknowledgementRange[];
  /** Version 1.1: the destination takes nothing more. */
  readonly isFinal: boolean;
  /** Messages that the destination has room for (Microsoft's extension), or null when it does not tell. */
  readonly bufferRemaining: number | null;
}

/** The protocol's headers of one message. */
export interface SequenceHeaders {
  readonly sequence: SequenceHeader | null;
  readonly acknowledgement: AcknowledgementHeader | null;
  /** The sequence of an AckRequested header, or null. */
  readonly ackRequested: string | null;
  /** Version 1.1: CreateSequence says that a security-token reference in its body must be understood. */
  readonly usesSequenceStr: boolean;
  readonly usesSequenceSsl: boolean;
}

/** Thrown for a message number above 2^53-1: the sequence has run out of numbers that can be counted exactly. */
export class MessageNumberTooLargeError extends MessageHeaderError {
  static override readonly typeName: string = 'MessageNumberTooLargeError';

  readonly identifier: string;

  constructor(identifier: string, number: string) {
    super(
      `The message number ${number} of the sequence ${identifier} is above ${String(Number.MAX_SAFE_INTEGER)}, the highest that is counted here.`,
    );
    this.identifier = identifier;
  }
}

const none: SequenceHeaders = {
  sequence: null,
  acknowledgement: null,
  ackRequested: null,
  usesSequenceStr: false,
  usesSequenceSsl: false,
};

/**
 * Reads the protocol's headers and marks them as understood (WS-ReliableMessaging 1.1 sections 3.7-3.9). A doubled header
 * or one that cannot be read throws {@link MessageHeaderError}.
 */
export function readSequenceHeaders(
  message: Message,
  version: ReliableMessagingVersion,
): SequenceHeaders {
  let found: Mutable<SequenceHeaders> | null = null;
  for (const header of message.headers) {
    if (header.namespace !== version.namespace || header.element === null) continue;
    found ??= { ...none };
    switch (header.name) {
      case 'Sequence':
        if (found.sequence !== null) throw doubled(header);
        found.sequence = readSequence(header.element, version);
        break;
      case 'SequenceAcknowledgement':
        if (found.acknowledgement !== null) throw doubled(header);
        found.acknowledgement = readAcknowledgement(header.element, version);
        break;
      case 'AckRequested':
        if (found.ackRequested !== null) throw doubled(header);
        found.ackRequested = readIdentifier(header.element, version);
        break;
      case 'UsesSequenceSTR':
        found.usesSequenceStr = true;
        break;
      case 'UsesSequenceSSL':
        found.usesSequenceSsl = true;
        break;
      default:
        continue;
    }
    message.understand(header);
  }
  return found ?? none;
}

/** The identifier in a header or body element of the protocol. */
export function readIdentifier(element: XmlElement, version: ReliableMessagingVersion): string {
  const text = element.element('Identifier', version.namespace)?.text.trim() ?? '';
  if (text === '')
    throw new MessageHeaderError(
      `The ${element.localName} element has no Identifier, or an empty one.`,
    );
  return text;
}

/** A whole number in the text of an element, 0 or above. */
export function readNumber(text: string, what: string, identifier: string): number {
  const plain = plainNumber(text);
  if (plain >= 0) return plain;
  const trimmed = text.trim();
  if (!/^\+?\d{1,19}$/.test(trimmed)) {
    throw new MessageHeaderError(
      `The ${what} of the sequence ${identifier} is '${trimmed}'; it must be a whole number.`,
    );
  }
  const number = Number(trimmed);
  if (!Number.isSafeInteger(number)) throw new MessageNumberTooLargeError(identifier, trimmed);
  return number;
}

/** The value of nothing but up to 15 digits, as nearly all peers write numbers; otherwise -1. */
function plainNumber(text: string): number {
  if (text.length === 0 || text.length > 15) return -1;
  let value = 0;
  for (let index = 0; index < text.length; index++) {
    const digit = text.charCodeAt(index) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

function readSequence(element: XmlElement, version: ReliableMessagingVersion): SequenceHeader {
  const identifier = readIdentifier(element, version);
  const text = element.element('MessageNumber', version.namespace)?.text ?? '';
  const messageNumber = readNumber(text, 'MessageNumber', identifier);
  if (messageNumber < 1)
    throw new MessageHeaderError(
      `The MessageNumber of the sequence ${identifier} is 0; numbers start at 1.`,
    );
  const isLast =
    version.actions.lastMessage !== null &&
    element.element('LastMessage', version.namespace) !== null;
  return { identifier, messageNumber, isLast };
}

function readAcknowledgement(
  element: XmlElement,
  version: ReliableMessagingVersion,
): AcknowledgementHeader {
  const identifier = readIdentifier(element, version);
  const ranges: AcknowledgementRange[] = [];
  let isFinal = false;
  let bufferRemaining: number | null = null;
  for (const child of element.children) {
    if (typeof child === 'string') continue;
    if (child.namespaceUri === netRmNamespace && child.localName === 'BufferRemaining') {
      bufferRemaining = readNumber(child.text, 'BufferRemaining', identifier);
    } else if (child.namespaceUri === version.namespace) {
      if (child.localName === 'AcknowledgementRange') {
        const range = readRange(child, identifier, version);
        if (range !== null) ranges.push(range);
      } else if (child.localName === 'Final') isFinal = true;
      else if (child.localName === 'Nack') readNumber(child.text, 'Nack', identifier);
    }
  }
  if (ranges.length > 1) inOrder(ranges, identifier);
  return { identifier, ranges, isFinal, bufferRemaining };
}

/** Sorts ranges, which must not overlap. */
function inOrder(ranges: AcknowledgementRange[], identifier: string): void {
  ranges.sort((a, b) => a.lower - b.lower);
  let upper = 0;
  for (const range of ranges) {
    if (range.lower <= upper) {
      throw new MessageHeaderError(
        `The acknowledgement of the sequence ${identifier} has ranges that overlap.`,
      );
    }
    ({ upper } = range);
  }
}

function readRange(
  element: XmlElement,
  identifier: string,
  version: ReliableMessagingVersion,
): AcknowledgementRange | null {
  const lower = readNumber(
    element.attribute('Lower') ?? '',
    'Lower of an AcknowledgementRange',
    identifier,
  );
  const upper = readNumber(
    element.attribute('Upper') ?? '',
    'Upper of an AcknowledgementRange',
    identifier,
  );
  if (lower === 0 && upper === 0 && version.emptyAcknowledgement === 'zeroRange') return null;
  if (lower < 1 || upper < lower) {
    throw new MessageHeaderError(
      `The acknowledgement of the sequence ${identifier} has the range ${String(lower)}-${String(upper)}, which is none.`,
    );
  }
  return { lower, upper };
}

const must = { prefix: 'r', mustUnderstand: true };
const may = { prefix: 'r' };

/** Makes a Sequence header. */
export function sequenceHeader(
  version: ReliableMessagingVersion,
  { identifier, messageNumber, isLast }: SequenceHeader,
): MessageHeader {
  return MessageHeader.create(
    'Sequence',
    version.namespace,
    (writer) => {
      writeText(writer, version, 'Identifier', identifier);
      writer.writeStartElement('r', 'MessageNumber', version.namespace);
      writer.writeInteger(messageNumber);
      writer.writeEndElement();
      if (isLast) writeText(writer, version, 'LastMessage', '');
    },
    must,
  );
}

/** Makes a SequenceAcknowledgement header. The ranges are read when it is written. */
export function acknowledgementHeader(
  version: ReliableMessagingVersion,
  { identifier, ranges, isFinal, bufferRemaining }: AcknowledgementHeader,
): MessageHeader {
  return MessageHeader.create(
    'SequenceAcknowledgement',
    version.namespace,
    (writer) => {
      writeText(writer, version, 'Identifier', identifier);
      for (const range of ranges) writeRange(writer, version, range);
      if (ranges.length === 0) {
        if (version.emptyAcknowledgement === 'none') writeText(writer, version, 'None', '');
        else writeRange(writer, version, { lower: 0, upper: 0 });
      }
      if (isFinal) writeText(writer, version, 'Final', '');
      if (bufferRemaining !== null) {
        writer.writeStartElement('netrm', 'BufferRemaining', netRmNamespace);
        writer.writeInteger(bufferRemaining);
        writer.writeEndElement();
      }
    },
    may,
  );
}

/** Makes an AckRequested header. */
export function ackRequestedHeader(
  version: ReliableMessagingVersion,
  identifier: string,
): MessageHeader {
  return MessageHeader.create(
    'AckRequested',
    version.namespace,
    (writer) => {
      writeText(writer, version, 'Identifier', identifier);
    },
    may,
  );
}

function writeText(
  writer: XmlWriter,
  version: ReliableMessagingVersion,
  name: string,
  text: string,
): void {
  writer.writeStartElement('r', name, version.namespace);
  if (text !== '') writer.writeText(text);
  writer.writeEndElement();
}

function writeRange(
  writer: XmlWriter,
  version: ReliableMessagingVersion,
  { lower, upper }: AcknowledgementRange,
): void {
  writer.writeStartElement('r', 'AcknowledgementRange', version.namespace);
  writer.writeAttribute('', 'Lower', '', String(lower));
  writer.writeAttribute('', 'Upper', '', String(upper));
  writer.writeEndElement();
}

function doubled(header: MessageHeader): MessageHeaderError {
  return new MessageHeaderError(`The message has two ${header.name} headers; only one is allowed.`);
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
