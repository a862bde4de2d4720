import test from 'ava';
import {
  ServiceHost,
  basicHttpBinding,
  basicHttpsBinding,
  ws2007HttpBinding,
  wsHttpBinding,
} from '../../src/index.js';
import type { CustomBinding } from '../../src/index.js';
import { InteropCalculator, InteropCalculatorService } from './calculator-contract.js';
import { DotnetPeer, dotnetAvailable } from './dotnet-peer.js';
import type { DotnetBinding } from './dotnet-peer.js';
import { peerTest } from './peer-test.js';
import { RecordingProxy } from './recording-proxy.js';
import { createTestIdentity } from './test-identity.js';

const dotnet = await dotnetAvailable();
let peer: DotnetPeer;

test.before(async () => {
  if (dotnet.available) peer = await DotnetPeer.start();
});
test.after.always(async () => {
  if (dotnet.available) await peer.stop();
});

const security = {
  http: { mode: 'None' },
  https: { mode: 'Transport', transport: { clientCredentialType: 'None' } },
} as const;
const reliableSession = { enabled: true };

/** Ours, theirs, and the schemes. */
const pairs: readonly (readonly [
  ours: (scheme: 'http' | 'https') => CustomBinding,
  theirs: DotnetBinding,
  schemes: readonly ('http' | 'https')[],
])[] = [
  [
    (scheme) => basicHttpBinding({ security: { mode: security[scheme].mode } }),
    { standard: 'basicHttpBinding' },
    ['http', 'https'],
  ],
  [() => basicHttpsBinding(), { standard: 'basicHttpsBinding' }, ['https']],
  [
    (scheme) => wsHttpBinding({ security: security[scheme] }),
    { standard: 'wsHttpBinding' },
    ['http', 'https'],
  ],
  [
    (scheme) => wsHttpBinding({ security: security[scheme], reliableSession }),
    { standard: 'wsHttpBinding', reliable: 'February2005' },
    ['http', 'https'],
  ],
  [
    (scheme) => ws2007HttpBinding({ security: security[scheme] }),
    { standard: 'ws2007HttpBinding' },
    ['http', 'https'],
  ],
  [
    (scheme) => ws2007HttpBinding({ security: security[scheme], reliableSession }),
    { standard: 'ws2007HttpBinding', reliable: '11' },
    ['http', 'https'],
  ],
];

for (const [ours, theirs, schemes] of pairs)
  for (const scheme of schemes) {
    const { standard = '', reliable } = theirs;
    const name = reliable === undefined ? standard : `${standard} with a reliable session`;
    peerTest(dotnet, `.NET's ${name} over ${scheme} calls ours`, async (t) => {
      const tls = scheme === 'https' ? await createTestIdentity() : undefined;
      const host = new ServiceHost(InteropCalculatorService, {
        baseAddresses: [`${scheme}://localhost:0/calculator`],
        ...(tls === undefined ? {} : { credentials: { serverCertificate: tls } }),
      });
      const { address } = host.addEndpoint(InteropCalculator, ours(scheme));
      await host.open();
      t.teardown(() => host.close());
      const uri = host.endpoints[0]?.address.uri ?? address.uri;
      // Without addressing .NET wants to send where the service is.
      const canRecord = scheme === 'http' && standard.startsWith('ws');
      const proxy = canRecord ? await RecordingProxy.start(uri) : null;
      t.teardown(() => proxy?.[Symbol.asyncDispose]());
      const channel = await peer.openChannel({
        address: uri,
        binding: theirs,
        ...(proxy === null ? {} : { via: proxy.url }),
        ...(tls === undefined ? {} : { certificatePem: tls.cert }),
      });
      t.is(await channel.call('Divide', 22, 7), 3.142857142857143);
      await channel.close();
      const wire = (proxy?.exchanges ?? []).map(({ request }) => request.body).join('');
      const rm = {
        February2005: /xmlsoap\.org\/ws\/2005\/02\/rm/,
        '11': /docs\.oasis-open\.org\/ws-rx\/wsrm/,
      };
      // What was said tells whether there was a session: one that is silently left out would "work".
      const expected = reliable === undefined ? /IBogus/ : rm[reliable];
      t.is(expected.test(wire), proxy !== null && reliable !== undefined);
    });
  }
