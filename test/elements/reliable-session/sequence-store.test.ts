import test from 'ava';
import '../../../src/default-elements.js';
import { ChannelFactory, ServiceHost, channelOf } from '../../../src/contracts/index.js';
import { CustomBinding } from '../../../src/core/binding/index.js';
import { ClockToken, createContainer, serviceModule } from '../../../src/core/container/index.js';
import {
  InMemorySequenceStore,
  ReliableSessionState,
  SequenceStoreToken,
  reliableSession,
} from '../../../src/elements/reliable-session/index.js';
import type {
  RememberedSession,
  SequenceChange,
  SequenceStore,
  SessionJournal,
  SessionRecord,
} from '../../../src/elements/reliable-session/index.js';
import { textEncoding } from '../../../src/elements/text-encoding/index.js';
import { sequenceStoreLaws, virtualClock } from '../../../src/testing/index.js';
import { inProcessTransport } from '../../../src/transports/in-process/index.js';
import { Counter, CounterService, CounterSession, callbackFor } from '../../testing/counter.js';

sequenceStoreLaws(test, 'InMemorySequenceStore', () => {
  const store = new InMemorySequenceStore();
  return Promise.resolve({ store, reopen: () => Promise.resolve(store) });
});

/** Keeps what it is given when it is told to, or never. */
class SlowStore implements SequenceStore {
  readonly #inner = new InMemorySequenceStore();
  readonly changes: SequenceChange[] = [];
  readonly #waiting: (() => void)[] = [];
  failsAt: SequenceChange['type'] | null = null;
  isSlow = true;

  begin(session: SessionRecord): SessionJournal {
    const journal = this.#inner.begin(session);
    return {
      append: (change) => {
        if (session.side === 'client') return journal.append(change);
        this.changes.push(change);
        if (change.type === this.failsAt) return Promise.reject(new Error('disk full'));
        if (!this.isSlow) return journal.append(change);
        return new Promise((resolve) => {
          this.#waiting.push(() => {
            void journal.append(change);
            resolve();
          });
        });
      },
      end: () => {
        journal.end();
      },
    };
  }

  load(): Promise<readonly RememberedSession[]> {
    return this.#inner.load();
  }

  keepAll(): void {
    for (const keep of this.#waiting.splice(0)) keep();
  }
}

for (const contract of [Counter, CounterSession]) {
  const shape = contract === Counter ? 'request-reply' : 'duplex';

  test(`${shape}: nothing is run, acknowledged or answered before the store has it`, async (t) => {
    const store = new SlowStore();
    const { clock, client, service, close } = await open(contract, store);
    const call = client.next(1);
    await clock.advance(2_000);
    t.deepEqual(service.calls, []);
    t.is(channelOf(client).getProperty(ReliableSessionState)?.outgoing?.unacknowledged, 1);
    store.keepAll();
    await clock.advance(2_000);
    t.deepEqual(service.calls, [1]);
    store.isSlow = false;
    store.keepAll();
    t.is(await clock.runUntil(call), 1);
    t.is(store.changes.filter(({ type }) => type === 'received').length, 1);
    close();
  });

  test(`${shape}: a store that fails ends the session, and both sides are told`, async (t) => {
    const store = new SlowStore();
    store.isSlow = false;
    store.failsAt = 'received';
    const { clock, client, close } = await open(contract, store);
    const call = client.next(1);
    const error = await t.throwsAsync(clock.runUntil(call));
    t.regex(error.message, /UnknownSequence|no longer knows|SequenceTerminated/);
    close();
  });
}

test('what a session remembers is forgotten with it, at both sides', async (t) => {
  const store = new InMemorySequenceStore();
  const { clock, client, close } = await open(Counter, store);
  for (let call = 1; call <= 5; call += 1) await clock.runUntil(client.next(call));
  const [service] = (await store.load()).filter(({ session }) => session.side === 'service');
  t.deepEqual(service?.received, [{ lower: 1, upper: 5 }]);
  t.deepEqual([...(service?.unacknowledged.keys() ?? [])], [5]);
  await clock.runUntil(channelOf(client).close());
  t.deepEqual(await store.load(), []);
  close();
});

let addresses = 0;

async function open(contract: new () => Counter, store: SequenceStore) {
  const clock = virtualClock();
  const container = createContainer(
    serviceModule(ClockToken, clock),
    serviceModule(SequenceStoreToken, store),
  );
  const binding = new CustomBinding('stored', [
    reliableSession(),
    textEncoding(),
    inProcessTransport(),
  ]);
  const address = `inproc://stored-${String((addresses += 1))}`;
  const service = new CounterService();
  const host = new ServiceHost(service, { container });
  host.addEndpoint(contract, binding, address);
  await host.open();
  const factory = new ChannelFactory<Counter>(contract, binding, address, {
    container,
    ...callbackFor(contract),
  });
  const client = await clock.runUntil(factory.createChannel());
  return {
    clock,
    client,
    service,
    close: (): void => {
      factory.abort();
      host.abort();
    },
  };
}
