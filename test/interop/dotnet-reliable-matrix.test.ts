import { setTimeout } from 'node:timers/promises';

import test from 'ava';
import type { ExecutionContext } from 'ava';

import { ServiceHost } from '../../src/contracts/index.js';
import { createContainer } from '../../src/core/container/index.js';
import type { ReliableSessionOptions } from '../../src/elements/reliable-session/index.js';
import { seededRandom } from '../../src/testing/fault-injection/random.js';
import { InteropCalculator } from './calculator-contract.js';
import { DotnetError, DotnetPeer, dotnetAvailable } from './dotnet-peer.js';
import type { DotnetBinding, DotnetChannel } from './dotnet-peer.js';
import { Notebook, journaledCalculator } from './journaled-calculator.js';
import type { ServiceJournal } from './journaled-calculator.js';
import { calculatorBinding, protocolNames } from './our-calculator.js';
import { peerTest } from './peer-test.js';
import { RecordingProxy } from './recording-proxy.js';
import type { Decide, Fate } from './recording-proxy.js';
import { firstTransmissions, readWire, requests } from './reliable-wire.js';
import { createTestIdentity } from './test-identity.js';
import type { TlsIdentity } from './test-identity.js';

const dotnet = await dotnetAvailable();
const tls = await createTestIdentity();
let peer: DotnetPeer;

test.before(async () => {
  if (dotnet.available) peer = await DotnetPeer.start();
});
test.after.always(async () => {
  if (dotnet.available) await peer.stop();
});

const versions = ['February2005', '11'] as const;

/** A service of ours behind a proxy, and what it wrote down. */
interface Scene extends AsyncDisposable {
  readonly proxy: RecordingProxy;
  readonly journal: ServiceJournal;
  readonly host: ServiceHost;
  readonly address: string;
  open(binding?: DotnetBinding, contract?: 'ICalculator' | 'INotebook'): Promise<DotnetChannel>;
}

interface SceneOptions extends ReliableSessionOptions {
  readonly tls?: TlsIdentity | null;
  readonly decide?: Decide;
  readonly messageVersion?: NonNullable<DotnetBinding['messageVersion']>;
  readonly contract?: typeof InteropCalculator | typeof Notebook;
}

async function openScene(
  reliable: (typeof versions)[number],
  { tls: identity = null, decide, messageVersion, contract, ...options }: SceneOptions = {},
): Promise<Scene> {
  const { Service, journal } = journaledCalculator();
  const scheme = identity === null ? 'http' : 'https';
  const host = new ServiceHost(Service, {
    baseAddresses: [`${scheme}://localhost:0/calculator`],
    container: createContainer(),
    ...(identity === null ? {} : { credentials: { serverCertificate: identity } }),
  });
  const binding = calculatorBinding({
    reliable: { reliableMessagingVersion: protocolNames[reliable], ...options },
    tls: identity ?? undefined,
    encoding: messageVersion === undefined ? {} : { messageVersion },
  });
  host.addEndpoint(contract ?? InteropCalculator, binding);
  await host.open();
  const address = host.endpoints[0]?.address.uri ?? '';
  const proxy = await RecordingProxy.start(address, decide, identity);
  return {
    proxy,
    journal,
    host,
    address,
    open: (own = {}, name = 'ICalculator') =>
      peer.openChannel({
        address,
        via: proxy.url,
        contract: name,
        binding: { reliable, ...(messageVersion === undefined ? {} : { messageVersion }), ...own },
        ...(identity === null ? {} : { certificatePem: identity.cert }),
      }),
    [Symbol.asyncDispose]: async () => {
      host.abort();
      await proxy[Symbol.asyncDispose]();
    },
  };
}

const fates: readonly Fate[] = [
  'loseRequest',
  'loseResponse',
  'duplicate',
  'delay',
  'emptyResponse',
];

