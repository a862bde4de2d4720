import test from 'ava';
import { map, tap } from 'rxjs';
import '../../src/default-elements.js';
import {
  BindingParameters,
  CredentialsParameter,
  messageLayer,
} from '../../src/core/binding/index.js';
import type { BindingElement } from '../../src/core/binding/index.js';
import { reliableSession } from '../../src/elements/reliable-session/index.js';
import { textEncoding } from '../../src/elements/text-encoding/index.js';
import { channelLaws } from '../../src/testing/index.js';
import { httpTransport, httpsTransport } from '../../src/transports/http/index.js';
import { inProcessTransport } from '../../src/transports/in-process/index.js';
import { createTestIdentity } from '../interop/test-identity.js';

/** A layer that only looks: what its author has to write for all shapes, at client and service. */
const passThrough = messageLayer('passThrough', () => ({
  outgoing: tap((message) => message.headers.action),
  incoming: tap((message) => message.headers.action),
}));

/** A layer that changes messages. */
const stamp = messageLayer('stamp', (options: { readonly text: string }) => ({
  outgoing: map((message) => message.withHeader('urn:stamp', 'Stamp', options.text)),
  incoming: tap((message) => message.requireHeader('urn:stamp', 'Stamp')),
}));

const tls = await createTestIdentity();
const parameters = new BindingParameters().set(CredentialsParameter, {
  serverCertificate: tls,
  trust: [tls.cert],
});
let addresses = 0;

const transports: readonly (readonly [
  name: string,
  listenUri: () => string,
  element: () => BindingElement,
])[] = [
  [
    'inProcessTransport',
    () => `inproc://laws-${String((addresses += 1))}`,
    () => inProcessTransport(),
  ],
  ['httpTransport', () => 'http://localhost:0/laws', () => httpTransport()],
  ['httpsTransport', () => 'https://localhost:0/laws', () => httpsTransport()],
];
const february2005 = (): BindingElement => reliableSession({ maxPendingChannels: 64 });
const version11 = (): BindingElement =>
  reliableSession({ maxPendingChannels: 64, reliableMessagingVersion: 'WSReliableMessaging11' });

for (const [name, listenUri, transport] of transports) {
  const stack = (...above: readonly BindingElement[]) => ({
    elements: [...above, textEncoding(), transport()],
    listenUri: listenUri(),
    parameters,
  });
  channelLaws(test, name, () => stack());
  channelLaws(test, `a layer over ${name}`, () => stack(passThrough()));
  channelLaws(test, `two layers over ${name}`, () => stack(stamp({ text: 'laws' }), passThrough()));
  channelLaws(test, `reliableSession February 2005 over ${name}`, () => stack(february2005()));
  channelLaws(test, `reliableSession 1.1 over ${name}`, () => stack(version11()));
  channelLaws(test, `a layer over reliableSession over ${name}`, () =>
    stack(passThrough(), version11()),
  );
}
