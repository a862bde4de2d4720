import { ChannelFactory, MetadataExchange } from '../../contracts/index.js';
import { CustomBinding } from '../../core/binding/index.js';
import { Message, MessageVersion } from '../../core/message/index.js';
import { XmlTextWriter } from '../../core/xml/index.js';
import type { XmlReader } from '../../core/xml/index.js';
import { textEncoding } from '../../elements/text-encoding/index.js';
import { MetadataError } from '../../metadata/index.js';
import type { MetadataSource } from '../../metadata/index.js';
import { httpTransport, httpsTransport } from '../../transports/http/index.js';

const maxBytes = 67_108_864;

/** Asks a metadata endpoint for all its documents: WS-Transfer Get, as mexHttpBinding and mexHttpsBinding have it. */
export async function askMetadataEndpoint(
  uri: string,
  trust: readonly string[],
): Promise<MetadataSource> {
  const transport = uri.startsWith('https:') ? httpsTransport : httpTransport;
  const binding = new CustomBinding('MetadataExchange', [
    textEncoding({ readerQuotas: { maxStringContentLength: maxBytes, maxDepth: 200 } }),
    transport({ maxReceivedMessageSize: maxBytes, maxBufferSize: maxBytes }),
  ]);
  const factory = new ChannelFactory(MetadataExchange, binding, uri, {
    ...(trust.length === 0 ? {} : { credentials: { trust: [...trust] } }),
  });
  try {
    const client = await factory.createChannel();
    const reply = await client.get(Message.create(MessageVersion.soap12WSAddressing10, null), {
      timeout: 30_000,
    });
    return { uri, text: reply.readBody(asText) };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new MetadataError(`The metadata endpoint ${uri} does not answer: ${why}`, { cause });
  } finally {
    await factory.close().catch(() => undefined);
  }
}

function asText(reader: XmlReader): string {
  reader.moveToContent();
  const writer = new XmlTextWriter();
  writer.writeElement(reader.readElement());
  return Buffer.concat(writer.finish()).toString();
}
