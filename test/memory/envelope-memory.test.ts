import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Worker } from 'node:worker_threads';
import test from 'ava';
import type { ExecutionContext } from 'ava';
import { ChannelFactory, ServiceHost } from '../../src/contracts/index.js';
import type { BlobCall } from './blob-contract.js';
import { Blobs, blobBinding, blobLength, createBlob, createBlobService } from './blob-contract.js';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** What is reachable now, in the heap and outside of it, in bytes. */
function held(): number {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** The most that was held at any turn of the event loop, above what was held before. */
class Peak {
  readonly #before = Math.min(held(), held(), held());
  #most = 0;

  readonly sample = (): void => {
    this.#most = Math.max(this.#most, held() - this.#before);
  };

  async during(work: Promise<unknown>): Promise<number> {
    this.#most = 0;
    const state = { isDone: false };
    const working = work.finally(() => {
      state.isDone = true;
    });
    while (!state.isDone) {
      this.sample();
      await setImmediate();
    }
    await working;
    return this.#most;
  }
}

async function startPeer(
  t: ExecutionContext,
  address: string | null,
): Promise<{ worker: Worker; said: string }> {
  const worker = new Worker(new URL('blob-peer.js', import.meta.url), { workerData: { address } });
  t.teardown(() => worker.terminate());
  const [said] = (await once(worker, 'message')) as [string];
  return { worker, said };
}

function isWithinLimit(t: ExecutionContext, what: string, bytes: number): void {
  t.log(`${what}: ${bytes.toString()} bytes beside the text itself`);
  t.true(bytes <= 3 * blobLength, `${what} costs ${bytes.toString()} bytes`);
}

test.serial(
  'the measurement sees what is held for a turn, in the heap and outside of it',
  async (t) => {
    const peak = new Peak();
    const hold = async (): Promise<number> => {
      const bytes = Buffer.alloc(blobLength, 1);
      const text = createBlob();
      await setImmediate();
      await setImmediate();
      return bytes.length + text.length;
    };
    const seen = await peak.during(hold());
    t.true(seen > 1.9 * blobLength && seen < 3.5 * blobLength, `it saw ${seen.toString()} bytes`);
  },
);

// What the first calls set up (compiled code, parsers, pools) is not the cost of a message.
const warmUp = 200;

test.serial('a service holds an envelope of 1 MB at most three times', async (t) => {
  let probe = (): void => undefined;
  const service = createBlobService(() => {
    probe();
  });
  const host = new ServiceHost(service);
  const endpoint = host.addEndpoint(Blobs, blobBinding(), 'http://localhost:0/blobs');
  await host.open();
  const { worker } = await startPeer(t, endpoint.address.uri);
  const call = async (operation: BlobCall['operation'], length: number): Promise<void> => {
    worker.postMessage({ operation, length } satisfies BlobCall);
    const [outcome] = (await once(worker, 'message')) as [string];
    t.is(outcome, 'done');
  };
  for (let i = 0; i < warmUp; i += 1) await call(i % 2 === 0 ? 'put' : 'get', 1_000);
  const peak = new Peak();
  probe = peak.sample;
  isWithinLimit(t, 'a request', (await peak.during(call('put', blobLength))) - blobLength);
  isWithinLimit(t, 'a reply', await peak.during(call('get', blobLength)));
  await host.close();
});

test.serial('a client holds an envelope of 1 MB at most three times', async (t) => {
  const { said } = await startPeer(t, null);
  const factory = new ChannelFactory(Blobs, blobBinding(), said);
  const client = await factory.createChannel();
  const blob = createBlob();
  for (let i = 0; i < warmUp; i += 1) {
    t.is(await client.put('x'.repeat(1_000)), 1_000);
    t.is((await client.get(1_000)).length, 1_000);
  }
  const peak = new Peak();
  isWithinLimit(t, 'a request', await peak.during(client.put(blob)));
  isWithinLimit(t, 'a reply', (await peak.during(client.get(blobLength))) - blobLength);
  await factory.close();
});
