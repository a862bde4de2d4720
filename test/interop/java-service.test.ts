import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import type { ExecutionContext } from 'ava';
import { generatedClient } from '../tools/generated-client.js';
import { generatedProject } from '../tools/generated-project.js';
import { freePort } from './free-port.js';
import { compileJava, javaLibraries, jaxws } from './java-peer.js';
import { peerTest } from './peer-test.js';

const run = promisify(execFile);

/** Compiles and starts java/OrdersService.java, and returns its address. */
async function startOrders(t: ExecutionContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'java-service-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const source = 'OrdersService.java';
  await copyFile(join('test', 'interop', 'java', source), join(folder, source));
  await compileJava(folder, [source]);
  // The classes of its messages, which Debian's JAX-WS cannot make when it runs. It makes the sources, and then fails to compile them.
  const options = ['-Xnocompile', '-cp', `${folder}:${javaLibraries}`, '-d', folder, '-s', folder];
  await run('wsgen', [...options, 'orders.OrdersService']).catch(() => undefined);
  const messages = join('orders', 'jaxws');
  const sources = await readdir(join(folder, messages));
  await compileJava(
    folder,
    sources.filter((name) => name.endsWith('.java')).map((name) => join(messages, name)),
  );
  const address = `http://127.0.0.1:${String(await freePort())}/orders`;
  const server = spawn(
    'java',
    ['-cp', `${folder}:${javaLibraries}`, 'orders.OrdersService', address],
    { stdio: ['pipe', 'pipe', 'ignore'] },
  );
  const exited = once(server, 'exit');
  t.teardown(async () => {
    server.stdin.end();
    await exited;
  });
  for await (const line of createInterface(server.stdout)) if (line === 'ready') break;
  return address;
}

/** The client that is made of its document. */
interface Orders {
  place(order: object): Promise<string>;
  find(
    customer: readonly string[],
    limit: number | null,
  ): Promise<{ id: number; customer: string; priority?: number }[]>;
  reverse(bytes: Uint8Array | null): Promise<Uint8Array | null>;
}

peerTest(jaxws, 'a client made of the document of a Java service calls it', async (t) => {
  const address = await startOrders(t);
  using project = generatedProject();
  await using made = await generatedClient(project, `${address}?wsdl`, 'ordersFactory');
  const client = made.client as unknown as Orders;
  const Order = made.exports['Order'] as new () => object;
  const order = { id: 7, customer: 'Ann <&> Größe', item: ['tea', 'milk'], priority: 2 };
  t.is(await client.place(Object.assign(new Order(), order)), '7 for Ann <&> Größe: tea, milk (2)');
  t.is(
    await client.place(Object.assign(new Order(), { ...order, priority: undefined })),
    '7 for Ann <&> Größe: tea, milk (null)',
  );
  t.like(await client.find(['a', 'b'], 5), {
    length: 2,
    0: { id: 1, customer: 'a', priority: 5 },
    1: { id: 2, customer: 'b', priority: 5 },
  });
  t.like(await client.find(['a'], null), { length: 1, 0: { priority: undefined } });
  t.like(await client.find([], 1), { length: 0 });
  t.deepEqual([...((await client.reverse(Uint8Array.of(1, 2, 255))) ?? [])], [255, 2, 1]);
  await t.throwsAsync(client.place(Object.assign(new Order(), { ...order, item: [] })), {
    message: 'nothing is ordered',
    code: 'FaultError',
  });
});
