import { EndpointAddress } from '../../core/message/index.js';
import type { Message } from '../../core/message/index.js';
import { XmlElement } from '../../core/xml/index.js';

const name = 'ChannelInstance';
const namespace = 'http://schemas.microsoft.com/ws/2005/02/duplex';

/** The address of one of the channels that listen at a URI: the reference parameter ChannelInstance tells them apart. */
export function instanceAddress(uri: string, id: string): EndpointAddress {
  const header = new XmlElement({
    localName: name,
    namespaceUri: namespace,
    children: [id],
    attributes: [],
  });
  return new EndpointAddress(uri, { headers: [header] });
}

/** The channel that a message is for, or null when it names none. Marks the header as understood. */
export function readInstance(message: Message): string | null {
  const header = message.headers.find(name, namespace);
  if (header === null) return null;
  message.understand(header);
  return header.text.trim();
}
