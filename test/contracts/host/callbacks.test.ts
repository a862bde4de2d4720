import test from 'ava';
import {
  CallbackBehavior,
  ChannelFactory,
  FaultError,
  Operation,
  OperationContext,
  ServiceBehavior,
  ServiceContract,
  ServiceHost,
  callbackDebug,
  channelOf,
  contractOnly,
  xsd,
} from '../../../src/contracts/index.js';
import type { Client } from '../../../src/contracts/index.js';
import { CustomBinding } from '../../../src/core/binding/index.js';
import { InvalidBindingError, InvalidOperationError } from '../../../src/core/errors/index.js';
import { compositeDuplex } from '../../../src/elements/composite-duplex/index.js';
import { oneWay } from '../../../src/elements/one-way/index.js';
import { reliableSession } from '../../../src/elements/reliable-session/index.js';
import { httpTransport } from '../../../src/transports/http/index.js';
import { inProcessTransport } from '../../../src/transports/in-process/index.js';
import '../../../src/default-elements.js';
import { newAddress } from './with-host.js';

@ServiceContract({ name: 'ITickerCallback', namespace: 'urn:example:ticker' })
class TickerCallback {
  @Operation({ name: 'Confirm', parameters: [['price', xsd.int]], returns: xsd.boolean })
  confirm(price: number): Promise<boolean> {
    return contractOnly(price);
  }

  @Operation({ name: 'Tick', parameters: [['price', xsd.int]], isOneWay: true })
  tick(price: number): Promise<void> {
    return contractOnly(price);
  }
}

@ServiceContract({
  name: 'ITicker',
  namespace: 'urn:example:ticker',
  callback: TickerCallback,
})
class Ticker {
  @Operation({ name: 'Buy', parameters: [['limit', xsd.int]], returns: xsd.string })
  buy(limit: number): Promise<string> {
    return contractOnly(limit);
  }

  @Operation({ name: 'Subscribe', parameters: [['count', xsd.int]], isOneWay: true })
  subscribe(count: number): Promise<void> {
    return contractOnly(count);
  }

  @Operation({ name: 'Count', returns: xsd.int })
  count(): Promise<number> {
    return contractOnly();
  }
}

class TickerService implements Ticker {
  #bought = 0;

  async buy(limit: number): Promise<string> {
    const client = OperationContext.current.getCallbackChannel(TickerCallback);
    for (let price = limit - 1; price <= limit; price += 1) {
      if (await client.confirm(price)) {
        this.#bought += 1;
        return `bought at ${String(price)}`;
      }
    }
    return 'not bought';
  }

  async subscribe(count: number): Promise<void> {
    const client = OperationContext.current.getCallbackChannel(TickerCallback);
    this.keep(client);
    for (let price = 1; price <= count; price += 1) await client.tick(price);
  }

  count(): Promise<number> {
    return Promise.resolve(this.#bought);
  }

  protected keep(_client: Client<TickerCallback>): void {
    // For those who want to call later.
  }
}

class Trader implements TickerCallback {
  readonly ticks: number[] = [];
  onTick: (price: number) => void = () => undefined;

  confirm(price: number): Promise<boolean> {
    if (price < 0) return Promise.reject(new RangeError('secret of the client'));
    return Promise.resolve(price === 10);
  }