/** Each of the fates meets the first transmission of one of the first `count` messages; the seed says which. */
function byChance(seed: number, count: number): Decide {
  const random = seededRandom(seed);
  const numbers = Array.from({ length: count }, (_, index) => ({
    number: index + 1,
    rank: random(),
  })).sort((a, b) => a.rank - b.rank);
  const ahead = new Map(fates.map((fate, index) => [numbers[index]?.number ?? 0, fate]));
  return (_index, { body }) => {
    // What opens and closes sessions has no number: .NET takes ten seconds to repeat it, and it has tests of its own.
    const number = readWire(body).number ?? 0;
    const fate = ahead.get(number) ?? 'deliver';
    ahead.delete(number);
    return fate;
  };
}

/** Each call ran once and, when asked, in the order of the numbers that its messages had. */
function assertOnce(
  t: ExecutionContext,
  scene: Scene,
  calls: readonly string[],
  ordered: boolean,
): void {
  const run = scene.journal.texts('echo');
  t.deepEqual([...run].sort(), [...calls].sort());
  const sent = firstTransmissions(requests(scene.proxy.exchanges), 'Echo')
    .sort((a, b) => (a.number ?? 0) - (b.number ?? 0))
    .map(({ body }) => /<text>([^<]*)</.exec(body)?.[1] ?? '');
  t.deepEqual(ordered ? run : [...run].sort(), ordered ? sent : [...sent].sort());
}

