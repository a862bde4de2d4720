import { toHeader } from './addressing-headers.js';
import type { EndpointAddress } from './endpoint-address.js';
import { MessageHeader } from './message-header.js';
import type { Message } from './message.js';

/** The message with To and the reference parameters of an address; one that has a To already stays as it is. */
export function addressMessage(message: Message, to: EndpointAddress): Message {
  const { version, headers } = message;
  const hasTo = version.hasAddressing && headers.has('To', version.addressing.namespace);
  if (hasTo || (!version.hasAddressing && to.headers.length === 0)) return message;
  const parameters = to.headers.map((element) => MessageHeader.fromReferenceParameter(element));
  if (!version.hasAddressing) return message.withHeaders(headers.with(...parameters));
  return message.withHeaders(
    headers.with(toHeader(version, to.uriFor(version.addressing)), ...parameters),
  );
}
