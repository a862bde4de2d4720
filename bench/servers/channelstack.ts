import {
  CustomBinding,
  ServiceHost,
  httpTransport,
  messageLayer,
  reliableSession,
  textEncoding,
} from '../../src/index.js';
import type { BindingElement } from '../../src/index.js';
import { Echo, EchoService } from './echo-contract.js';
import { serveParent } from './server-process.js';

const passThrough = messageLayer('passThrough', () => ({
  outgoing: (messages$) => messages$,
  incoming: (messages$) => messages$,
}));

/** What stands above the encoding, by the name of the variant. */
const variants: Readonly<Record<string, () => BindingElement[]>> = {
  plain: () => [],
  layer: () => [passThrough()],
  reliable: () => [reliableSession({ maxPendingChannels: 1_000, maxTransferWindowSize: 32 })],
};

const elements = variants[process.argv[2] ?? 'plain']?.() ?? [];
const host = new ServiceHost(EchoService, { baseAddresses: ['http://127.0.0.1:0/echo'] });
host.addEndpoint(Echo, new CustomBinding('echo', [...elements, textEncoding(), httpTransport()]));
await host.open();
serveParent(Number(new URL(host.endpoints[0]?.address.uri ?? '').port));
