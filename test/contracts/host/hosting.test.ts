import test from 'ava';
import {
  ChannelFactory,
  OnOpen,
  Operation,
  ServiceContract,
  ServiceHost,
  channelOf,
  contractOnly,
  serviceMetadata,
} from '../../../src/contracts/index.js';
import { CustomBinding } from '../../../src/core/binding/index.js';
import type { BindingElement } from '../../../src/core/binding/index.js';
import { InvalidBindingError } from '../../../src/core/errors/index.js';
import { reliableSession } from '../../../src/elements/reliable-session/index.js';
import { textEncoding } from '../../../src/elements/text-encoding/index.js';
import { httpTransport } from '../../../src/transports/http/index.js';
import { inProcessTransport } from '../../../src/transports/in-process/index.js';
import '../../../src/default-elements.js';
import { newAddress } from './with-host.js';
import { Work, WorkService, collect, pause } from './work.js';

test('@OnOpen methods run before the host listens, those of base classes first, and an error of one fails the opening', async (t) => {
  const order: string[] = [];
  class Base extends WorkService {
    @OnOpen()
    static async connect(): Promise<void> {
      await pause(1);
      order.push('connected');
    }
  }
  class Derived extends Base {
    @OnOpen()
    static load(): void {
      order.push('loaded');
    }
  }
  const binding = new CustomBinding('inProcess', [inProcessTransport()]);
  const host = new ServiceHost(Derived);
  host.addEndpoint(Work, binding, newAddress());
  const opening = host.open();
  t.false(host.health.isReady);
  await opening;
  t.deepEqual(order, ['connected', 'loaded']);
  t.true(host.health.isReady);
  await host.close();
  t.like(host.health, { isReady: false, state: 'closed' });

  class Broken extends WorkService {
    @OnOpen()
    static fail(): void {
      throw new Error('no database');
    }
  }
  const broken = new ServiceHost(Broken);
  broken.addEndpoint(Work, binding, newAddress());
  await t.throwsAsync(broken.open(), { message: 'no database' });
  t.is(broken.health.state, 'faulted');
  broken.abort();
});

test('@OnOpen stands on a method of an instance only where the host has the instance', async (t) => {
  let opened = 0;
  class Prepared extends WorkService {
    @OnOpen()
    prepare(): void {
      opened += 1;
    }
  }
  const binding = new CustomBinding('inProcess', [inProcessTransport()]);
  const host = new ServiceHost(new Prepared());
  host.addEndpoint(Work, binding, newAddress());
  await host.open();
  t.is(opened, 1);
  host.abort();
  const other = new ServiceHost(Prepared);
  other.addEndpoint(Work, binding, newAddress());
  await t.throwsAsync(other.open(), { instanceOf: InvalidBindingError, message: /static/ });
  other.abort();
});

test('an instance without a dispose method is closed by its close(), unless that is an operation', async (t) => {
  const closed: string[] = [];
  class Closable extends WorkService {
    close(): void {
      closed.push('closed');
    }
  }
  const binding = new CustomBinding('inProcess', [inProcessTransport()]);
  const address = newAddress();
  const host = new ServiceHost(Closable);
  host.addEndpoint(Work, binding, address);
  await host.open();
  const factory = new ChannelFactory(Work, binding, address);
  const client = await factory.createChannel();
  await client.do(0);
  t.deepEqual(closed, ['closed']);

  @ServiceContract({ name: 'IDoor', namespace: 'urn:example:door' })
  class Door {
    @Operation({ name: 'Close', isOneWay: true })
    close(): Promise<void> {
      return contractOnly();
    }
  }
  class DoorService implements Door {
    close(): Promise<void> {
      closed.push('the door');
      return Promise.resolve();
    }
  }
  const doors = new ServiceHost(DoorService);
  const { address: doorAddress } = doors.addEndpoint(Door, binding, newAddress());
  await doors.open();
  const doorFactory = new ChannelFactory(Door, binding, doorAddress);
  const door = await doorFactory.createChannel();
  await door.close();
  await pause(1);
  t.deepEqual(closed, ['closed', 'the door']);
  for (const one of [factory, doorFactory, host, doors]) one.abort();
});

