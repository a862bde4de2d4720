import test from 'ava';
import '../../../src/default-elements.js';
import { ChannelFactory, ServiceHost, channelOf } from '../../../src/contracts/index.js';
import { BindingElement, CustomBinding } from '../../../src/core/binding/index.js';
import type { BindingContext } from '../../../src/core/binding/index.js';
import type {
  ChannelFactory as InnerFactory,
  ChannelListener,
  ClientShape,
  ListenerShape,
} from '../../../src/core/channel/index.js';
import { ClockToken, createContainer, serviceModule } from '../../../src/core/container/index.js';
import { subscribeDiagnostics } from '../../../src/core/diagnostics/index.js';
import type { SequenceEvent } from '../../../src/core/diagnostics/index.js';
import { TimeoutError } from '../../../src/core/errors/index.js';
import {
  ReliableSessionState,
  reliableSession,
} from '../../../src/elements/reliable-session/index.js';
import type { ReliableSessionOptions } from '../../../src/elements/reliable-session/index.js';
import { textEncoding } from '../../../src/elements/text-encoding/index.js';
import { faultInjection, virtualClock } from '../../../src/testing/index.js';
import { inProcessTransport } from '../../../src/transports/in-process/index.js';
import { Counter, CounterService, CounterSession, callbackFor } from '../../testing/counter.js';

/** Knows the channels of clients below it, so that a test can break them. */
class Tap extends BindingElement {
  readonly name = 'tap';
  readonly role = 'protocol';
  readonly channels: { abort(reason?: unknown): void }[] = [];

  buildChannelFactory<S extends ClientShape>(shape: S, context: BindingContext): InnerFactory<S> {
    const factory = context.buildInnerChannelFactory(shape);
    const create = factory.createChannel.bind(factory);
    factory.createChannel = (remoteAddress, via) => {
      const channel = create(remoteAddress, via);
      this.channels.push(channel);
      return channel;
    };
    return factory;
  }

  buildChannelListener<S extends ListenerShape>(
    shape: S,
    context: BindingContext,
  ): ChannelListener<S> {
    return context.buildInnerChannelListener(shape);
  }
}

let addresses = 0;

/** A session between two sides, in virtual time, over a network that can be taken away. */
async function open(contract: new () => Counter, options: ReliableSessionOptions = {}) {
  const clock = virtualClock();
  const container = createContainer(serviceModule(ClockToken, clock));
  const network = { isDown: false };
  const tap = new Tap();
  const binding = new CustomBinding(
    'life',
    [
      reliableSession(options),
      faultInjection({ when: () => (network.isDown ? 'drop' : null) }),
      tap,
      textEncoding(),
      inProcessTransport(),
    ],
    { receiveTimeout: Infinity },
  );
  const address = `inproc://life-${String((addresses += 1))}`;
  const serve = async () => {
    const service = new CounterService();
    const host = new ServiceHost(service, { container });
    host.addEndpoint(contract, binding, address);
    await host.open();
    return { service, host };
  };
  const { service, host } = await serve();
  const factory = new ChannelFactory<Counter>(contract, binding, address, {
    container,
    ...callbackFor(contract),
  });
  const client = await clock.runUntil(factory.createChannel());
  const state = () => {
    const found = channelOf(client).getProperty(ReliableSessionState);
    if (found === null) throw new Error('The channel has no reliable session.');
    return found;
  };
  // Other tests of this process have sessions, too: each knows its own by its sequences.
  const own = [state().identifier, state().incoming?.identifier ?? ''];
  const events: SequenceEvent[] = [];
  const stop = subscribeDiagnostics('channelstack:sequence', (event) => {
    if (own.includes(event.sequence)) events.push(event);
  });
  const close = (): void => {
    stop();
    factory.abort();
    host.abort();
  };
  return { clock, network, tap, service, host, serve, client, state, events, close };
}

