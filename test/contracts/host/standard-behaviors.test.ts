import test from 'ava';
import {
  CallbackBehavior,
  ChannelFactory,
  FaultError,
  Operation,
  OperationBehavior,
  OperationContext,
  ServiceContract,
  ServiceHost,
  arrayOf,
  clientVia,
  contractOnly,
  dataContractSerializer,
  errorLogging,
  xsd,
} from '../../../src/contracts/index.js';
import type { Behavior } from '../../../src/contracts/index.js';
import { ConfigurationRegistry, parseConfiguration } from '../../../src/configuration/index.js';
import { InvalidBindingError } from '../../../src/core/errors/index.js';
import { inProcessBinding, newAddress } from './with-host.js';
import '../../../src/default-elements.js';

@ServiceContract({ name: 'ISums', namespace: 'urn:example:sums' })
class Sums {
  @Operation({ name: 'Sum', parameters: [['numbers', arrayOf(xsd.int)]], returns: xsd.int })
  sum(numbers: number[]): Promise<number> {
    return contractOnly(numbers);
  }

  @Operation({ name: 'To', returns: xsd.string })
  to(): Promise<string> {
    return contractOnly();
  }
}

class SumService implements Sums {
  sum(numbers: number[]): Promise<number> {
    if (numbers.length === 0) return Promise.reject(new RangeError('nothing to add'));
    return Promise.resolve(numbers.reduce((all, one) => all + one, 0));
  }

  to(): Promise<string> {
    return Promise.resolve(OperationContext.current.incomingMessageHeaders.to ?? '');
  }
}

interface Open {
  readonly host: ServiceHost;
  readonly factory: ChannelFactory<Sums>;
}

async function withSums<T>(prepare: (open: Open) => void, run: (open: Open) => Promise<T>) {
  const binding = inProcessBinding();
  const host = new ServiceHost(SumService);
  const { address } = host.addEndpoint(Sums, binding, newAddress());
  const factory = new ChannelFactory(Sums, binding, address);
  prepare({ host, factory });
  await host.open();
  try {
    return await run({ host, factory });
  } finally {
    factory.abort();
    host.abort();
  }
}

test('errorLogging is told of each error with its call', async (t) => {
  const logged: string[] = [];
  const log = (error: unknown, { operation }: OperationContext): void => {
    logged.push(`${operation?.name ?? ''}: ${String(error)}`);
  };
  await withSums(
    ({ host }) => host.behaviors.add(errorLogging({ log })),
    async ({ factory }) => {
      const client = await factory.createChannel();
      await t.throwsAsync(client.sum([]), { instanceOf: FaultError });
      t.is(await client.sum([1, 2]), 3);
    },
  );
  t.deepEqual(logged, ['Sum: RangeError: nothing to add']);
});

test('dataContractSerializer bounds the items of a graph, at services and at clients', async (t) => {
  const few: Behavior = dataContractSerializer({ maxItemsInObjectGraph: 3 });
  const many = Array.from({ length: 10 }, () => 1);
  await withSums(
    ({ host }) => host.behaviors.add(few),
    async ({ factory }) => {
      const client = await factory.createChannel();
      await t.throwsAsync(client.sum(many), { instanceOf: FaultError });
      t.is(await client.sum([1]), 1);
    },
  );
  await withSums(
    ({ factory }) => factory.behaviors.add(few),
    async ({ factory }) => {
      const client = await factory.createChannel();
      await t.throwsAsync(client.sum(many), { message: /maxItemsInObjectGraph/ });
    },
  );
  t.throws(() => dataContractSerializer({ maxItemsInObjectGraph: 0 }), {
    instanceOf: InvalidBindingError,
  });
});

test('clientVia sends the messages by way of another address, in code and from a file', async (t) => {
  await withSums(
    () => undefined,
    async ({ host }) => {
      const via = host.endpoints[0]?.address.uri ?? '';
      const address = via.replace('inproc://', 'inproc://elsewhere-');
      const factory = new ChannelFactory(Sums, inProcessBinding(), address);
      factory.behaviors.add(clientVia({ viaUri: via }));
      const client = await factory.createChannel();
      t.is(await client.to(), address);
      factory.abort();
      const file = parseConfiguration(
        `<configuration><system.serviceModel>
          <behaviors><endpointBehaviors><behavior><clientVia viaUri="${via}"/></behavior></endpointBehaviors></behaviors>
          <bindings><customBinding><binding><retry maxAttempts="2" delay="00:00:00.01"/><inProcessTransport/></binding></customBinding></bindings>
          <client><endpoint address="${address}" binding="customBinding" contract="ISums"/></client>
        </system.serviceModel></configuration>`,
        { registry: new ConfigurationRegistry().addContract(Sums) },
      );
      t.like(file.bindings.get('customBinding/')?.elements[0]?.settings, {
        maxAttempts: 2,
        delay: 10,
      });
      const configured = file.createChannelFactory(Sums);
      t.is(await (await configured.createChannel()).to(), address);
      configured.abort();
    },
  );
});

test('decorators refuse options that they do not have', (t) => {
  t.throws(() => OperationBehavior({ releaseInstance: 'AfterCall' } as object), {
    instanceOf: InvalidBindingError,
    message: /it has releaseInstanceMode/,
  });
  t.throws(() => CallbackBehavior({ instanceContextMode: 'Single' } as object), {
    instanceOf: InvalidBindingError,
    message: /it has concurrencyMode/,
  });
});