test('a host that closes drains its calls, and aborts those that outlast its deadline', async (t) => {
  for (const elements of [[], [reliableSession()]]) {
    const binding = new CustomBinding('http', [...elements, textEncoding(), httpTransport()]);
    const host = new ServiceHost(WorkService);
    host.addEndpoint(Work, binding, 'http://localhost:0/work');
    await host.open();
    const factory = new ChannelFactory(Work, binding, host.endpoints[0]?.address ?? '');
    const client = await factory.createChannel();
    const call = client.do(50);
    while (host.health.calls.running === 0) await pause(1);
    const closing = host.close({ timeout: 5_000 });
    t.is(await call, 50, 'the call that runs is answered');
    await channelOf(client).close();
    await closing;
    factory.abort();

    const late = new ServiceHost(WorkService);
    late.addEndpoint(Work, binding, 'http://localhost:0/work');
    await late.open();
    const other = new ChannelFactory(Work, binding, late.endpoints[0]?.address ?? '');
    const slow = await other.createChannel();
    slow.do(60_000).catch(() => undefined);
    while (late.health.calls.running === 0) await pause(1);
    await t.throwsAsync(late.close({ signal: AbortSignal.timeout(20) }), { any: true });
    await pause(1);
    t.is(late.health.calls.running, 0, 'its signal has told the method');
    other.abort();
  }
});

test('a call goes to another address than its client, over the connections of the factory; not in a session', async (t) => {
  const open = async (elements: readonly BindingElement[]) => {
    const binding = new CustomBinding('http', [...elements, textEncoding(), httpTransport()]);
    const hosts = await Promise.all(
      [1, 2].map(async (factor) => {
        class Times implements Work {
          do(milliseconds: number): Promise<number> {
            return Promise.resolve(milliseconds * factor);
          }
        }
        const host = new ServiceHost(Times);
        host.addEndpoint(Work, binding, 'http://localhost:0/work');
        await host.open();
        return host;
      }),
    );
    const [first, second] = hosts.map((host) => host.endpoints[0]?.address.uri ?? '');
    const factory = new ChannelFactory(Work, binding, first ?? '');
    t.teardown(() => {
      factory.abort();
      for (const host of hosts) host.abort();
    });
    return { client: await factory.createChannel(), elsewhere: second ?? '' };
  };
  const plain = await open([]);
  t.is(await plain.client.do(21), 21);
  t.is(await plain.client.do(21, { address: plain.elsewhere }), 42);
  // Only paths count as addresses: the message arrives where its first hop is.
  t.is(await plain.client.do(21, { via: plain.elsewhere }), 42);
  t.is(await plain.client.do(21), 21);
  const session = await open([reliableSession()]);
  await t.throwsAsync(session.client.do(1, { address: session.elsewhere }), {
    message: /one session go to one address/,
  });
});

test.serial('factories and channels that are closed leave nothing behind', async (t) => {
  const binding = new CustomBinding('inProcess', [inProcessTransport()]);
  const host = new ServiceHost(WorkService);
  const { address } = host.addEndpoint(Work, binding, newAddress());
  await host.open();
  const cycle = async (count: number): Promise<void> => {
    for (let index = 0; index < count; index += 1) {
      await using factory = new ChannelFactory(Work, binding, address);
      const clients = [await factory.createChannel(), await factory.createChannel()];
      await clients[0]?.do(0);
    }
  };
  await cycle(500);
  collect();
  const before = process.memoryUsage().heapUsed;
  await cycle(1_000);
  collect();
  const grown = process.memoryUsage().heapUsed - before;
  t.log(`heap ${String(grown)} bytes more`);
  t.true(grown < 1_500_000);
  host.abort();
});

test('the help page tells where the description of a service is, when a behaviour says so', async (t) => {
  const host = new ServiceHost(WorkService);
  host.behaviors.add(
    serviceMetadata({ externalMetadataLocation: 'https://example.com/work.wsdl' }),
  );
  const binding = new CustomBinding('http', [textEncoding(), httpTransport()]);
  host.addEndpoint(Work, binding, 'http://localhost:0/work');
  await host.open();
  const page = await fetch(host.endpoints[0]?.address.uri ?? '');
  t.regex(await page.text(), /https:\/\/example\.com\/work\.wsdl/);
  host.abort();
  t.throws(() => serviceMetadata({ externalMetadataLocation: 'nowhere' }), {
    instanceOf: InvalidBindingError,
  });
});
