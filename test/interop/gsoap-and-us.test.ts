import type { ExecutionContext } from 'ava';
import { ChannelFactory, channelOf } from '../../src/contracts/index.js';
import { InteropCalculator } from './calculator-contract.js';
import { ProtocolError } from '../../src/core/errors/index.js';
import { GsoapClient, GsoapServer, gsoapAvailable } from './gsoap-peer.js';
import type { GsoapVerdict, GsoapVersion } from './gsoap-peer.js';
import { calculatorBinding, protocolNames, startCalculator } from './our-calculator.js';
import { peerTest } from './peer-test.js';
import { RecordingProxy } from './recording-proxy.js';
import { createTestIdentity } from './test-identity.js';

const gsoap = await gsoapAvailable();

peerTest(
  gsoap,
  'our client completes a WS-ReliableMessaging 1.1 session with a gSOAP server',
  async (t) => {
    await using server = await GsoapServer.start({ version: '11' });
    await using proxy = await RecordingProxy.start(server.url);
    const factory = new ChannelFactory(
      InteropCalculator,
      calculatorBinding({ reliable: { reliableMessagingVersion: 'WSReliableMessaging11' } }),
      server.url,
      { via: proxy.url },
    );
    const calculator = await factory.createChannel();
    await callAll(t, calculator);
    await channelOf(calculator).close();
    await factory.close();
    t.deepEqual(
      proxy.exchanges.map(({ request }) =>
        /<a:Action[^>]*>([^<]*)/.exec(request.body)?.[1]?.replace(/^.*\//, ''),
      ),
      ['CreateSequence', 'Add', 'Divide', 'CloseSequence', 'TerminateSequence'],
    );
  },
);

peerTest(gsoap, 'our client calls a gSOAP server over a February 2005 session', async (t) => {
  await using server = await GsoapServer.start({ version: 'February2005' });
  const factory = new ChannelFactory(
    InteropCalculator,
    calculatorBinding({ reliable: {} }),
    server.url,
  );
  const calculator = await factory.createChannel();
  await callAll(t, calculator);
  // gSOAP answers the last message with an empty 202 that has a Content-Type, at which a .NET client fails, too.
  await t.throwsAsync(channelOf(calculator).close(), { instanceOf: ProtocolError });
  factory.abort();
});

for (const version of ['February2005', '11'] as const) {
  const reliableMessagingVersion = protocolNames[version];

  peerTest(
    gsoap,
    `a gSOAP client completes a session with our service over HTTP with ${reliableMessagingVersion}`,
    async (t) => {
      await using service = await startCalculator({ reliable: { reliableMessagingVersion } });
      checkSteps(
        t,
        version,
        await GsoapClient.run({
          url: service.address,
          version,
          calls: [
            ['Add', 1, 2],
            ['Divide', 22, 7],
          ],
        }),
      );
    },
  );

  peerTest(
    gsoap,
    `a gSOAP client completes a session with our service over HTTPS with ${reliableMessagingVersion}`,
    async (t) => {
      const tls = await createTestIdentity();
      await using service = await startCalculator({ reliable: { reliableMessagingVersion }, tls });
      checkSteps(
        t,
        version,
        await GsoapClient.run({
          url: service.address,
          version,
          calls: [
            ['Add', 1, 2],
            ['Divide', 22, 7],
          ],
          certificatePem: tls.cert,
        }),
      );
    },
  );
}

async function callAll(
  t: ExecutionContext,
  calculator: {
    add(a: number, b: number): Promise<number>;
    divide(a: number, b: number): Promise<number>;
  },
): Promise<void> {
  t.is(await calculator.add(100, 15.99), 115.99);
  t.is(await calculator.divide(22, 7), 3.142857142857143);
}

/**
 * The February 2005 plugin of gSOAP expects its own identifier in the answer to TerminateSequence, where WCF names the
 * offered sequence: it then reports UnknownSequence at its own end, when everything has gone over the wire.
 */
function checkSteps(
  t: ExecutionContext,
  version: GsoapVersion,
  { steps, exitCode }: GsoapVerdict,
): void {
  const isFebruary2005 = version === 'February2005';
  t.is(exitCode, isFebruary2005 ? 1 : 0);
  t.deepEqual(
    steps.map(({ step, ok }) => [step, ok]),
    [
      ['create', true],
      ['Add', true],
      ['Divide', true],
      ['close', true],
      ['terminate', !isFebruary2005],
      ['end', true],
    ],
  );
  t.deepEqual(
    steps.filter(({ step }) => step === 'Add' || step === 'Divide').map(({ result }) => result),
    [3, 3.142857142857143],
  );
}
