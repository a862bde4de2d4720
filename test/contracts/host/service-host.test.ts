import test from 'ava';
import {
  ChannelFactory,
  FaultError,
  ServiceHost,
  channelOf,
} from '../../../src/contracts/index.js';
import { CustomBinding, ServicePageParameter } from '../../../src/core/binding/index.js';
import type { ClientShape, ListenerShape } from '../../../src/core/channel/index.js';
import { serviceModule, createContainer, token } from '../../../src/core/container/index.js';
import {
  CommunicationError,
  InvalidBindingError,
  InvalidOperationError,
  TimeoutError,
} from '../../../src/core/errors/index.js';
import { MessageVersion } from '../../../src/core/message/index.js';
import { Calculator, MathFault, SessionCalculator, createService } from './calculator.js';
import { inProcessBinding, newAddress, withHost } from './with-host.js';

const shapes = [
  { name: 'request and reply', contract: Calculator },
  { name: 'a duplex session', contract: SessionCalculator },
];

for (const version of MessageVersion.all.filter(({ name }) => name !== 'None')) {
  for (const { name, contract } of shapes) {
    // Replies on duplex channels are found by WS-Addressing.
    if (!version.hasAddressing && contract === SessionCalculator) continue;
    test(`calls, typed faults and one-way calls work over ${name} in ${version.name}`, async (t) => {
      const { CalculatorService, journal } = createService();
      const binding = inProcessBinding(version.name);
      await withHost(
        CalculatorService,
        contract,
        async ({ client }) => {
          await using calculator = await client();
          t.is(await calculator.add(100, 15.99), 115.99);
          const error = await t.throwsAsync(calculator.divide(22, 0), { instanceOf: FaultError });
          t.is(error.message, 'Divide by zero.');
          t.like(error.detail, { operation: 'divide', problemType: 'divide by zero' });
          t.is(error.detailType, MathFault);
          await calculator.notify('k');
          await journal.until('notified k');
          t.deepEqual(
            await Promise.all([1, 2, 3].map((n) => calculator.divide(n, 2))),
            [0.5, 1, 1.5],
          );
        },
        { binding },
      );
    });
  }
}

test('relative addresses are below the base address of the binding’s scheme', (t) => {
  const { CalculatorService } = createService();
  const host = new ServiceHost(CalculatorService, {
    baseAddresses: ['http://localhost:8080/web', 'inproc://base/calculator/'],
  });
  const binding = inProcessBinding();
  t.is(host.addEndpoint(Calculator, binding).address.uri, 'inproc://base/calculator/');
  t.is(host.addEndpoint(Calculator, binding, 'rm').address.uri, 'inproc://base/calculator/rm');
  t.is(host.addEndpoint(Calculator, binding, 'inproc://other').listenUri, 'inproc://other');
  t.is(host.endpoints.length, 3);
  t.throws(() => host.addEndpoint(Calculator, binding, 'https://localhost/x'), {
    instanceOf: InvalidBindingError,
    message: /does not fit the binding 'inProcess'/,
  });
});

test('what cannot work is refused where it is written', async (t) => {
  const { CalculatorService } = createService();
  const binding = inProcessBinding();
  const refused = (act: () => unknown, message: RegExp): void => {
    t.throws(act, { instanceOf: InvalidBindingError, message });
  };
  refused(
    () => new ServiceHost(CalculatorService).addEndpoint(Calculator, binding, 'x'),
    /needs a base address for inproc.*no base address/,
  );
  refused(
    () => new ServiceHost(CalculatorService, { baseAddresses: ['inproc://a', 'inproc://b'] }),
    /two base addresses for inproc/,
  );
  refused(
    () => new ServiceHost(CalculatorService, { baseAddresses: ['nonsense'] }),
    /no absolute URI/,
  );
  class Half {
    add(n1: number, n2: number): number {
      return n1 + n2;
    }
  }
  refused(
    () => new ServiceHost(Half).addEndpoint(Calculator, binding, newAddress()),
    /does not implement the contract ICalculator: it lacks divide\(\), notify\(\), fail\(\), wait\(\), instance\(\)/,
  );
  const host = new ServiceHost(CalculatorService);
  const address = newAddress();
  host.addEndpoint(Calculator, binding, address);
  refused(
    () => host.addEndpoint(Calculator, inProcessBinding(), address),
    /with different bindings/,
  );
  refused(
    () => host.addEndpoint(Calculator, binding, address),
    /have an operation with the action/,
  );
  t.is(host.endpoints.length, 1, 'a refused endpoint is not added');
  const empty = new ServiceHost(CalculatorService);
  await t.throwsAsync(empty.open(), {
    instanceOf: InvalidOperationError,
    message: /has no endpoint/,
  });
  t.is(empty.state, 'faulted');
});

