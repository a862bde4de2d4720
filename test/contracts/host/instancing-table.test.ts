import test from 'ava';
import {
  ChannelFactory,
  Operation,
  OperationBehavior,
  ServiceBehavior,
  ServiceContract,
  ServiceHost,
  channelOf,
  contractOnly,
  xsd,
} from '../../../src/contracts/index.js';
import type {
  ConcurrencyMode,
  InstanceContextMode,
  ReleaseInstanceMode,
  SessionMode,
} from '../../../src/contracts/index.js';
import { CustomBinding } from '../../../src/core/binding/index.js';
import { InvalidBindingError } from '../../../src/core/errors/index.js';
import { reliableSession } from '../../../src/elements/reliable-session/index.js';
import { textEncoding } from '../../../src/elements/text-encoding/index.js';
import { developmentCertificate } from '../../../src/testing/index.js';
import { httpTransport, httpsTransport } from '../../../src/transports/http/index.js';
import { inProcessTransport } from '../../../src/transports/in-process/index.js';
import '../../../src/default-elements.js';
import { newAddress } from './with-host.js';

const certificate = await developmentCertificate();

interface Transport {
  readonly binding: CustomBinding;
  /** What channels it offers: with sessions, without, or either. */
  readonly offers: 'sessions' | 'calls' | 'both';
  readonly address: () => string;
}

const transports: Record<string, Transport> = {
  HTTP: {
    binding: new CustomBinding('http', [textEncoding(), httpTransport()]),
    offers: 'calls',
    address: () => 'http://localhost:0/table',
  },
  'HTTPS with a reliable session': {
    binding: new CustomBinding('https', [reliableSession(), textEncoding(), httpsTransport()]),
    offers: 'sessions',
    address: () => 'https://localhost:0/table',
  },
  'in-process': {
    binding: new CustomBinding('inProcess', [inProcessTransport()]),
    offers: 'both',
    address: newAddress,
  },
  'in-process with a reliable session': {
    binding: new CustomBinding('inProcessSession', [reliableSession(), inProcessTransport()]),
    offers: 'sessions',
    address: newAddress,
  },
};

/** A contract of its own for each session mode. */
function createContract(sessionMode: SessionMode) {
  @ServiceContract({ name: 'ICounter', namespace: 'urn:example:counter', sessionMode })
  class Counter {
    @Operation({ name: 'Instance', returns: xsd.int })
    instance(): Promise<number> {
      return contractOnly();
    }

    @Operation({ name: 'Other', returns: xsd.int })
    other(): Promise<number> {
      return contractOnly();
    }

    @Operation({ name: 'Meet', returns: xsd.int })
    meet(): Promise<number> {
      return contractOnly();
    }
  }
  return Counter;
}

interface Modes {
  readonly instanceContextMode: InstanceContextMode;
  readonly concurrencyMode?: ConcurrencyMode;
  readonly releaseInstanceMode?: ReleaseInstanceMode;
}

