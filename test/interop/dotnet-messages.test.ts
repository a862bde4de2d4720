import test from 'ava';
import '../../src/default-elements.js';
import { ServiceHost } from '../../src/contracts/index.js';
import { DotnetPeer, dotnetAvailable } from './dotnet-peer.js';
import { Messages, MessagesService } from './messages-contract.js';
import { calculatorBinding } from './our-calculator.js';
import { peerTest } from './peer-test.js';

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
    `a .NET client understands our service however messages are laid out, with ${messageVersion}`,
    async (t) => {
      const host = new ServiceHost(MessagesService, {
        baseAddresses: ['http://localhost:0/messages'],
      });
      host.addEndpoint(Messages, calculatorBinding({ encoding: { messageVersion } }));
      await host.open();
      t.teardown(() => {
        host.abort();
      });
      const channel = await peer.openChannel({
        address: host.endpoints[0]?.address.uri ?? '',
        contract: 'IMessages',
        binding: { messageVersion },
      });
      const echoes = await channel.callMessages();
      t.is(echoes.length, 16);
      for (const { name, sent, returned, error } of echoes)
        t.deepEqual({ name, returned, error }, { name, returned: sent, error: undefined });
      await channel.close();
    },
  );
}
