import test from 'ava';

import { dotnetAvailable, DotnetError, DotnetPeer } from './dotnet-peer.js';
import { peerTest } from './peer-test.js';
import { ScriptedRmServer } from './scripted-rm-server.js';
import { createTestIdentity } from './test-identity.js';

const dotnet = await dotnetAvailable();
let peer: DotnetPeer;

test.before(async () => {
  if (dotnet.available) peer = await DotnetPeer.start();
});
test.after.always(async () => {
  if (dotnet.available) await peer.stop();
});

for (const [recording, reliable] of [
  ['rm2005-two-way', 'February2005'],
  ['rm11-two-way', '11'],
] as const) {
  peerTest(
    dotnet,
    `the .NET client repeats the recorded session ${recording} byte for byte`,
    async (t) => {
      await using server = await ScriptedRmServer.start(recording);
      const channel = await peer.openChannel({
        address: server.address,
        binding: { reliable },
      });

      t.is(await channel.call('Add', 100, 15.99), 115.99);
      t.is(await channel.call('Add', 100, 15.99), 115.99);
      t.is(await channel.call('Echo', 'hello'), 'hello');
      await channel.close();

      t.is((await channel.state()).state, 'Closed');
      t.is(server.exchanges.length, 6);
      for (const { received, expected } of server.exchanges) t.is(received, expected);
    },
  );
}

peerTest(dotnet, 'the .NET client talks https to the one certificate it was given', async (t) => {
  const tls = await createTestIdentity();
  await using server = await ScriptedRmServer.start('rm11-two-way', { tls });
  const channel = await peer.openChannel({
    address: server.address,
    binding: { reliable: '11' },
    certificatePem: tls.cert,
  });

  t.is(await channel.call('Add', 100, 15.99), 115.99);
  await channel.abort();
});

peerTest(dotnet, 'the .NET client refuses a certificate that is not the pinned one', async (t) => {
  const [tls, other] = await Promise.all([createTestIdentity(), createTestIdentity()]);
  await using server = await ScriptedRmServer.start('rm11-two-way', { tls });

  const error = await t.throwsAsync(
    peer.openChannel({
      address: server.address,
      binding: { reliable: '11', timeouts: { openMs: 5_000 } },
      certificatePem: other.cert,
    }),
    { instanceOf: DotnetError },
  );

  t.is(error.report.type, 'SecurityNegotiationException');
  t.is(server.exchanges.length, 0);
});

peerTest(dotnet, 'a declared fault reaches the test as an object, any other as XML', async (t) => {
  // The recorded service declared its fault on another operation and in other letters.
  await using server = await ScriptedRmServer.start('rm11-fault', {
    rewrite: (body) =>
      body
        .replace('FaultMathFaultFault', 'SafeDivideMathFaultFault')
        .replaceAll('Operation>', 'operation>')
        .replaceAll('ProblemType>', 'problemType>'),
  });
  const channel = await peer.openChannel({
    address: server.address,
    binding: { reliable: '11' },
  });

  const declared = await t.throwsAsync(channel.call('SafeDivide', 1, 0), {
    instanceOf: DotnetError,
  });
  t.is(declared.report.type, 'FaultException<MathFault>');
  t.deepEqual(declared.report.fault, {
    code: 'Sender',
    reason: 'Divide by zero.',
    action: 'http://Microsoft.ServiceModel.Samples/ICalculator/SafeDivideMathFaultFault',
    detailType: 'MathFault',
    detail: { operation: 'divide', problemType: 'divide by zero' },
  });
  t.is(await channel.call('Add', 100, 15.99), 115.99);
  const other = await t.throwsAsync(channel.call('Fail', 'on purpose'), {
    instanceOf: DotnetError,
  });
  t.is(other.report.type, 'FaultException');
  t.is(other.report.fault?.subcode, '{http://Microsoft.ServiceModel.Samples}Custom');
  t.is(await channel.call('Add', 100, 15.99), 115.99);
  await channel.close();
});

peerTest(dotnet, 'a test can wait for the channel to fault', async (t) => {
  await using server = await ScriptedRmServer.start('rm2005-internal-error');
  const channel = await peer.openChannel({
    address: server.address,
    binding: { reliable: 'February2005' },
  });
  await channel.call('Add', 100, 15.99);

  const error = await t.throwsAsync(channel.call('Fail', 'boom'), { instanceOf: DotnetError });
  t.regex(error.report.fault?.subcode ?? '', /dispatcher\}InternalServiceFault$/u);

  t.is((await channel.waitForState('Faulted')).state, 'Faulted');
  await channel.abort();
});

peerTest(dotnet, 'calls that fail among many calls are outcomes of their own', async (t) => {
  await using server = await ScriptedRmServer.start('rm2005-two-way');
  const factory = await peer.openFactory({ address: server.address, binding: {} });
  const channel = await factory.createChannel();

  const many = await channel.callMany({
    operation: 'Echo',
    count: 3,
    concurrency: 2,
    args: (index) => [String(index)],
  });

  t.is(many.outcomes.length, 3);
  t.true(many.outcomes.every((outcome) => !outcome.ok && outcome.error.type !== ''));
  await factory.abort();
});

peerTest(dotnet, 'a command on an ended peer fails and does not hang', async (t) => {
  const shortLived = await DotnetPeer.start();
  const factory = await shortLived.openFactory({ address: 'http://127.0.0.1:1/', binding: {} });
  await shortLived.stop();

  await t.throwsAsync(factory.state(), { instanceOf: DotnetError, message: /ended/ });
});
