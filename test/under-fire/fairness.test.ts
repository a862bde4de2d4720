import test from 'ava';
import '../../src/default-elements.js';
import { ChannelFactory, ServiceHost, channelOf } from '../../src/contracts/index.js';
import { CustomBinding } from '../../src/core/binding/index.js';
import { createContainer } from '../../src/core/container/index.js';
import { reliableSession } from '../../src/elements/reliable-session/index.js';
import { textEncoding } from '../../src/elements/text-encoding/index.js';
import { inProcessTransport } from '../../src/transports/in-process/index.js';
import { SessionCounter, SessionCounterService, runsOf } from './session-counter.js';

test('of a thousand sessions that call at once none starves: when the first is done, each is nearly so', async (t) => {
  t.timeout(120_000);
  const sessions = 1_000;
  const calls = 10;
  const binding = new CustomBinding('fair', [
    reliableSession({ maxPendingChannels: sessions }),
    textEncoding(),
    inProcessTransport(),
  ]);
  const container = createContainer();
  const host = new ServiceHost(SessionCounterService, { container });
  host.addEndpoint(SessionCounter, binding, 'inproc://fair');
  await host.open();
  const factory = new ChannelFactory(SessionCounter, binding, 'inproc://fair', { container });
  const clients = await Promise.all(
    Array.from({ length: sessions }, () => factory.createChannel()),
  );
  const name = (index: number): string => `fair ${String(index)}`;
  // After its first call a session is surely one that the service has accepted.
  await Promise.all(clients.map((client, index) => client.count(name(index), 1)));
  const leastWhenDone: number[] = [];
  await Promise.all(
    clients.map(async (client, index) => {
      for (let number = 2; number <= calls; number += 1) await client.count(name(index), number);
      leastWhenDone.push(Math.min(...clients.map((_, other) => runsOf(name(other)).length)));
      await channelOf(client).close();
    }),
  );
  const [least = 0] = leastWhenDone;
  t.true(least >= calls - 2, `one had run ${String(least)} of ${String(calls)} calls`);
  const expected = Array.from({ length: calls }, (_, index) => index + 1);
  for (const index of clients.keys()) t.deepEqual(runsOf(name(index)), expected);
  await factory.close();
  await host.close();
});
