import { MessageHeaderError, XmlError } from '../errors/index.js';
import type { XmlElement } from '../xml/index.js';
import { EndpointAddress } from './endpoint-address.js';
import { MessageHeader } from './message-header.js';
import type { AddressingVersion, MessageVersion } from './message-version.js';

const must = { prefix: 'a', mustUnderstand: true };
const may = { prefix: 'a' };
const mustWithoutAddressing = { mustUnderstand: true };

/** The Action header; in versions without addressing it stands in Microsoft's `none` namespace until the transport takes it away. */
export function actionHeader(version: MessageVersion, action: string): MessageHeader {
  return MessageHeader.create(
    'Action',
    version.addressing.namespace,
    action,
    options(version, true),
  );
}

/** The To header. */
export function toHeader(version: MessageVersion, to: string): MessageHeader {
  return MessageHeader.create('To', version.addressing.namespace, to, options(version, true));
}

/** The MessageID header. */
export function messageIdHeader(version: MessageVersion, id: string): MessageHeader {
  return MessageHeader.create(
    'MessageID',
    version.addressing.namespace,
    id,
    options(version, false),
  );
}

/** The RelatesTo header with the relationship "reply". */
export function relatesToHeader(version: MessageVersion, id: string): MessageHeader {
  return MessageHeader.create(
    'RelatesTo',
    version.addressing.namespace,
    id,
    options(version, false),
  );
}

/** A ReplyTo, From or FaultTo header. */
export function endpointHeader(
  name: 'ReplyTo' | 'From' | 'FaultTo',
  version: MessageVersion,
  address: EndpointAddress,
): MessageHeader {
  const header = MessageHeader.create(
    name,
    version.addressing.namespace,
    (writer, of) => {
      address.writeContents(writer, of.addressing);
    },
    options(version, false),
  );
  madeAddresses.set(header, address);
  return header;
}

/** The addresses in headers that were made here, which have no tree to read them from. */
const madeAddresses = new WeakMap<MessageHeader, EndpointAddress>();

/** Reads the address inside a ReplyTo, From or FaultTo header. */
export function readEndpointHeader(
  header: MessageHeader,
  addressing: AddressingVersion,
): EndpointAddress {
  return (
    madeAddresses.get(header) ?? EndpointAddress.fromElement(requireElement(header), addressing)
  );
}

/** An identifier or action: surrounding white space is no part of it; an empty identifier is refused. */
export function readIdentifier(header: MessageHeader): string {
  const value = header.text.trim();
  if (value === '')
    throw new XmlError(`The header ${header.name} is empty; it must be a non-empty URI.`);
  return value;
}

/** The last To that was found to be absolute: a client sends the same one with each message, and parsing it costs 2 us. */
let lastTo = '';

/** The To header's URI: it must be absolute. */
export function readTo(header: MessageHeader): string {
  const value = header.text;
  if (value === lastTo) return value;
  if (URL.canParse(value)) {
    lastTo = value;
    return value;
  }
  throw new MessageHeaderError(
    value === ''
      ? 'The header To is empty; it must be an absolute URI.'
      : `The header To is '${value}'; it must be an absolute URI.`,
  );
}

function options(
  version: MessageVersion,
  mustUnderstand: boolean,
): typeof must | typeof may | typeof mustWithoutAddressing {
  if (!version.hasAddressing) return mustWithoutAddressing;
  return mustUnderstand ? must : may;
}

function requireElement(header: MessageHeader): XmlElement {
  if (header.element !== null) return header.element;
  throw new MessageHeaderError(
    `The header ${header.name} was made here and has no received form to read.`,
  );
}
