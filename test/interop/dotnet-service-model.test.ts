import { setTimeout } from 'node:timers/promises';
import test from 'ava';
import {
  OperationContext,
  ServiceBehavior,
  ServiceHost,
  serviceAuthorization,
  serviceThrottling,
} from '../../src/contracts/index.js';
import type { Behavior, ServiceBehaviorOptions } from '../../src/contracts/index.js';
import { MessageHeader } from '../../src/core/message/index.js';
import { InteropCalculator, InteropCalculatorService } from './calculator-contract.js';
import { DotnetError, DotnetPeer, dotnetAvailable } from './dotnet-peer.js';
import type { DotnetChannel } from './dotnet-peer.js';
import { calculatorBinding } from './our-calculator.js';
import { peerTest } from './peer-test.js';

const dotnet = await dotnetAvailable();
let peer: DotnetPeer;

test.before(async () => {
  if (dotnet.available) peer = await DotnetPeer.start();
});
test.after.always(async () => {
  if (dotnet.available) await peer.stop();
});

const tenantNamespace = 'urn:channelstack:tenant';

/** What a service of its own for a test did. */
interface Observed {
  readonly order: string[];
  inside: number;
  most: number;
}

interface Serving {
  readonly observed: Observed;
  readonly host: ServiceHost;
  readonly open: () => Promise<DotnetChannel>;
}

async function serve(
  behavior: ServiceBehaviorOptions,
  isReliable: boolean,
  run: (serving: Serving) => Promise<void>,
  ...behaviors: readonly Behavior[]
): Promise<void> {
  const observed: Observed = { order: [], inside: 0, most: 0 };
  @ServiceBehavior(behavior)
  class Service extends InteropCalculatorService {
    override async echo(text: string): Promise<string> {
      const context = OperationContext.current;
      observed.order.push(text);
      observed.inside += 1;
      observed.most = Math.max(observed.most, observed.inside);
      await setTimeout(text.startsWith('slow') ? 100 : 5);
      observed.inside -= 1;
      const header = context.incomingMessageHeaders.find('Tenant', tenantNamespace);
      if (header === null) return text;
      context.outgoingMessageHeaders.push(
        MessageHeader.create('Tenant', tenantNamespace, `${header.text} was here`),
      );
      return `${text} ${OperationContext.current.sessionId === null ? 'alone' : 'in a session'}`;
    }
  }
  const host = new ServiceHost(Service, { baseAddresses: ['http://localhost:0/model'] });
  host.behaviors.add(...behaviors);
  const reliable = isReliable ? {} : undefined;
  host.addEndpoint(InteropCalculator, calculatorBinding({ reliable }));
  await host.open();
  try {
    await run({
      observed,
      host,
      open: () =>
        peer.openChannel({
          address: host.endpoints[0]?.address.uri ?? '',
          binding: isReliable ? { reliable: 'February2005' } : {},
        }),
    });
  } finally {
    host.abort();
  }
}

const instances = {
  PerCall: { call: [1, 1, 1], session: [1, 1, 1] },
  PerSession: { call: [1, 1, 1], session: [1, 2, 1] },
  Single: { call: [1, 2, 3], session: [1, 2, 3] },
} as const;

for (const instanceContextMode of ['PerCall', 'PerSession', 'Single'] as const) {
  for (const kind of ['call', 'session'] as const) {
    peerTest(
      dotnet,
      `.NET clients ${kind === 'session' ? 'with' : 'without'} a session meet instances as ${instanceContextMode} says`,
      async (t) => {
        await serve({ instanceContextMode }, kind === 'session', async ({ open }) => {
          const first = await open();
          const second = await open();
          const counts = [await first.call('Next'), await first.call('Next')];
          counts.push(await second.call('Next'));
          t.deepEqual(counts, [...instances[instanceContextMode][kind]]);
          for (const channel of [first, second]) await channel.close();
        });
      },
    );
  }
}

