import {
  ChannelFactory,
  CustomBinding,
  Operation,
  OperationContext,
  ServiceBehavior,
  ServiceContract,
  ServiceHost,
  compositeDuplex,
  contractOnly,
  httpTransport,
  oneWay,
  reliableSession,
  textEncoding,
  xsd,
} from 'channelstack';
import type { Client } from 'channelstack';

/** What the service tells its clients: a contract that each client implements. */
@ServiceContract({ name: 'IPrices', namespace: 'urn:example:exchange' })
class Prices {
  @Operation({
    name: 'Changed',
    parameters: [
      ['article', xsd.string],
      ['price', xsd.int],
    ],
    isOneWay: true,
  })
  changed(article: string, price: number): Promise<void> {
    return contractOnly(article, price);
  }
}

@ServiceContract({
  name: 'IExchange',
  namespace: 'urn:example:exchange',
  sessionMode: 'Required',
  callback: Prices,
})
class Exchange {
  @Operation({ name: 'Watch', parameters: [['article', xsd.string]] })
  watch(article: string): Promise<void> {
    return contractOnly(article);
  }

  @Operation({
    name: 'Set',
    parameters: [
      ['article', xsd.string],
      ['price', xsd.int],
    ],
  })
  set(article: string, price: number): Promise<void> {
    return contractOnly(article, price);
  }
}

@ServiceBehavior({ instanceContextMode: 'Single', concurrencyMode: 'Multiple' })
class ExchangeService implements Exchange {
  readonly #watchers = new Map<string, Client<Prices>[]>();

  watch(article: string): Promise<void> {
    // Kept and used in other calls, as long as the client's session is open.
    const client = OperationContext.current.getCallbackChannel(Prices);
    this.#watchers.set(article, [...(this.#watchers.get(article) ?? []), client]);
    return Promise.resolve();
  }

  async set(article: string, price: number): Promise<void> {
    const watchers = this.#watchers.get(article) ?? [];
    await Promise.all(watchers.map((client) => client.changed(article, price)));
  }
}

// Both sides listen: the stack of WSDualHttpBinding.
const binding = new CustomBinding('dual', [
  reliableSession(),
  compositeDuplex(),
  oneWay(),
  textEncoding(),
  httpTransport(),
]);

await using host = new ServiceHost(ExchangeService);
const endpoint = host.addEndpoint(Exchange, binding, 'http://localhost:0/exchange');
await host.open();

let heard: () => void;
const done = new Promise<void>((resolve) => {
  heard = resolve;
});
class Watcher implements Prices {
  changed(article: string, price: number): Promise<void> {
    console.log(`${article} costs ${String(price)}`);
    if (price === 3) heard();
    return Promise.resolve();
  }
}

await using watchers = new ChannelFactory(Exchange, binding, endpoint.address, {
  callback: new Watcher(),
});
await using watcher = await watchers.createChannel();
await using trader = await watchers.createChannel();
await watcher.watch('bolt');
for (const price of [1, 2, 3]) await trader.set('bolt', price);
await done;