for (const reliableMessagingVersion of [
  'WSReliableMessagingFebruary2005',
  'WSReliableMessaging11',
] as const) {
  for (const contract of [Counter, CounterSession]) {
    const name = `${reliableMessagingVersion}, ${contract === Counter ? 'request-reply' : 'duplex'}`;

    test(`${name}: an idle session lives on beyond inactivityTimeout`, async (t) => {
      const { clock, client, close } = await open(contract, {
        reliableMessagingVersion,
        inactivityTimeout: 60_000,
      });
      await clock.runUntil(client.next(1));
      await clock.advance(3_600_000);
      t.is(await clock.runUntil(client.next(2)), 2);
      await clock.runUntil(channelOf(client).close());
      close();
    });

    test(`${name}: when nothing is heard any more, both sides end the session and name inactivityTimeout`, async (t) => {
      const { clock, client, network, state, events, close } = await open(contract, {
        reliableMessagingVersion,
        inactivityTimeout: 60_000,
      });
      await clock.runUntil(client.next(1));
      network.isDown = true;
      await clock.advance(59_000);
      t.is(state().lastFault, null);
      await clock.advance(70_000);
      t.regex(state().lastFault?.message ?? '', /inactivityTimeout/);
      const faulted = events.filter(({ event }) => event === 'faulted');
      t.deepEqual(faulted.map(({ side }) => side).sort(), ['client', 'service']);
      for (const { detail } of faulted) t.regex(detail, /inactivityTimeout/);
      await t.throwsAsync(clock.runUntil(client.next(2)), { message: /inactivityTimeout/ });
      close();
    });

    test(`${name}: what is under way when the session closes is answered first`, async (t) => {
      const { clock, client, service, close } = await open(contract, { reliableMessagingVersion });
      service.hold();
      const calls = [1, 2, 3].map((call) => client.next(call));
      const closed = channelOf(client).close();
      await clock.advance(10_000);
      service.release();
      t.deepEqual(await clock.runUntil(Promise.all(calls)), [1, 2, 3]);
      await clock.runUntil(closed);
      t.deepEqual(service.calls, [1, 2, 3]);
      close();
    });

    test(`${name}: a close that takes too long is a timeout, and the session is aborted`, async (t) => {
      const { clock, client, service, close } = await open(contract, { reliableMessagingVersion });
      service.hold();
      const call = t.throwsAsync(clock.runUntil(client.next(1)));
      await clock.runUntil(service.untilCalls(1));
      const closed = channelOf(client).close({ timeout: 5_000 });
      await t.throwsAsync(clock.runUntil(closed), { instanceOf: TimeoutError });
      await call;
      t.is(channelOf(client).state, 'closed');
      close();
    });

    test(`${name}: a client that aborts tells the service, which ends the session at once`, async (t) => {
      const { clock, client, events, close } = await open(contract, { reliableMessagingVersion });
      await clock.runUntil(client.next(1));
      channelOf(client).abort();
      await clock.advance(100);
      const told = events.find(({ event, side }) => event === 'faulted' && side === 'service');
      t.regex(told?.detail ?? '', /user abort/);
      close();
    });

    test(`${name}: a service that was started anew does not know the session, and the client says so at once`, async (t) => {
      const { clock, client, network, host, serve, state, close } = await open(contract, {
        reliableMessagingVersion,
      });
      await clock.runUntil(client.next(1));
      // As a process that was killed: nobody is told.
      network.isDown = true;
      host.abort();
      await clock.advance(1);
      network.isDown = false;
      const again = await serve();
      const started = clock.now();
      const error = await t.throwsAsync(clock.runUntil(client.next(2)));
      t.is((error as Error & { readonly code?: string }).code, 'UnknownSequence');
      t.true(clock.now() - started < 1_000);
      t.is(state().lastFault, error);
      t.deepEqual(again.service.calls, []);
      again.host.abort();
      close();
    });

    test(`${name}: after maxRetryCount retransmissions in vain the client gives up, and says which message it was`, async (t) => {
      const { clock, client, network, events, close } = await open(contract, {
        reliableMessagingVersion,
        maxRetryCount: 3,
      });
      await clock.runUntil(client.next(1));
      network.isDown = true;
      const error = await t.throwsAsync(clock.runUntil(client.next(2)));
      t.regex(error.message, /^Message 2 of the reliable session/);
      t.regex(error.message, /maxRetryCount/);
      const again = events.filter(
        ({ event, side }) => event === 'retransmitted' && side === 'client',
      );
      t.deepEqual(
        again.map(({ number }) => number),
        [2, 2, 2],
      );
      close();
    });
  }

  test(`${reliableMessagingVersion}: what was lost with a connection is sent over the next, and runs once`, async (t) => {
    const { clock, client, service, tap, close } = await open(CounterSession, {
      reliableMessagingVersion,
    });
    t.is(await clock.runUntil(client.next(1)), 1);
    service.hold();
    const calls = [2, 3, 4].map((call) => client.next(call));
    await clock.runUntil(service.untilCalls(4));
    tap.channels[0]?.abort(new Error('cut'));
    await clock.advance(50);
    service.release();
    t.deepEqual(await clock.runUntil(Promise.all(calls)), [2, 3, 4]);
    t.is(tap.channels.length, 2);
    t.is(await clock.runUntil(client.next(5)), 5);
    await clock.runUntil(channelOf(client).close());
    t.deepEqual(service.calls, [1, 2, 3, 4, 5]);
    close();
  });

  test(`${reliableMessagingVersion}: acknowledgements wait for company up to acknowledgementInterval`, async (t) => {
    const { clock, client, service, events, close } = await open(CounterSession, {
      reliableMessagingVersion,
      acknowledgementInterval: 300,
    });
    await clock.runUntil(client.next(1));
    const known = events.length;
    const isAcknowledged = (): boolean =>
      events.slice(known).some(({ event, side }) => event === 'acknowledged' && side === 'client');
    service.hold();
    const call = client.next(2);
    await clock.advance(290);
    t.false(isAcknowledged());
    await clock.advance(20);
    t.true(isAcknowledged());
    service.release();
    await clock.runUntil(call);
    close();
  });
}
