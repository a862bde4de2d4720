import test from 'ava';
import '../../src/default-elements.js';
import { ServiceHost } from '../../src/contracts/index.js';
import { DotnetPeer, dotnetAvailable } from './dotnet-peer.js';
import { calculatorBinding } from './our-calculator.js';
import { peerTest } from './peer-test.js';
import { Types, TypesService } from './types-contract.js';

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
