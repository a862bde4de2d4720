import test from 'ava';
import { filter, firstValueFrom, toArray } from 'rxjs';
import {
  ChannelFactory,
  Operation,
  ServiceContract,
  channelOf,
  contractOnly,
} from '../../../src/contracts/index.js';
import { CustomBinding, MessageVersionKey, messageLayer } from '../../../src/core/binding/index.js';
import { subscribeDiagnostics } from '../../../src/core/diagnostics/index.js';
import type { CallEvent } from '../../../src/core/diagnostics/index.js';
import {
  CommunicationObjectAbortedError,
  EndpointNotFoundError,
  InvalidBindingError,
  InvalidOperationError,
  ObjectDisposedError,
  ProtocolError,
  SerializationError,
  TimeoutError,
} from '../../../src/core/errors/index.js';
import { MessageHeader, MessageVersion } from '../../../src/core/message/index.js';
import type { Message } from '../../../src/core/message/index.js';
import { Calculator, SessionCalculator, createService } from '../host/calculator.js';
import { inProcessBinding, newAddress, withHost } from '../host/with-host.js';

const contracts = [
  { shape: 'request', contract: Calculator },
  { shape: 'duplexSession', contract: SessionCalculator },
];

test('requests carry Action, own headers, MessageID, ReplyTo and To in this order, one-way calls only Action and To', async (t) => {
  const { CalculatorService } = createService();
  await withHost(CalculatorService, Calculator, async ({ client, address }) => {
    const sent: Message[] = [];
    const stop = subscribeDiagnostics('channelstack:message', (event) => {
      if (event.address === address && event.direction === 'sent' && event.side === 'client')
        sent.push(event.message);
    });
    await using calculator = await client();
    const headers = [MessageHeader.create('Tenant', 'urn:x', 'acme')];
    t.is(await calculator.add(1, 2, { headers, timeout: 5_000 }), 3);
    await calculator.notify('k');
    stop();
    const names = sent.map((message) => [...message.headers].map(({ name }) => name));
    t.deepEqual(names, [
      ['Action', 'Tenant', 'MessageID', 'ReplyTo', 'To'],
      ['Action', 'To'],
    ]);
  });
});

for (const { shape, contract } of contracts) {
  test(`a call ends with its signal, with its timeout or with that of the binding (${shape})`, async (t) => {
    const { CalculatorService, journal } = createService({ concurrencyMode: 'Multiple' });
    await withHost(
      CalculatorService,
      contract,
      async ({ client }) => {
        const calculator = await client();
        const controller = new AbortController();
        const reason = new Error('the user left');
        const aborted = calculator.wait('a', { signal: controller.signal, timeout: 60_000 });
        await journal.until('holding a');
        controller.abort(reason);
        t.is<unknown, unknown>(await failureOf(aborted), reason);
        const { signal } = controller;
        t.is<unknown, unknown>(await failureOf(calculator.add(1, 2, { signal })), reason);
        await t.throwsAsync(calculator.wait('b', { timeout: 1 }), {
          instanceOf: TimeoutError,
          message: /1 ms/,
        });
        await t.throwsAsync(calculator.wait('c'), { instanceOf: TimeoutError, message: /20 ms/ });
        for (const key of ['a', 'b', 'c']) journal.release(key);
        t.is(
          await calculator.add(1, 2, { timeout: 60_000 }),
          3,
          'the channel is as good as before',
        );
      },
      { binding: inProcessBinding('Soap12WSAddressing10', { sendTimeout: 20 }) },
    );
  });

  test(`a channel that is closed or aborted says so to each call (${shape})`, async (t) => {
    const { CalculatorService, journal } = createService();
    await withHost(CalculatorService, contract, async ({ client }) => {
      const closed = await client();
      const states = firstValueFrom(channelOf(closed).state$.pipe(toArray()));
      await channelOf(closed).close();
      t.deepEqual(await states, ['opened', 'closing', 'closed']);
      await t.throwsAsync(closed.add(1, 2), { instanceOf: ObjectDisposedError });
      const aborted = await client();
      const running = t.throwsAsync(aborted.wait('a'), {
        instanceOf: CommunicationObjectAbortedError,
      });
      await journal.until('holding a');
      channelOf(aborted).abort();
      await running;
      await t.throwsAsync(aborted.add(1, 2), { instanceOf: CommunicationObjectAbortedError });
    });
  });
}

test('a session whose service vanishes fails what waits, and disposing of the client does not throw', async (t) => {
  const { CalculatorService, journal } = createService();
  await withHost(CalculatorService, SessionCalculator, async ({ client, host }) => {
    {
      await using calculator = await client();
      const running = t.throwsAsync(calculator.wait('a'), { message: /aborted/ });
      await journal.until('holding a');
      host.abort();
      await running;
      t.is(channelOf(calculator).state, 'faulted');
    }
  });
});

