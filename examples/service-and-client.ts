import {
  ChannelFactory,
  CustomBinding,
  DataContract,
  DataMember,
  FaultError,
  Operation,
  ServiceContract,
  ServiceHost,
  contractOnly,
  httpsTransport,
  reliableSession,
  textEncoding,
  xsd,
} from 'channelstack';
import { developmentCertificate } from 'channelstack/testing';

/** The detail of the fault that the contract declares. */
@DataContract({ namespace: 'urn:example:warehouse' })
class OutOfStock {
  @DataMember(xsd.string) article!: string;
  @DataMember(xsd.int) available!: number;
}

/** The contract: a class whose methods are never run. */
@ServiceContract({ name: 'IWarehouse', namespace: 'urn:example:warehouse' })
class Warehouse {
  @Operation({
    name: 'Take',
    parameters: [
      ['article', xsd.string],
      ['count', xsd.int],
    ],
    returns: xsd.int,
    faults: [OutOfStock],
  })
  take(article: string, count: number): Promise<number> {
    return contractOnly(article, count);
  }
}

/** The service: by default one instance for each session. */
class WarehouseService implements Warehouse {
  readonly #stock = new Map([['bolt', 100]]);

  take(article: string, count: number): Promise<number> {
    const available = this.#stock.get(article) ?? 0;
    if (count > available) {
      throw new FaultError(
        OutOfStock,
        { article, available },
        { reason: `Only ${String(available)} left.` },
      );
    }
    this.#stock.set(article, available - count);
    return Promise.resolve(available - count);
  }
}

const binding = new CustomBinding('reliableSessionOverHttps', [
  reliableSession(),
  textEncoding(),
  httpsTransport(),
]);
const certificate = await developmentCertificate();

await using host = new ServiceHost(WarehouseService, {
  credentials: { serverCertificate: certificate },
});
const endpoint = host.addEndpoint(Warehouse, binding, 'https://localhost:0/warehouse');
await host.open();

await using factory = new ChannelFactory(Warehouse, binding, endpoint.address, {
  credentials: { trust: [certificate.cert] },
});
try {
  await using warehouse = await factory.createChannel();
  console.log(`left: ${String(await warehouse.take('bolt', 30))}`);
  console.log(`left: ${String(await warehouse.take('bolt', 30, { timeout: 5_000 }))}`);
  await warehouse.take('bolt', 50);
} catch (error) {
  if (!(error instanceof FaultError) || !(error.detail instanceof OutOfStock)) throw error;
  const { article, available } = error.detail;
  console.log(`fault: ${error.message} (${article}: ${String(available)})`);
}
