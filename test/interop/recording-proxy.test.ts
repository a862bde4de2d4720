import test from 'ava';

import { dotnetAvailable, DotnetPeer } from './dotnet-peer.js';
import { gsoapAvailable, GsoapServer } from './gsoap-peer.js';
import { allOf, peerTest } from './peer-test.js';
import { RawRmClient } from './raw-rm-client.js';
import { RecordingProxy } from './recording-proxy.js';
import { ScriptedRmServer } from './scripted-rm-server.js';

const dotnet = await dotnetAvailable();
const gsoap = await gsoapAvailable();

peerTest(
  allOf(gsoap, dotnet),
  'a request that the proxy loses is sent again by the .NET client, byte for byte',
  async (t) => {
    await using server = await GsoapServer.start({ version: '11' });
    await using proxy = await RecordingProxy.start(server.url, (index) =>
      index === 1 ? 'loseRequest' : 'deliver',
    );
    await using peer = await DotnetPeer.start();
    const channel = await peer.openChannel({
      address: server.url,
      via: proxy.url,
      binding: { reliable: '11' },
    });

    t.is(await channel.call('Add', 100, 15.99), 115.99);
    await channel.abort();

    const [created, lost, repeated] = proxy.exchanges;
    t.true(created?.request.body.includes(`>${server.url}</a:To>`));
    t.is(lost?.response, undefined);
    t.is(repeated?.request.body, lost?.request.body);
    t.is(repeated?.response?.status, 200);
  },
);

test('a response that the proxy loses is recorded, and the client sees a broken connection', async (t) => {
  await using server = await ScriptedRmServer.start('rm11-two-way');
  await using proxy = await RecordingProxy.start(server.address, () => 'loseResponse');

  await t.throwsAsync(new RawRmClient(proxy.url, '11').create('NoDiscard'));

  t.is(proxy.exchanges[0]?.response?.status, 200);
});

test('a request that the proxy duplicates reaches the server twice', async (t) => {
  await using server = await ScriptedRmServer.start('rm11-two-way');
  await using proxy = await RecordingProxy.start(server.address, () => 'duplicate');

  await new RawRmClient(proxy.url, '11').create('NoDiscard');

  t.is(server.exchanges.length, 2);
  t.is(server.exchanges[0]?.received, server.exchanges[1]?.received);
  t.is(proxy.messages.length, 2);
});