test('closing the factory closes its channels', async (t) => {
  const { CalculatorService } = createService();
  await withHost(CalculatorService, SessionCalculator, async ({ address, binding }) => {
    const factory = new ChannelFactory(SessionCalculator, binding, address);
    const clients = await Promise.all([factory.createChannel(), factory.createChannel()]);
    t.is(await clients[0].add(1, 2), 3);
    await factory.close();
    t.deepEqual(
      clients.map((client) => channelOf(client).state),
      ['closed', 'closed'],
    );
    await t.throwsAsync(factory.createChannel(), { instanceOf: ObjectDisposedError });
  });
});

test('the channel below a client answers queries and has the session, if there is one', async (t) => {
  const { CalculatorService } = createService();
  await withHost(CalculatorService, SessionCalculator, async ({ client }) => {
    const channel = channelOf(await client());
    t.is(channel.getProperty(MessageVersionKey), MessageVersion.soap12WSAddressing10);
    t.regex(channel.session?.id ?? '', /^inproc-/);
  });
  await withHost(CalculatorService, Calculator, async ({ client }) => {
    t.is(channelOf(await client()).session, null);
  });
  t.throws(() => channelOf({}), { instanceOf: InvalidOperationError });
});

test('a client is no promise, and a contract that would make it one is refused', async (t) => {
  @ServiceContract()
  class Thenable {
    // The name alone is the matter here.
    @Operation()
    then(): Promise<void> {
      return contractOnly();
    }
  }
  t.throws(() => new ChannelFactory(Thenable, inProcessBinding(), newAddress()), {
    instanceOf: InvalidOperationError,
    message: /method 'then'/,
  });
  const { CalculatorService } = createService();
  await withHost(CalculatorService, Calculator, async ({ client }) => {
    t.false('then' in (await client()));
  });
});

test('errors before anything is sent reject the call: bad arguments, nobody listening, no address', async (t) => {
  const { CalculatorService } = createService();
  await withHost(CalculatorService, Calculator, async ({ client }) => {
    const calculator = await client();
    await t.throwsAsync(calculator.add('one' as unknown as number, 2), {
      instanceOf: SerializationError,
    });
    t.is(await calculator.add(1, 2), 3);
  });
  const nowhere = new ChannelFactory(Calculator, inProcessBinding(), newAddress());
  const calculator = await nowhere.createChannel();
  await t.throwsAsync(calculator.add(1, 2), { instanceOf: EndpointNotFoundError });
  await nowhere.close();
  t.throws(() => new ChannelFactory(Calculator, inProcessBinding(), 'nonsense'), {
    instanceOf: InvalidBindingError,
  });
});

test('two-way calls on a duplex channel need addressing', async (t) => {
  const { CalculatorService } = createService();
  await withHost(
    CalculatorService,
    SessionCalculator,
    async ({ client }) => {
      const calculator = await client();
      await t.throwsAsync(calculator.add(1, 2), { instanceOf: ProtocolError, message: /lacks/ });
    },
    { binding: inProcessBinding('Soap12') },
  );
});

test('calls are told to diagnostics on both sides when somebody listens', async (t) => {
  const { CalculatorService } = createService();
  const events: CallEvent[] = [];
  const stop = subscribeDiagnostics('channelstack:call', (event) => {
    if (event.operation === 'ICalculator.Instance') events.push(event);
  });
  await withHost(CalculatorService, Calculator, async ({ client }) => {
    await using calculator = await client();
    await calculator.instance();
  });
  stop();
  t.deepEqual(
    events.map(({ side, phase }) => `${side} ${phase}`),
    ['client started', 'service started', 'service finished', 'client finished'],
  );
});

async function failureOf(call: Promise<unknown>): Promise<unknown> {
  try {
    return await call;
  } catch (error) {
    return error;
  }
}

test('a call whose message a layer drops ends with its timeout and with its signal', async (t) => {
  const { CalculatorService } = createService();
  const dropping = messageLayer('dropping', () => ({ incoming: filter(() => false) }));
  const rest = inProcessBinding().elements.slice(1);
  await withHost(CalculatorService, Calculator, async ({ address }) => {
    const binding = new CustomBinding('lossy', [dropping(), ...rest]);
    const factory = new ChannelFactory(Calculator, binding, address);
    const calculator = await factory.createChannel();
    await t.throwsAsync(calculator.add(1, 2, { timeout: 5 }), {
      instanceOf: TimeoutError,
      message: /Add was not answered within its timeout of 5 ms/,
    });
    const reason = new Error('the user left');
    const controller = new AbortController();
    const call = calculator.add(1, 2, { signal: controller.signal });
    controller.abort(reason);
    t.is<unknown, unknown>(await failureOf(call), reason);
    factory.abort();
  });
});
