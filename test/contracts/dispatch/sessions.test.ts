import test from 'ava';
import {
  FaultError,
  Operation,
  ServiceContract,
  channelOf,
  contractOnly,
  xsd,
} from '../../../src/contracts/index.js';
import { ClockToken, createContainer, serviceModule } from '../../../src/core/container/index.js';
import { CommunicationError, TimeoutError } from '../../../src/core/errors/index.js';
import { virtualClock } from '../../../src/testing/index.js';
import { SessionCalculator, createService } from '../host/calculator.js';
import { inProcessBinding, withHost } from '../host/with-host.js';

@ServiceContract({ name: 'ICart', namespace: 'urn:cart', sessionMode: 'Required' })
class Cart {
  @Operation({ name: 'Begin', returns: xsd.string })
  begin(): Promise<string> {
    return contractOnly();
  }

  @Operation({
    name: 'Put',
    parameters: [['item', xsd.string]],
    isOneWay: true,
    isInitiating: false,
  })
  put(item: string): Promise<void> {
    return contractOnly(item);
  }

  @Operation({ name: 'Items', returns: xsd.string, isInitiating: false })
  items(): Promise<string> {
    return contractOnly();
  }

  @Operation({ name: 'Order', returns: xsd.string, isInitiating: false, isTerminating: true })
  order(): Promise<string> {
    return contractOnly();
  }
}

class CartService implements Cart {
  readonly #items: string[] = [];

  begin(): Promise<string> {
    return Promise.resolve('begun');
  }

  put(item: string): Promise<void> {
    this.#items.push(item);
    return Promise.resolve();
  }

  items(): Promise<string> {
    return Promise.resolve(this.#items.join(' '));
  }

  order(): Promise<string> {
    return this.items();
  }
}

test('the calls of a session share an instance, one-way calls in their order', async (t) => {
  await withHost(CartService, Cart, async ({ client }) => {
    await using cart = await client();
    await cart.begin();
    await Promise.all(['a', 'b', 'c'].map((item) => cart.put(item)));
    t.is(await cart.items(), 'a b c');
  });
});

test('a session begins with an initiating operation', async (t) => {
  await withHost(CartService, Cart, async ({ client }) => {
    await using cart = await client();
    const error = await t.throwsAsync(cart.items(), { instanceOf: FaultError });
    t.is(error.fault.code.subCode?.name, 'SessionTerminated');
    t.is(await cart.begin(), 'begun', 'the session may still begin');
  });
});

test('after a terminating operation the service ends the session', async (t) => {
  await withHost(CartService, Cart, async ({ client }) => {
    const cart = await client();
    await cart.begin();
    await cart.put('a');
    t.is(await cart.order(), 'a');
    await t.throwsAsync(cart.items(), { instanceOf: CommunicationError });
    await channelOf(cart).close();
    t.is(channelOf(cart).state, 'closed');
  });
});

test('a session that says nothing for receiveTimeout is aborted, one with a running call is not', async (t) => {
  const clock = virtualClock();
  const { CalculatorService, journal } = createService();
  await withHost(
    CalculatorService,
    SessionCalculator,
    async ({ client, errors }) => {
      const calculator = await client();
      const waiting = calculator.wait('a', { timeout: Infinity });
      await journal.until('holding a');
      await clock.advance(5_000);
      journal.release('a');
      await waiting;
      await clock.advance(999);
      t.is(await calculator.add(1, 2), 3);
      await clock.advance(999);
      t.is(await calculator.add(1, 2), 3);
      t.is(errors.length, 0);
      await clock.advance(1_000);
      const [idle] = errors;
      t.true(idle?.error instanceof TimeoutError);
      t.regex(String(idle?.error), /1000 ms.*receiveTimeout/);
      await t.throwsAsync(calculator.add(1, 2), { instanceOf: CommunicationError });
    },
    {
      binding: inProcessBinding('Soap12WSAddressing10', { receiveTimeout: 1_000 }),
      container: createContainer(serviceModule(ClockToken, clock)),
    },
  );
});