/** A service that numbers its instances, and tells how many calls of one instance ran at once. */
function createService({ releaseInstanceMode = 'None', ...behavior }: Modes) {
  let instances = 0;
  let disposed = 0;
  @ServiceBehavior(behavior)
  class CounterService {
    readonly #number = (instances += 1);
    #inside = 0;
    #most = 0;

    instance(): Promise<number> {
      return Promise.resolve(this.#number);
    }

    @OperationBehavior({ releaseInstanceMode })
    other(): Promise<number> {
      return Promise.resolve(this.#number);
    }

    async meet(): Promise<number> {
      this.#inside += 1;
      this.#most = Math.max(this.#most, this.#inside);
      for (let turn = 0; turn < 20; turn += 1)
        await new Promise((resolve) => setImmediate(resolve));
      this.#inside -= 1;
      return this.#most;
    }

    [Symbol.dispose](): void {
      disposed += 1;
    }
  }
  return { CounterService, disposed: () => disposed };
}

type Counter = InstanceType<ReturnType<typeof createContract>>;

async function withCounter(
  transport: Transport,
  sessionMode: SessionMode,
  service: new () => object,
  run: (factory: ChannelFactory<Counter>, host: ServiceHost) => Promise<void>,
): Promise<void> {
  const contract = createContract(sessionMode);
  const { binding } = transport;
  const host = new ServiceHost(service, { credentials: { serverCertificate: certificate } });
  host.addEndpoint(contract, binding, transport.address());
  await host.open();
  const factory = new ChannelFactory<Counter>(contract, binding, host.endpoints[0]?.address ?? '', {
    credentials: { trust: [certificate.cert] },
  });
  try {
    await run(factory, host);
  } finally {
    factory.abort();
    host.abort();
  }
}

/** Which instances serve two calls of one client and one of another: the table of WCF's instance modes. */
const instancesOf = {
  PerCall: { session: [1, 2, 3], call: [1, 2, 3] },
  PerSession: { session: [1, 1, 2], call: [1, 2, 3] },
  Single: { session: [1, 1, 1], call: [1, 1, 1] },
} as const;

const sessionModes = ['Required', 'Allowed', 'NotAllowed'] as const;

for (const [name, transport] of Object.entries(transports)) {
  const { offers } = transport;
  for (const instanceContextMode of ['PerCall', 'PerSession', 'Single'] as const) {
    for (const sessionMode of sessionModes) {
      const isRefused =
        (sessionMode === 'Required' && offers === 'calls') ||
        (sessionMode === 'NotAllowed' && offers === 'sessions');
      const hasSession = sessionMode === 'Required' || offers === 'sessions';
      if (isRefused) {
        test(`${instanceContextMode} with sessions ${sessionMode} is refused over ${name}`, async (t) => {
          const { CounterService } = createService({ instanceContextMode });
          await t.throwsAsync(
            withCounter(transport, sessionMode, CounterService, () => Promise.resolve()),
            { instanceOf: InvalidBindingError, message: /session/ },
          );
        });
        continue;
      }
      const expected = instancesOf[instanceContextMode][hasSession ? 'session' : 'call'];
      test(`${instanceContextMode} with sessions ${sessionMode} has instances ${expected.join(', ')} over ${name}`, async (t) => {
        const { CounterService } = createService({ instanceContextMode });
        await withCounter(transport, sessionMode, CounterService, async (factory) => {
          const one = await factory.createChannel();
          const numbers = [await one.instance(), await one.instance()];
          const other = await factory.createChannel();
          numbers.push(await other.instance());
          t.deepEqual(numbers, [...expected]);
          t.is(channelOf(one).session !== null, hasSession);
        });
      });
    }

    for (const concurrencyMode of ['Single', 'Reentrant', 'Multiple'] as const) {
      // Without a session each call has an instance of its own, unless there is only one.
      const sharesInstance =
        instanceContextMode === 'Single' ||
        (instanceContextMode === 'PerSession' && offers === 'sessions');
      const meets = concurrencyMode === 'Multiple' && sharesInstance;
      test(`${instanceContextMode} with concurrency ${concurrencyMode}: calls ${meets ? 'meet' : 'do not meet'} in an instance over ${name}`, async (t) => {
        const { CounterService } = createService({ instanceContextMode, concurrencyMode });
        await withCounter(transport, 'Allowed', CounterService, async (factory) => {
          const client = await factory.createChannel();
          // The window of a new session lets one message out.
          await client.instance();
          await client.instance();
          const most = await Promise.all([client.meet(), client.meet(), client.meet()]);
          t.is(Math.max(...most) > 1, meets);
        });
      });
    }
  }

  for (const releaseInstanceMode of ['BeforeCall', 'AfterCall', 'BeforeAndAfterCall'] as const) {
    const numbers = {
      BeforeCall: [1, 2, 2],
      AfterCall: [1, 1, 2],
      BeforeAndAfterCall: [1, 2, 3],
    }[releaseInstanceMode];
    test(`an operation that releases its instance ${releaseInstanceMode} is met by instances ${numbers.join(', ')} over ${name}`, async (t) => {
      const modes = { instanceContextMode: 'Single', releaseInstanceMode } as const;
      const { CounterService, disposed } = createService(modes);
      await withCounter(transport, 'Allowed', CounterService, async (factory, host) => {
        const client = await factory.createChannel();
        const met = [await client.instance(), await client.other(), await client.instance()];
        t.deepEqual(met, numbers);
        factory.abort();
        await host.close({ timeout: 1_000 }).catch(() => undefined);
        t.is(disposed(), Math.max(...numbers));
      });
    });
  }
}
