import test from 'ava';
import '../../src/default-elements.js';
import { ChannelFactory, ServiceHost } from '../../src/contracts/index.js';
import { DotnetPeer, dotnetAvailable } from './dotnet-peer.js';
import { calculatorBinding } from './our-calculator.js';
import { peerTest } from './peer-test.js';
import { RecordingProxy } from './recording-proxy.js';
import { Types, TypesRelay, TypesService } from './types-contract.js';

const dotnet = await dotnetAvailable();
let peer: DotnetPeer;

test.before(async () => {
  if (dotnet.available) peer = await DotnetPeer.start();
});
test.after.always(async () => {
  if (dotnet.available) await peer.stop();
});

for (const messageVersion of ['Soap11', 'Soap12WSAddressing10'] as const) {
  peerTest(
    dotnet,
    `what a .NET client sends of each type comes back from our service as it was, with ${messageVersion}`,
    async (t) => {
      const host = new ServiceHost(TypesService, { baseAddresses: ['http://localhost:0/types'] });
      host.addEndpoint(Types, calculatorBinding({ encoding: { messageVersion } }));
      await host.open();
      t.teardown(() => {
        host.abort();
      });
      const address = host.endpoints[0]?.address.uri ?? '';
      const channel = await peer.openChannel({
        address,
        contract: 'ITypes',
        binding: { messageVersion },
      });
      const echoes = await channel.echoTypes();
      t.true(echoes.length > 30);
      for (const { name, sent, returned, error } of echoes)
        t.deepEqual({ name, returned, error }, { name, returned: sent, error: undefined });
      await channel.close();
    },
  );
}

peerTest(
  dotnet,
  "what our client sends of each type is read by .NET's server side as it was",
  async (t) => {
    const open = async (service: new () => Types): Promise<string> => {
      const host = new ServiceHost(service, { baseAddresses: ['http://localhost:0/types'] });
      host.addEndpoint(Types, calculatorBinding({}));
      await host.open();
      t.teardown(() => {
        host.abort();
      });
      return host.endpoints[0]?.address.uri ?? '';
    };
    await using proxy = await RecordingProxy.start(await open(TypesService));
    const factory = new ChannelFactory(Types, calculatorBinding({}), proxy.url);
    TypesRelay.target = await factory.createChannel();
    const channel = await peer.openChannel({
      address: await open(TypesRelay),
      contract: 'ITypes',
      binding: {},
    });
    const echoes = await channel.echoTypes();
    t.is(proxy.exchanges.length, echoes.length);
    for (const [index, { name, sent }] of echoes.entries()) {
      const { body = '' } = proxy.exchanges[index]?.request ?? {};
      t.is(await channel.readRequest(body), sent, name);
    }
    await channel.close();
    await factory.close();
  },
);
