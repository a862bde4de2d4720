import { gsoapAvailable, GsoapServer } from './gsoap-peer.js';
import { peerTest } from './peer-test.js';
import { RawRmClient, type RawAnswer } from './raw-rm-client.js';

const gsoap = await gsoapAvailable();

for (const version of ['11', 'February2005'] as const) {
  const behavior = version === '11' ? 'NoDiscard' : undefined;

  peerTest(
    gsoap,
    `a gSOAP server of version ${version} answers a call with reply number and acknowledgement`,
    async (t) => {
      await using server = await GsoapServer.start({ version });
      const client = new RawRmClient(server.url, version);
      const created = await client.create(behavior);
      t.is(created.status, 200);
      t.true(created.body.includes(`<wsa5:Address>${server.url}</wsa5:Address>`));

      const answer = await client.add(1, 100, 15.99);

      t.is(answer.status, 200);
      t.regex(answer.contentType ?? '', /action="http:\/\/Microsoft\.\S+\/AddResponse"/u);
      t.deepEqual(rmOf(answer), { number: 1, acknowledged: '1-1' });
    },
  );

  peerTest(
    gsoap,
    `a gSOAP server of version ${version} answers what has no reply of its own with an empty 202`,
    async (t) => {
      await using server = await GsoapServer.start({ version });
      const client = new RawRmClient(server.url, version);
      await client.create(behavior);
      await client.add(1, 1, 1);

      for (const answer of [
        await client.add(1, 1, 1), // a duplicate: its reply is lost for good
        await client.note(2, 'one-way'),
        await client.note(2, 'one-way'),
        await client.requestAcknowledgement(),
        await client.add(4, 1, 1), // overtakes number 3, is forgotten
      ]) {
        t.is(answer.status, 202);
        t.is(answer.body, '');
      }
      t.deepEqual(rmOf(await client.add(3, 1, 1)), { number: 2, acknowledged: '1-3' });
      t.deepEqual(rmOf(await client.add(4, 1, 1)), { number: 3, acknowledged: '1-4' });
    },
  );

  peerTest(
    gsoap,
    `a gSOAP server of version ${version} sends a Sender fault with 400 and its own faults outside the sequence`,
    async (t) => {
      await using server = await GsoapServer.start({ version });
      const client = new RawRmClient(server.url, version);
      await client.create(behavior);

      const declared = await client.call(1, 'SafeDivide', '<n1>1</n1><n2>0</n2>');
      t.is(declared.status, 400);
      t.deepEqual(rmOf(declared), { number: 1, acknowledged: '1-1' });
      t.true(declared.body.includes('<cs:problemType>divide by zero</cs:problemType>'));

      const undeclared = await client.call(2, 'Fail', '<message>boom</message>');
      t.is(undeclared.status, 500);
      t.deepEqual(rmOf(undeclared), { number: undefined, acknowledged: undefined });
      t.true(undeclared.body.includes('RelatesTo'));

      t.deepEqual(rmOf(await client.add(3, 1, 1)), { number: 2, acknowledged: '1-3' });
    },
  );
}

peerTest(
  gsoap,
  'a gSOAP server of version 1.1 gives the final acknowledgement only with the end',
  async (t) => {
    await using server = await GsoapServer.start({ version: '11' });
    const client = new RawRmClient(server.url, '11');
    await client.create('DiscardFollowingFirstGap');
    await client.add(1, 1, 1);

    const closed = await client.close(1, 1);
    t.is(closed.status, 200);
    t.is(rmOf(closed).acknowledged, '1-1');
    t.false(closed.body.includes('Final'));

    const terminated = await client.terminate(1, 1);
    t.is(terminated.status, 200);
    t.true(terminated.body.includes('<wsrm:Final>'));
    t.is((await client.terminate(1, 1)).status, 202);
  },
);

peerTest(
  gsoap,
  'a gSOAP server of version 1.1 ends a sequence that discards after a gap at the first gap',
  async (t) => {
    await using server = await GsoapServer.start({ version: '11' });
    const client = new RawRmClient(server.url, '11');
    await client.create('DiscardFollowingFirstGap');

    const early = await client.add(2, 1, 1);

    t.is(early.status, 400);
    t.true(early.body.includes('wsrm:SequenceTerminated'));
    t.false(early.body.includes('RelatesTo'));
  },
);

peerTest(
  gsoap,
  'a gSOAP server of February 2005 takes the last message with 202 and ends by naming the offered sequence',
  async (t) => {
    await using server = await GsoapServer.start({ version: 'February2005' });
    const client = new RawRmClient(server.url, 'February2005');
    await client.create();
    await client.add(1, 1, 1);

    t.is((await client.lastMessage(2, 1)).status, 202);
    const terminated = await client.terminate(1);

    t.is(terminated.status, 200);
    t.is(rmOf(terminated).acknowledged, '1-2');
    t.true(terminated.body.includes('<wsrm:TerminateSequence>'));
  },
);

/** The reply's number and the range that it acknowledges; gSOAP writes the bounds in either order. */
function rmOf({ body }: RawAnswer): {
  number: number | undefined;
  acknowledged: string | undefined;
} {
  const number = /MessageNumber>(\d+)</u.exec(body)?.[1];
  const lower = /Lower="(\d+)"/u.exec(body)?.[1];
  const upper = /Upper="(\d+)"/u.exec(body)?.[1];
  return {
    number: number === undefined ? undefined : Number(number),
    acknowledged: lower === undefined ? undefined : `${lower}-${upper ?? ''}`,
  };
}
