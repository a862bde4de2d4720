import test from 'ava';
import { DotnetError, DotnetPeer, dotnetAvailable } from './dotnet-peer.js';
import { protocolNames, startCalculator } from './our-calculator.js';
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

for (const reliable of ['February2005', '11'] as const) {
  const reliableMessagingVersion = protocolNames[reliable];

  peerTest(
    dotnet,
    `a .NET client gets the four results, a fault and another call over HTTPS with ${reliableMessagingVersion}`,
    async (t) => {
      const tls = await createTestIdentity();
      await using service = await startCalculator({ reliable: { reliableMessagingVersion }, tls });
      const channel = await peer.openChannel({
        address: service.address,
        binding: { reliable },
        certificatePem: tls.cert,
      });
      t.is(await channel.call('Add', 100, 15.99), 115.99);
      t.is(await channel.call('Subtract', 145, 76.54), 68.46);
      t.is(await channel.call('Multiply', 9, 81.25), 731.25);
      t.is(await channel.call('Divide', 22, 7), 3.142857142857143);
      const error = await t.throwsAsync(channel.call('SafeDivide', 1, 0), {
        instanceOf: DotnetError,
      });
      t.like(error.report.fault, { code: 'Sender', reason: 'Divide by zero.' });
      t.like(error.report.fault?.detail, { operation: 'divide', problemType: 'divide by zero' });
      t.is(await channel.call('SafeDivide', 9, 3), 3);
      await channel.call('Note', 'kept');
      t.deepEqual(await channel.call('Notes'), ['kept']);
      t.is(await channel.call('Next'), 1);
      t.is(await channel.call('Next'), 2);
      await channel.close();
      t.is((await channel.state()).state, 'Closed');
    },
  );

  peerTest(
    dotnet,
    `what a .NET client and our service say with ${reliableMessagingVersion} has the protocol's messages in order`,
    async (t) => {
      await using service = await startCalculator({ reliable: { reliableMessagingVersion } });
      await using proxy = await RecordingProxy.start(service.address);
      const channel = await peer.openChannel({
        address: service.address,
        via: proxy.url,
        binding: { reliable },
      });
      t.is(await channel.call('Add', 1, 2), 3);
      await channel.close();
      const actions = proxy.exchanges.map(({ request, response }) => [
        actionOf(request.body),
        actionOf(response?.body ?? ''),
      ]);
      const calculator = 'ICalculator/Add';
      t.deepEqual(
        actions,
        reliable === 'February2005'
          ? [
              ['CreateSequence', 'CreateSequenceResponse'],
              [calculator, `${calculator}Response`],
              ['LastMessage', 'LastMessage'],
              ['TerminateSequence', 'TerminateSequence'],
            ]
          : [
              ['CreateSequence', 'CreateSequenceResponse'],
              [calculator, `${calculator}Response`],
              ['CloseSequence', 'CloseSequenceResponse'],
              ['TerminateSequence', 'TerminateSequenceResponse'],
            ],
      );
    },
  );

  peerTest(
    dotnet,
    `an undeclared error leaks nothing to a .NET client and ends its session with ${reliableMessagingVersion}`,
    async (t) => {
      await using service = await startCalculator({ reliable: { reliableMessagingVersion } });
      const channel = await peer.openChannel({ address: service.address, binding: { reliable } });
      const error = await t.throwsAsync(channel.call('Fail', 'the secret'), {
        instanceOf: DotnetError,
      });
      t.true(error.report.fault?.subcode?.endsWith('InternalServiceFault'));
      t.false(JSON.stringify(error.report).includes('the secret'));
      await channel.waitForState('Faulted');
      await channel.abort();
    },
  );

  peerTest(
    dotnet,
    `lost requests and replies are made good for a .NET client with ${reliableMessagingVersion}`,
    async (t) => {
      await using service = await startCalculator({ reliable: { reliableMessagingVersion } });
      await using proxy = await RecordingProxy.start(service.address, (index) =>
        index === 1
          ? 'loseRequest'
          : index === 3
            ? 'loseResponse'
            : index === 5
              ? 'duplicate'
              : 'deliver',
      );
      const channel = await peer.openChannel({
        address: service.address,
        via: proxy.url,
        binding: { reliable },
      });
      t.is(await channel.call('Next'), 1);
      t.is(await channel.call('Next'), 2);
      t.is(await channel.call('Next'), 3);
      await channel.close();
      t.is((await channel.state()).state, 'Closed');
    },
  );
}

for (const messageVersion of [
  'Soap11',
  'Soap12',
  'Soap11WSAddressing10',
  'Soap12WSAddressing10',
  'Soap11WSAddressingAugust2004',
  'Soap12WSAddressingAugust2004',
] as const) {
  peerTest(dotnet, `a .NET client calls our service in ${messageVersion}`, async (t) => {
    await using service = await startCalculator({ encoding: { messageVersion } });
    const channel = await peer.openChannel({
      address: service.address,
      binding: { messageVersion },
    });
    t.is(await channel.call('Add', 1, 2), 3);
    t.is(
      await channel.call('Echo', 'a<b>&"\r\n\u4e16 \ud83d\ude00'),
      'a<b>&"\r\n\u4e16 \ud83d\ude00',
    );
    const error = await t.throwsAsync(channel.call('SafeDivide', 1, 0), {
      instanceOf: DotnetError,
    });
    t.like(error.report.fault?.detail, { problemType: 'divide by zero' });
    await channel.call('Note', 'one-way');
    await channel.close();
  });
}

function actionOf(body: string): string {
  const action = /Action[^>]*>([^<]*)</.exec(body)?.[1] ?? '';
  return action.replace(/^.*(\/wsrm\/200702|\/2005\/02\/rm|Samples)\//, '');
}