test('session modes are held against what the binding offers', (t) => {
  const { CalculatorService } = createService();
  const binding = new SessionlessBinding('sessionless', inProcessBinding().elements);
  t.throws(
    () => new ServiceHost(CalculatorService).addEndpoint(SessionCalculator, binding, newAddress()),
    {
      instanceOf: InvalidBindingError,
      message: /ISessionCalculator requires a session.*it offers reply/,
    },
  );
  t.throws(() => new ChannelFactory(SessionCalculator, binding, newAddress()), {
    instanceOf: InvalidBindingError,
    message: /requires a session.*it offers request/,
  });
});

/** A binding whose transport offers one shape alone. */
class SessionlessBinding extends CustomBinding {
  override get offeredListenerShapes(): ListenerShape[] {
    return ['reply'];
  }

  override get offeredClientShapes(): ClientShape[] {
    return ['request'];
  }
}

test('close lets running calls finish and takes no new ones', async (t) => {
  const { CalculatorService, journal } = createService();
  await withHost(CalculatorService, Calculator, async ({ host, client }) => {
    const calculator = await client();
    const running = calculator.wait('a');
    await journal.until('begin a');
    const closing = host.close();
    journal.release('a');
    t.is(await running, 'a');
    await closing;
    t.is(host.state, 'closed');
    await t.throwsAsync(calculator.add(1, 2), { instanceOf: CommunicationError });
  });
});

test('close ends sessions in good order when the client is ours', async (t) => {
  const { CalculatorService, journal } = createService();
  await withHost(CalculatorService, SessionCalculator, async ({ host, client }) => {
    const calculator = await client();
    t.is(await calculator.add(1, 2), 3);
    await host.close();
    t.is(host.state, 'closed');
    t.true(journal.entries.includes('disposed 1'));
    await t.throwsAsync(calculator.add(1, 2), { message: /ended the session/ });
    await channelOf(calculator).close();
  });
});

test('a call that never ends does not keep a host from closing: its time is over, then it is aborted', async (t) => {
  const { CalculatorService, journal } = createService();
  await withHost(CalculatorService, Calculator, async ({ host, client }) => {
    const calculator = await client();
    const running = t.throwsAsync(calculator.wait('a'), { instanceOf: CommunicationError });
    await journal.until('begin a');
    await t.throwsAsync(host.close({ timeout: 1 }), { instanceOf: TimeoutError });
    t.is(host.state, 'closed');
    await running;
  });
});

test('a class that is bound in the container is made there', async (t) => {
  const LabelToken = token<string>('test.label');
  class Labelled {
    readonly #label: string;

    constructor(label: string) {
      this.#label = label;
    }

    wait(key: string): string {
      return `${this.#label} ${key}`;
    }

    add(): number {
      return 0;
    }

    divide(): number {
      return 0;
    }

    notify(): void {
      // Nobody asks.
    }

    fail(): void {
      // Nobody asks.
    }

    instance(): number {
      return 0;
    }
  }
  const container = createContainer(serviceModule(LabelToken, 'injected'));
  container.inversify
    .bind(Labelled)
    .toResolvedValue((label: string) => new Labelled(label), [LabelToken.symbol]);
  await withHost(
    Labelled,
    Calculator,
    async ({ client }) => {
      await using calculator = await client();
      t.is(await calculator.wait('x'), 'injected x');
    },
    { container },
  );
});

test('the service page lists endpoints and operations, escaped', async (t) => {
  const { CalculatorService } = createService({ name: '<Calculator & Co>' });
  let page = '';
  const host = new ServiceHost(CalculatorService, {
    parameters: (parameters) => {
      t.is(parameters.get(ServicePageParameter), null);
    },
  });
  const binding = inProcessBinding();
  const original = binding.buildChannelListener.bind(binding);
  Object.defineProperty(binding, 'buildChannelListener', {
    value: (...args: Parameters<typeof original>) => {
      page = args[2].parameters?.get(ServicePageParameter)?.answer('http://x/?a="b"').body ?? '';
      return original(...args);
    },
  });
  const address = newAddress();
  host.addEndpoint(Calculator, binding, address);
  await host.open();
  await host.close();
  t.regex(page, /<h1>&#60;Calculator &#38; Co&#62;<\/h1>/);
  t.true(page.includes(address) && page.includes('<li>Divide</li>'));
  t.true(page.includes('<li>Notify (one-way)</li>'));
  t.false(page.includes('"b"'));
});
