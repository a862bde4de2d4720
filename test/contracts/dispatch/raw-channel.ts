import { firstValueFrom } from 'rxjs';
import type { Binding } from '../../../src/core/binding/index.js';
import { defaultContainer } from '../../../src/core/container/index.js';
import {
  EndpointAddress,
  MessageHeader,
  MessageHeaders,
  Message,
  MessageVersion,
  readFault,
} from '../../../src/core/message/index.js';
import type { XmlWriter } from '../../../src/core/xml/index.js';

/** What a reply comes down to, for comparisons. */
export interface RawReply {
  readonly action: string | null;
  readonly relatesTo: string | null;
  readonly to: string | null;
  /** The fault code with all below it, the namespaces left out; null for a reply that is no fault. */
  readonly code: string | null;
  readonly reason: string | null;
  readonly detail: string | null;
  readonly headers: readonly string[];
}

/** Sends one message of any content and returns what came back, null for nothing. */
export async function sendRaw(
  binding: Binding,
  address: string,
  message: Message,
): Promise<RawReply | null> {
  const factory = binding.buildChannelFactory('request', { services: defaultContainer });
  await factory.open();
  try {
    const channel = factory.createChannel(new EndpointAddress(address));
    await channel.open();
    const reply = await firstValueFrom(channel.request(message), { defaultValue: null });
    return reply === null ? null : describeReply(reply);
  } finally {
    factory.abort();
  }
}

export function describeReply(reply: Message): RawReply {
  const fault = reply.isFault ? readFault(reply) : null;
  return {
    action: reply.headers.action,
    relatesTo: reply.headers.relatesTo,
    to: reply.headers.to,
    code: fault === null ? null : fault.code.toString().replace(/\{[^}]*\}/g, ''),
    reason: fault?.reason ?? null,
    detail: fault?.detailElement?.text ?? null,
    headers: [...reply.headers].map(({ name }) => name),
  };
}

export interface RawMessageInit {
  readonly version?: MessageVersion;
  readonly action?: string | null;
  /** MessageID; default `urn:uuid:1`, null for none. */
  readonly id?: string | null;
  /** More headers: name, text. They stand in the namespace of the addressing version. */
  readonly headers?: readonly (readonly [name: string, text: string])[];
  readonly more?: readonly MessageHeader[];
  readonly body?: ((writer: XmlWriter) => void) | null;
}

/** A message of the calculator contract with anything wrong about it. */
export function rawMessage(init: RawMessageInit = {}): Message {
  const version = init.version ?? MessageVersion.soap12WSAddressing10;
  const { action = 'urn:calculator/ICalculator/Add', id = 'urn:uuid:1', headers = [] } = init;
  const made = [
    ...(action === null ? [] : [['Action', action] as const]),
    ...(id === null || !version.hasAddressing ? [] : [['MessageID', id] as const]),
    ...headers,
  ].map(([name, text]) => MessageHeader.create(name, version.addressing.namespace, text));
  const message = Message.create(version, null, init.body === undefined ? addBody : init.body);
  return message.withHeaders(new MessageHeaders(version, [...made, ...(init.more ?? [])]));
}

export function addBody(writer: XmlWriter): void {
  writer.writeStartElement('', 'Add', 'urn:calculator');
  for (const name of ['n1', 'n2']) {
    writer.writeStartElement('', name, 'urn:calculator');
    writer.writeText('1');
    writer.writeEndElement();
  }
  writer.writeEndElement();
}