  tick(price: number): Promise<void> {
    this.ticks.push(price);
    this.onTick(price);
    return Promise.resolve();
  }
}

const overHttp = (elements: readonly ConstructorParameters<typeof CustomBinding>[1][number][]) =>
  new CustomBinding('dual', [
    ...elements,
    compositeDuplex({ clientBaseAddress: 'http://localhost:0/client' }),
    oneWay(),
    httpTransport(),
  ]);

const bindings = {
  'the in-process duplex transport': () => new CustomBinding('duplex', [inProcessTransport()]),
  'a reliable session over it': () =>
    new CustomBinding('reliable', [reliableSession(), inProcessTransport()]),
  'compositeDuplex over HTTP': () => overHttp([]),
  'a reliable session over compositeDuplex': () => overHttp([reliableSession()]),
};

interface Parts {
  readonly client: Awaited<ReturnType<ChannelFactory<Ticker>['createChannel']>>;
  readonly factory: ChannelFactory<Ticker>;
  readonly host: ServiceHost;
}

async function withTicker(
  binding: CustomBinding,
  callback: object,
  run: (parts: Parts) => Promise<void>,
  service: new () => TickerService = TickerService,
): Promise<void> {
  const host = new ServiceHost(service);
  const isInProcess = binding.elements.at(-1)?.name === 'inProcessTransport';
  host.addEndpoint(Ticker, binding, isInProcess ? newAddress() : 'http://localhost:0/ticker');
  await host.open();
  const [endpoint] = host.endpoints;
  if (endpoint === undefined) throw new Error('No endpoint.');
  const factory = new ChannelFactory(Ticker, binding, endpoint.address, { callback });
  try {
    await run({ client: await factory.createChannel(), factory, host });
  } finally {
    factory.abort();
    host.abort();
  }
}

for (const [name, createBinding] of Object.entries(bindings)) {
  test(`a service calls its client back while the call runs, over ${name}`, async (t) => {
    await withTicker(createBinding(), new Trader(), async ({ client }) => {
      t.is(await client.buy(10), 'bought at 10');
      t.is(await client.buy(5), 'not bought');
    });
  });

  test(`a service calls its client back after the call has ended, over ${name}`, async (t) => {
    const trader = new Trader();
    const done = new Promise<void>((resolve) => {
      trader.onTick = (price) => {
        if (price === 20) resolve();
      };
    });
    await withTicker(createBinding(), trader, async ({ client }) => {
      await client.subscribe(20);
      await done;
      t.deepEqual(
        trader.ticks.toSorted((a, b) => a - b),
        Array.from({ length: 20 }, (_, index) => index + 1),
      );
      t.is(await client.buy(10), 'bought at 10', 'and is called as before');
    });
  });
}

test('an error of a callback tells the service nothing, unless the client wants it told', async (t) => {
  const errors: unknown[] = [];
  class Watching extends TickerService {
    override async buy(limit: number): Promise<string> {
      return super.buy(limit).catch((error: unknown) => {
        errors.push(error);
        return 'failed';
      });
    }
  }
  const binding = bindings['the in-process duplex transport']();
  await withTicker(
    binding,
    new Trader(),
    async ({ client, factory }) => {
      t.is(await client.buy(-1), 'failed');
      t.false(String(errors[0]).includes('secret'));
      const open = new ChannelFactory(Ticker, binding, factory.address, { callback: new Trader() });
      open.behaviors.add(callbackDebug({ includeExceptionDetailInFaults: true }));
      const other = await open.createChannel();
      t.is(await other.buy(-1), 'failed');
      t.true(errors[1] instanceof FaultError);
      t.true(String(errors[1]).includes('secret of the client'));
      open.abort();
    },
    Watching,
  );
});

test('callbacks of a client run one at a time, or at once when its class says Multiple', async (t) => {
  let inside = 0;
  let most = 0;
  class Slow extends Trader {
    override async tick(price: number): Promise<void> {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
      await super.tick(price);
    }
  }

  @CallbackBehavior({ concurrencyMode: 'Multiple' })
  class AtOnce extends Slow {}

  for (const [trader, expected] of [
    [new Slow(), (count: number) => count === 1],
    [new AtOnce(), (count: number) => count > 1],
  ] as const) {
    most = 0;
    const done = new Promise<void>((resolve) => {
      trader.onTick = () => {
        if (trader.ticks.length === 5) resolve();
      };
    });
    await withTicker(
      new CustomBinding('duplex', [inProcessTransport()]),
      trader,
      async ({ client }) => {
        await client.subscribe(5);
        await done;
      },
    );
    t.true(expected(most));
  }
});

test('a Reentrant instance serves other calls while it waits for its client; a Single one does not', async (t) => {
  const order: string[] = [];
  @ServiceBehavior({ instanceContextMode: 'Single', concurrencyMode: 'Reentrant' })
  class Reentrant extends TickerService {
    override async buy(limit: number): Promise<string> {
      order.push('buys');
      const result = await super.buy(limit);
      order.push('bought');
      return result;
    }

    override count(): Promise<number> {
      order.push('counted');
      return super.count();
    }
  }

  class Patient extends Trader {
    ask: () => Promise<unknown> = () => Promise.resolve();

    override async confirm(price: number): Promise<boolean> {
      await this.ask();
      return super.confirm(price);
    }
  }
  const trader = new Patient();
  const binding = new CustomBinding('duplex', [inProcessTransport()]);
  await withTicker(
    binding,
    trader,
    async ({ client }) => {
      // The client calls the service from within the callback, which only a Reentrant instance answers.
      trader.ask = () => client.count();
      t.is(await client.buy(10), 'bought at 10');
      t.deepEqual(order, ['buys', 'counted', 'counted', 'bought']);
    },
    Reentrant,
  );
  await withTicker(binding, trader, async ({ client }) => {
    trader.ask = () => client.count({ timeout: 50 });
    await t.throwsAsync(client.buy(10, { timeout: 200 }));
  });
});

test('a callback contract needs an object with its methods, and callbacks need a channel that leads back', async (t) => {
  const binding = new CustomBinding('duplex', [inProcessTransport()]);
  t.throws(() => new ChannelFactory(Ticker, binding, newAddress(), { callback: { tick: 1 } }), {
    instanceOf: InvalidBindingError,
    message: /it lacks confirm\(\), tick\(\)/,
  });
  t.throws(() => new ChannelFactory(TickerCallback, binding, newAddress(), { callback: {} }), {
    instanceOf: InvalidBindingError,
    message: /has no callbacks/,
  });
  await withTicker(binding, new Trader(), async ({ factory }) => {
    const without = new ChannelFactory(Ticker, binding, factory.address);
    await t.throwsAsync(without.createChannel(), {
      instanceOf: InvalidOperationError,
      message: /\{ callback \}/,
    });
    const own = new Trader();
    const client = await without.createChannel({ callback: own });
    t.is(await client.buy(10), 'bought at 10');
    without.abort();
  });
});

test('a client that has gone is called back in vain, and the caller is told so', async (t) => {
  const kept: Client<TickerCallback>[] = [];
  class Keeping extends TickerService {
    protected override keep(client: Client<TickerCallback>): void {
      kept.push(client);
    }
  }
  const binding = bindings['a reliable session over it']();
  await withTicker(
    binding,
    new Trader(),
    async ({ client }) => {
      await client.subscribe(1);
      await client.count();
      const [callback] = kept;
      if (callback === undefined) throw new Error('Not kept.');
      t.is(channelOf(callback).state, 'opened');
      t.is(channelOf(callback).session?.id, channelOf(client).session?.id);
      await channelOf(client).close();
      await t.throwsAsync(callback.tick(2), { message: /as long as its session is open/ });
    },
    Keeping,
  );
});