peerTest(
  dotnet,
  'calls of .NET clients at once meet in a Multiple instance, and never in a Single one',
  async (t) => {
    for (const [concurrencyMode, meet] of [
      ['Single', false],
      ['Multiple', true],
    ] as const) {
      const behavior = { instanceContextMode: 'Single', concurrencyMode } as const;
      await serve(behavior, false, async ({ open, observed }) => {
        const channel = await open();
        const { outcomes } = await channel.callMany({
          operation: 'Echo',
          count: 16,
          concurrency: 8,
          args: (index) => [`call ${String(index)}`],
        });
        t.true(outcomes.every(({ ok }) => ok));
        t.is(observed.most > 1, meet);
        await channel.close();
      });
    }
  },
);

peerTest(
  dotnet,
  'headers of a .NET client are seen by the method, and those of the method by the client',
  async (t) => {
    for (const isReliable of [false, true]) {
      await serve({}, isReliable, async ({ open }) => {
        const channel = await open();
        t.deepEqual(await channel.callWithHeader('hello', 'acme'), [
          `hello ${isReliable ? 'in a session' : 'alone'}`,
          'acme was here',
        ]);
        await channel.close();
      });
    }
  },
);

peerTest(
  dotnet,
  'a one-way call of .NET is over when its method has begun, and the order of a session is kept',
  async (t) => {
    await serve({}, true, async ({ open }) => {
      const channel = await open();
      for (const text of ['1', '2', '3']) await channel.call('Note', text);
      t.deepEqual(await channel.call('Notes'), ['1', '2', '3']);
      await channel.close();
    });
  },
);

peerTest(
  dotnet,
  'faults and unexpected errors reach a .NET client as WCF sends them, and an unexpected one ends its session',
  async (t) => {
    await serve({}, true, async ({ open }) => {
      const channel = await open();
      const declared = await t.throwsAsync(channel.call('SafeDivide', 1, 0), {
        instanceOf: DotnetError,
      });
      t.is(declared.report.type, 'FaultException<MathFault>');
      t.is((await channel.state()).state, 'Opened');
      const unexpected = await t.throwsAsync(channel.call('Fail', 'secret'), {
        instanceOf: DotnetError,
      });
      t.regex(unexpected.report.fault?.subcode ?? '', /InternalServiceFault$/);
      t.false(JSON.stringify(unexpected.report).includes('secret'));
      t.is((await channel.waitForState('Faulted')).state, 'Faulted');
    });
  },
);

peerTest(
  dotnet,
  'a .NET client sees a service that is too busy as ServerTooBusyException, and is served later',
  async (t) => {
    const throttling = serviceThrottling({ maxConcurrentCalls: 1, maxQueuedCalls: 1 });
    const behavior = { instanceContextMode: 'PerCall' } as const;
    await serve(
      behavior,
      false,
      async ({ open }) => {
        const channel = await open();
        const { outcomes } = await channel.callMany({
          operation: 'Echo',
          count: 8,
          concurrency: 8,
          args: () => ['slow'],
        });
        const errors = outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome.error.type]));
        t.true(errors.length > 0 && errors.length < 8);
        t.deepEqual([...new Set(errors)], ['ServerTooBusyException']);
        t.is(await channel.call('Echo', 'later'), 'later');
        await channel.close();
      },
      throttling,
    );
  },
);

peerTest(
  dotnet,
  'a .NET client that is not allowed to call sees SecurityAccessDeniedException',
  async (t) => {
    const authorize = ({ operation }: OperationContext): boolean => operation?.name !== 'Next';
    await serve(
      {},
      false,
      async ({ open }) => {
        const channel = await open();
        t.is(await channel.call('Echo', 'allowed'), 'allowed');
        const error = await t.throwsAsync(channel.call('Next'), { instanceOf: DotnetError });
        t.is(error.report.type, 'SecurityAccessDeniedException');
        await channel.close();
      },
      serviceAuthorization({ authorize }),
    );
  },
);
