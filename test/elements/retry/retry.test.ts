import test from 'ava';
import {
  ChannelFactory,
  FaultError,
  Operation,
  ServiceBehavior,
  ServiceContract,
  ServiceHost,
  contractOnly,
  serviceThrottling,
  xsd,
} from '../../../src/contracts/index.js';
import { CustomBinding } from '../../../src/core/binding/index.js';
import {
  CommunicationError,
  EndpointNotFoundError,
  InvalidBindingError,
  ServerTooBusyError,
} from '../../../src/core/errors/index.js';
import { retry } from '../../../src/elements/retry/index.js';
import { textEncoding } from '../../../src/elements/text-encoding/index.js';
import { channelLaws } from '../../../src/testing/index.js';
import { httpTransport } from '../../../src/transports/http/index.js';
import { inProcessTransport } from '../../../src/transports/in-process/index.js';
import { newAddress } from '../../contracts/host/with-host.js';
import '../../../src/default-elements.js';

channelLaws(test, 'retry', () => ({
  elements: [retry(), textEncoding(), inProcessTransport()],
  listenUri: newAddress(),
}));

@ServiceContract({ name: 'IPrices', namespace: 'urn:example:prices' })
class Prices {
  @Operation({ name: 'Look', returns: xsd.int, isIdempotent: true })
  look(): Promise<number> {
    return contractOnly();
  }

  @Operation({ name: 'Buy', returns: xsd.int })
  buy(): Promise<number> {
    return contractOnly();
  }
}

const quick = { maxAttempts: 4, delay: 1, maxDelay: 4 };

const binding = (): CustomBinding =>
  new CustomBinding('retrying', [retry(quick), textEncoding(), httpTransport()]);

test('what nobody listened to is sent again until somebody does, where the operation allows it', async (t) => {
  const stack = new CustomBinding('retrying', [
    retry({ maxAttempts: 50, delay: 5, maxDelay: 10 }),
    inProcessTransport(),
  ]);
  const address = newAddress();
  class PriceService implements Prices {
    look(): Promise<number> {
      return Promise.resolve(1);
    }

    buy(): Promise<number> {
      return Promise.resolve(2);
    }
  }
  const factory = new ChannelFactory(Prices, stack, address);
  const client = await factory.createChannel();
  await t.throwsAsync(client.buy(), { instanceOf: EndpointNotFoundError });
  const looking = client.look();
  const host = new ServiceHost(PriceService);
  host.addEndpoint(Prices, stack, address);
  await host.open();
  t.is(await looking, 1);
  factory.abort();
  host.abort();
});

test('a service that is too busy is asked again, and its refusal is the result when it stays so', async (t) => {
  let calls = 0;
  let release: () => void = () => undefined;
  @ServiceBehavior({ instanceContextMode: 'PerCall' })
  class BusyService implements Prices {
    look(): Promise<number> {
      calls += 1;
      return Promise.resolve(calls);
    }

    buy(): Promise<number> {
      return new Promise((resolve) => {
        release = () => {
          resolve(0);
        };
      });
    }
  }
  const host = new ServiceHost(BusyService);
  host.behaviors.add(serviceThrottling({ maxConcurrentCalls: 1, maxQueuedCalls: 0 }));
  host.addEndpoint(Prices, binding(), 'http://localhost:0/prices');
  await host.open();
  const factory = new ChannelFactory(Prices, binding(), host.endpoints[0]?.address ?? '');
  const client = await factory.createChannel();
  const buying = client.buy();
  while (host.health.calls.running === 0) await new Promise((resolve) => setImmediate(resolve));
  await t.throwsAsync(client.look(), { instanceOf: ServerTooBusyError });
  t.is(calls, 0);
  const looking = client.look();
  release();
  await buying;
  t.is(await looking, 1);
  factory.abort();
  host.abort();
});

test('a fault is an answer, and is not asked for again', async (t) => {
  let calls = 0;
  class FailingService implements Prices {
    look(): Promise<number> {
      calls += 1;
      return Promise.reject(new FaultError('no price'));
    }

    buy(): Promise<number> {
      return this.look();
    }
  }
  const host = new ServiceHost(FailingService);
  host.addEndpoint(Prices, binding(), 'http://localhost:0/prices');
  await host.open();
  const factory = new ChannelFactory(Prices, binding(), host.endpoints[0]?.address ?? '');
  const client = await factory.createChannel();
  await t.throwsAsync(client.look(), { instanceOf: FaultError, message: 'no price' });
  t.is(calls, 1);
  factory.abort();
  host.abort();
});

test('attempts end with the time of the call, and with the caller', async (t) => {
  const stack = new CustomBinding('retrying', [
    retry({ maxAttempts: 100, delay: 10, maxDelay: 10 }),
    inProcessTransport(),
  ]);
  const factory = new ChannelFactory(Prices, stack, newAddress());
  const client = await factory.createChannel();
  await t.throwsAsync(client.look({ timeout: 40 }), { instanceOf: CommunicationError });
  const controller = new AbortController();
  const looking = client.look({ signal: controller.signal });
  controller.abort(new Error('enough'));
  await t.throwsAsync(looking, { message: 'enough' });
  factory.abort();
});

test('options that do not fit are refused with what would fit', (t) => {
  for (const [options, message] of [
    [{ maxAttempts: 0 }, /from 1 to 100/],
    [{ delay: 5, maxDelay: 1 }, /not below the first/],
    [{ attempts: 3 }, /no option 'attempts'/],
  ] as const)
    t.throws(() => retry(options as object), { instanceOf: InvalidBindingError, message });
});
