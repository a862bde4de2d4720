import { MessageVersion, Message } from '../core/message/index.js';
import type {
  RememberedSession,
  SequenceStore,
  SessionJournal,
  SessionRecord,
} from '../elements/reliable-session/index.js';
import type { DeclareTest } from './channel-laws.js';

/** A store under test, and the same store as another process would find it. */
export interface LawfulStore {
  readonly store: SequenceStore;
  /** What was kept, opened anew; for a store in memory it is the same one. */
  readonly reopen: () => Promise<SequenceStore>;
}

/** Declares the tests that every store of reliable sessions must pass; `makeStore` makes an empty one for each. */
export function sequenceStoreLaws(
  test: DeclareTest,
  name: string,
  makeStore: () => Promise<LawfulStore>,
): void {
  test(`${name}: a session is remembered from its beginning until its end`, async (t) => {
    const { store, reopen } = await makeStore();
    const journal = store.begin(session('urn:a'));
    t.deepEqual((await found(reopen, 'urn:a'))?.session, session('urn:a'));
    journal.end();
    t.is(await found(reopen, 'urn:a'), null);
  });

  test(`${name}: a message that came in is remembered until the application is done, its number for good`, async (t) => {
    const { store, reopen } = await makeStore();
    const journal = store.begin(session('urn:a'));
    for (const number of [1, 2, 4])
      await kept(journal, { type: 'received', number, message: message(number) });
    await kept(journal, { type: 'consumed', number: 2 });
    const remembered = await found(reopen, 'urn:a');
    t.deepEqual(remembered?.received, [
      { lower: 1, upper: 2 },
      { lower: 4, upper: 4 },
    ]);
    t.deepEqual([...(remembered?.unfinished.keys() ?? [])], [1, 4]);
    t.deepEqual(remembered?.unfinished.get(4)?.headers.action, 'urn:message:4');
  });

  test(`${name}: a message that was sent is remembered until it is acknowledged, its number for good`, async (t) => {
    const { store, reopen } = await makeStore();
    const journal = store.begin(session('urn:a'));
    for (const number of [1, 2, 3])
      await kept(journal, { type: 'sent', number, message: message(number) });
    await kept(journal, { type: 'acknowledged', ranges: [{ lower: 2, upper: 3 }] });
    const remembered = await found(reopen, 'urn:a');
    t.is(remembered?.lastSent, 3);
    t.deepEqual([...(remembered?.unacknowledged.keys() ?? [])], [1]);
  });

  test(`${name}: an answer is kept together with the end of its request`, async (t) => {
    const { store, reopen } = await makeStore();
    const journal = store.begin(session('urn:a'));
    await kept(journal, { type: 'received', number: 5, message: message(5) });
    await kept(journal, { type: 'answered', number: 1, request: 5, message: message(1) });
    const remembered = await found(reopen, 'urn:a');
    t.is(remembered?.unfinished.size, 0);
    t.is(remembered?.unacknowledged.get(1)?.request, 5);
    t.is(remembered?.unacknowledged.get(1)?.message.headers.action, 'urn:message:1');
  });

  test(`${name}: sessions do not touch each other, and both sides of one may be kept in one store`, async (t) => {
    const { store, reopen } = await makeStore();
    const a = store.begin(session('urn:a'));
    store.begin(session('urn:b'));
    const client = store.begin({ ...session('urn:a'), side: 'client' });
    await kept(a, { type: 'received', number: 1, message: message(1) });
    t.deepEqual((await found(reopen, 'urn:b'))?.received, []);
    client.end();
    t.is((await found(reopen, 'urn:a'))?.session.side, 'service');
  });

  test(`${name}: a session cannot begin twice`, async (t) => {
    const { store } = await makeStore();
    store.begin(session('urn:a'));
    let refused = false;
    try {
      store.begin(session('urn:a'));
    } catch {
      refused = true;
    }
    t.true(refused);
  });
}

function session(identifier: string): SessionRecord {
  return {
    identifier,
    offered: `${identifier}:replies`,
    side: 'service',
    version: 'WSReliableMessaging11',
    address: 'http://localhost/service',
  };
}

function message(number: number): Message {
  return Message.create(MessageVersion.soap12WSAddressing10, `urn:message:${String(number)}`);
}

async function kept(
  journal: SessionJournal,
  change: Parameters<SessionJournal['append']>[0],
): Promise<void> {
  await journal.append(change);
}

async function found(
  reopen: () => Promise<SequenceStore>,
  identifier: string,
): Promise<RememberedSession | null> {
  const store = await reopen();
  const all = await store.load();
  return all.find(({ session: one }) => one.identifier === identifier) ?? null;
}
