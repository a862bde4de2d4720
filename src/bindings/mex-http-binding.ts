import { defineBinding } from '../core/binding/index.js';
import { textEncoding } from '../elements/text-encoding/index.js';
import { httpTransport, httpsTransport } from '../transports/http/index.js';

/** The binding of metadata endpoints over http: SOAP 1.2 with WS-Addressing 1.0. WCF's MetadataExchangeBindings. */
export const mexHttpBinding = defineBinding({
  name: 'mexHttpBinding',
  className: 'MetadataExchangeHttpBinding',
  configuration: { attributes: {} },
  compose: () => [textEncoding(), httpTransport()],
});

/** The same over https. */
export const mexHttpsBinding = defineBinding({
  name: 'mexHttpsBinding',
  className: 'MetadataExchangeHttpsBinding',
  configuration: { attributes: {} },
  compose: () => [textEncoding(), httpsTransport()],
});
