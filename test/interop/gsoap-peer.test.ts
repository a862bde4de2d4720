import { gsoapAvailable, GsoapClient, GsoapServer } from './gsoap-peer.js';
import { dotnetAvailable, DotnetError, DotnetPeer } from './dotnet-peer.js';
import { allOf, peerTest } from './peer-test.js';
import { RecordingProxy } from './recording-proxy.js';
import { createTestIdentity } from './test-identity.js';

const gsoap = await gsoapAvailable();
const dotnet = await dotnetAvailable();

peerTest(gsoap, 'a gSOAP client completes a 1.1 session with a gSOAP server', async (t) => {
  await using server = await GsoapServer.start({ version: '11', keepAlive: true });

  const { exitCode, steps } = await GsoapClient.run({
    url: server.url,
    version: '11',
    calls: [
      ['Add', 100, 15.99],
      ['Note', 'a "quoted" note'],
      ['Notes'],
      ['Next'],
      ['Next'],
      ['SafeDivide', 1, 0],
      ['Fail', 'on purpose'],
      ['Echo', 'still here'],
    ],
  });

  t.is(exitCode, 0);
  t.deepEqual(steps, [
    { step: 'create', ok: true },
    { step: 'Add', ok: true, result: 115.99 },
    { step: 'Note', ok: true },
    { step: 'Notes', ok: true, result: ['a "quoted" note'] },
    { step: 'Next', ok: true, result: 1 },
    { step: 'Next', ok: true, result: 2 },
    {
      step: 'SafeDivide',
      ok: false,
      status: 1,
      reason: 'Division by zero.',
      detail: { operation: 'SafeDivide', problemType: 'divide by zero' },
    },
    { step: 'Fail', ok: false, status: 2, reason: 'on purpose' },
    { step: 'Echo', ok: true, result: 'still here' },
    { step: 'close', ok: true },
    { step: 'terminate', ok: true },
    { step: 'end', ok: true, result: 0 },
  ]);
});

peerTest(gsoap, 'a gSOAP client completes a 1.1 session over https', async (t) => {
  const tls = await createTestIdentity();
  await using server = await GsoapServer.start({ version: '11', tls });

  const { exitCode, steps } = await GsoapClient.run({
    url: server.url,
    version: '11',
    certificatePem: tls.cert,
  });

  t.is(exitCode, 0);
  t.true(steps.every(({ ok }) => ok));
});

peerTest(gsoap, 'a gSOAP client refuses a certificate that it does not know', async (t) => {
  const [tls, other] = await Promise.all([createTestIdentity(), createTestIdentity()]);
  await using server = await GsoapServer.start({ version: '11', tls });

  const { exitCode, steps } = await GsoapClient.run({
    url: server.url,
    version: '11',
    certificatePem: other.cert,
  });

  t.is(exitCode, 1);
  t.deepEqual(
    steps.map(({ step, ok }) => [step, ok]),
    [['create', false]],
  );
});

peerTest(
  gsoap,
  'a February 2005 session of gSOAP is complete on the wire though its client complains of the end',
  async (t) => {
    await using server = await GsoapServer.start({ version: 'February2005' });
    await using proxy = await RecordingProxy.start(server.url);

    const { steps } = await GsoapClient.run({
      url: proxy.url,
      version: 'February2005',
      calls: [['Add', 100, 15.99], ['Note', 'hello'], ['Notes']],
    });

    t.deepEqual(
      steps.map(({ step, ok, subcode }) => [step, ok, subcode]),
      [
        ['create', true, undefined],
        ['Add', true, undefined],
        ['Note', true, undefined],
        ['Notes', true, undefined],
        ['close', true, undefined],
        ['terminate', false, 'wsrm:UnknownSequence'],
        ['end', true, undefined],
      ],
    );
    t.deepEqual(
      proxy.exchanges.map(({ response }) => response?.status),
      [200, 200, 202, 200, 202, 200],
    );
  },
);

for (const version of ['11', 'February2005'] as const) {
  peerTest(
    allOf(gsoap, dotnet),
    `the .NET client calls a gSOAP server of version ${version} but does not accept its close`,
    async (t) => {
      await using server = await GsoapServer.start({ version });
      await using peer = await DotnetPeer.start();
      const channel = await peer.openChannel({
        address: server.url,
        binding: { reliable: version },
      });

      t.is(await channel.call('Add', 100, 15.99), 115.99);
      t.is(await channel.call('Echo', 'hello'), 'hello');
      // 1.1: no final acknowledgement in the CloseSequenceResponse; February 2005: 202 for the LastMessage.
      const error = await t.throwsAsync(channel.close(), { instanceOf: DotnetError });
      t.is(error.report.type, 'ProtocolException');
    },
  );
}
