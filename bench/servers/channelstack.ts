import {
  CustomBinding,
  ServiceHost,
  httpTransport,
  messageLayer,
  reliableSession,
  textEncoding,
} from '../../src/index.js';
import type { BindingElement } from '../../src/index.js';
import { Echo, EchoService, Tell, TellService } from './echo-contract.js';
import { serveParent } from './server-process.js';

const passThrough = messageLayer('passThrough', () => ({
  outgoing: (messages$) => messages$,
  incoming: (messages$) => messages$,
}));

const session = (): BindingElement =>
  reliableSession({ maxPendingChannels: 1_000, maxTransferWindowSize: 32 });

/** What stands above the encoding, by the name of the variant. */
const variants: Readonly<Record<string, () => BindingElement[]>> = {
  plain: () => [],
  layer: () => [passThrough()],
  reliable: () => [session()],
  oneWay: () => [session()],
};

const [variant = 'plain'] = process.argv.slice(2);
const elements = variants[variant]?.() ?? [];
const binding = new CustomBinding('echo', [...elements, textEncoding(), httpTransport()]);
const [contract, service] = variant === 'oneWay' ? [Tell, TellService] : [Echo, EchoService];
const host = new ServiceHost(service, { baseAddresses: ['http://127.0.0.1:0/echo'] });
host.addEndpoint(contract, binding);
await host.open();
serveParent(Number(new URL(host.endpoints[0]?.address.uri ?? '').port));