for (const reliable of versions) {
  for (const identity of [null, tls]) {
    for (const ordered of [true, false]) {
      for (const maxTransferWindowSize of [1, 8, 32, 4_096]) {
        const scheme = identity === null ? 'HTTP' : 'HTTPS';
        const order = ordered ? 'ordered' : 'unordered';
        peerTest(
          dotnet,
          `a .NET client over ${scheme} with ${reliable}, ${order}, window ${String(maxTransferWindowSize)}: each of 16 calls through losses and duplicates runs once`,
          async (t) => {
            await using scene = await openScene(reliable, {
              tls: identity,
              ordered,
              maxTransferWindowSize,
              decide: byChance(maxTransferWindowSize + (ordered ? 1 : 0), 16),
            });
            const channel = await scene.open({
              ordered,
              maxTransferWindowSize,
              timeouts: { sendMs: 240_000 },
            });
            const calls = Array.from({ length: 16 }, (_, index) => `call ${String(index)}`);
            const { outcomes } = await channel.callMany({
              operation: 'Echo',
              count: calls.length,
              concurrency: 6,
              args: (index) => [calls[index] ?? ''],
            });
            t.deepEqual(
              outcomes.map((one) => (one.ok ? one.result : one.error.message)),
              calls,
            );
            await channel.close();
            assertOnce(t, scene, calls, ordered);
            const met = new Set(scene.proxy.exchanges.map(({ fate }) => fate));
            t.deepEqual([...met].sort(), ['deliver', ...fates].sort());
          },
        );
      }
    }
  }

  peerTest(
    dotnet,
    `100 calls of a .NET client at once on one session of ${reliable} run once, in order`,
    async (t) => {
      await using scene = await openScene(reliable);
      const channel = await scene.open();
      const calls = Array.from({ length: 100 }, (_, index) => `call ${String(index)}`);
      const { outcomes } = await channel.callMany({
        operation: 'Echo',
        count: 100,
        concurrency: 100,
        args: (index) => [calls[index] ?? ''],
      });
      // .NET's client now and then throws here, by a defect of its own; what it sent is still run once.
      const answered = outcomes.flatMap((one) => (one.ok ? [one.result] : []));
      t.true(answered.length >= 90);
      assertOnce(t, scene, scene.journal.texts('echo'), true);
      t.deepEqual(
        [...new Set(scene.journal.texts('echo'))].length,
        scene.journal.texts('echo').length,
      );
      await channel.close().catch(() => channel.abort());
    },
  );

  for (const maxRetryCount of [1, 2, 4]) {
    peerTest.serial(
      dotnet,
      `a .NET client with ${reliable} gives up after maxRetryCount ${String(maxRetryCount)}, and our service ends the session`,
      async (t) => {
        await using scene = await openScene(reliable, {
          decide: (_index, { body }) =>
            readWire(body).action === 'Echo' ? 'loseRequest' : 'deliver',
        });
        const channel = await scene.open({ maxRetryCount });
        const error = await t.throwsAsync(channel.call('Echo', 'lost'), {
          instanceOf: DotnetError,
        });
        t.regex(error.message, /maximum retry count/i);
        const sent = requests(scene.proxy.exchanges);
        t.is(sent.filter(({ action }) => action === 'Echo').length, maxRetryCount + 1);
        await scene.proxy.untilRequest((body) => body.includes('SequenceTerminated'));
        t.deepEqual(scene.journal.texts('echo'), []);
      },
    );
  }

  peerTest(
    dotnet,
    `a .NET client with ${reliable} and without flow control calls as well`,
    async (t) => {
      await using scene = await openScene(reliable, { flowControlEnabled: false });
      const channel = await scene.open({ flowControl: false });
      t.is(await channel.call('Echo', 'one'), 'one');
      await channel.close();
      t.regex(scene.proxy.exchanges[1]?.response?.body ?? '', /BufferRemaining/);
    },
  );

  peerTest.serial(
    dotnet,
    `an idle .NET client with ${reliable} asks for signs of life, and its session lives`,
    async (t) => {
      await using scene = await openScene(reliable, { inactivityTimeout: 2_000 });
      const channel = await scene.open({ inactivityTimeoutMs: 2_000 });
      t.is(await channel.call('Echo', 'before'), 'before');
      await setTimeout(4_500);
      t.is(await channel.call('Echo', 'after'), 'after');
      const asked = requests(scene.proxy.exchanges).filter(
        ({ action, asksForAcknowledgement }) => action === 'AckRequested' && asksForAcknowledgement,
      );
      t.true(asked.length >= 3);
      await channel.close();
    },
  );

  peerTest.serial(
    dotnet,
    `a .NET client of a session that our service of ${reliable} gave up learns it at its next call`,
    async (t) => {
      await using scene = await openScene(reliable, { inactivityTimeout: 800 });
      const channel = await scene.open();
      t.is(await channel.call('Echo', 'before'), 'before');
      await scene.journal.until('disposed');
      const error = await t.throwsAsync(channel.call('Echo', 'after'), { instanceOf: DotnetError });
      t.regex(error.report.type, /CommunicationException$/);
      t.regex(scene.proxy.exchanges.at(-1)?.response?.body ?? '', /UnknownSequence/);
      await channel.waitForState('Faulted');
      t.deepEqual(scene.journal.texts('echo'), ['before']);
    },
  );

  peerTest(
    dotnet,
    `a .NET client that aborts ends its session of ${reliable} at our service`,
    async (t) => {
      await using scene = await openScene(reliable);
      const channel = await scene.open();
      t.is(await channel.call('Echo', 'one'), 'one');
      await channel.abort();
      await scene.proxy.untilRequest((body) => body.includes('SequenceTerminated'));
      await scene.journal.until('disposed');
      t.deepEqual(scene.journal.texts('echo'), ['one']);
    },
  );

  peerTest(
    dotnet,
    `a one-way contract of a .NET client with ${reliable} makes a sequence without Offer, and loses nothing`,
    async (t) => {
      await using scene = await openScene(reliable, {
        contract: Notebook,
        decide: byChance(5, 20),
      });
      const channel = await scene.open({}, 'INotebook');
      const notes = Array.from({ length: 20 }, (_, index) => `note ${String(index)}`);
      for (const note of notes) await channel.call('Note', note);
      await channel.close();
      t.deepEqual(scene.journal.texts('note'), notes);
      t.notRegex(scene.proxy.exchanges[0]?.request.body ?? '', /Offer/);
      t.notRegex(scene.proxy.exchanges[0]?.response?.body ?? '', /Accept/);
    },
  );

  peerTest.serial(
    dotnet,
    `an operation of 3 s is asked for several times by a .NET client with ${reliable}, and runs once`,
    async (t) => {
      await using scene = await openScene(reliable);
      const channel = await scene.open();
      t.is(await channel.call('Echo', 'slow 3000'), 'slow 3000');
      t.true(requests(scene.proxy.exchanges).filter(({ action }) => action === 'Echo').length >= 3);
      t.deepEqual(scene.journal.texts('echo'), ['slow 3000']);
      await channel.close();
    },
  );

  for (const messageVersion of [
    'Soap11WSAddressing10',
    'Soap11WSAddressingAugust2004',
    'Soap12WSAddressingAugust2004',
  ] as const) {
    peerTest(
      dotnet,
      `a .NET client calls in a session of ${reliable} with ${messageVersion}, and survives a loss`,
      async (t) => {
        await using scene = await openScene(reliable, {
          messageVersion,
          decide: (index) => (index === 1 ? 'loseResponse' : 'deliver'),
        });
        const channel = await scene.open();
        t.is(await channel.call('Echo', 'one'), 'one');
        const error = await t.throwsAsync(channel.call('SafeDivide', 1, 0), {
          instanceOf: DotnetError,
        });
        t.like(error.report.fault?.detail, { problemType: 'divide by zero' });
        await channel.close();
        t.deepEqual(scene.journal.texts('echo'), ['one']);
      },
    );
  }

  const endings =
    reliable === 'February2005'
      ? ['CreateSequence', 'LastMessage', 'TerminateSequence']
      : ['CreateSequence', 'CloseSequence', 'TerminateSequence'];
  for (const action of endings) {
    for (const fate of ['loseRequest', 'loseResponse'] as const) {
      const what = fate === 'loseRequest' ? action : `the answer to ${action}`;
      peerTest(
        dotnet,
        `when ${what} of ${reliable} is lost, a .NET client sends it again and our service takes it`,
        async (t) => {
          let isLost = false;
          await using scene = await openScene(reliable, {
            decide: (_index, { body }) => {
              if (isLost || readWire(body).action !== action) return 'deliver';
              isLost = true;
              return fate;
            },
          });
          const channel = await scene.open();
          t.is(await channel.call('Echo', 'one'), 'one');
          await channel.close();
          t.is((await channel.state()).state, 'Closed');
          const sent = requests(scene.proxy.exchanges).filter((one) => one.action === action);
          t.is(sent.length, 2);
          t.deepEqual(scene.journal.texts('echo'), ['one']);
          t.is(scene.journal.entries.filter((entry) => entry === 'created').length, 1);
          await scene.journal.until('disposed');
        },
      );
    }
  }

  peerTest.serial(
    dotnet,
    `a .NET process that is killed leaves a session of ${reliable} that our service ends by its inactivityTimeout`,
    async (t) => {
      await using scene = await openScene(reliable, { inactivityTimeout: 1_000 });
      const doomed = await DotnetPeer.start();
      const channel = await doomed.openChannel({ address: scene.address, binding: { reliable } });
      t.is(await channel.call('Echo', 'last words'), 'last words');
      await doomed.kill();
      await scene.journal.until('disposed');
      t.deepEqual(scene.journal.texts('echo'), ['last words']);
    },
  );

  peerTest(
    dotnet,
    `a .NET client of ${reliable} is told by a service that was restarted that its session is gone`,
    async (t) => {
      await using scene = await openScene(reliable);
      const channel = await scene.open();
      t.is(await channel.call('Echo', 'before'), 'before');
      scene.host.abort();
      const { Service } = journaledCalculator();
      const again = new ServiceHost(Service, { baseAddresses: [scene.address] });
      again.addEndpoint(
        InteropCalculator,
        calculatorBinding({ reliable: { reliableMessagingVersion: protocolNames[reliable] } }),
      );
      await again.open();
      t.teardown(() => {
        again.abort();
      });
      const error = await t.throwsAsync(channel.call('Echo', 'after'), { instanceOf: DotnetError });
      t.regex(error.message, /no longer recognizes this sequence/);
      await channel.abort();
    },
  );
}
