import { fork } from 'node:child_process';
import { join } from 'node:path';
import {
  ChannelFactory,
  CustomBinding,
  channelOf,
  httpTransport,
  reliableSession,
  textEncoding,
} from '../src/index.js';
import { echoText } from './echo-messages.js';
import { median } from './median.js';
import { Echo } from './servers/echo-contract.js';

/** Our client against our server, in processes of their own. */
export interface ClientRow {
  readonly client: string;
  readonly concurrency: number;
  readonly callsPerSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

/** Calls one after the other, and sixteen at a time, with and without a reliable session. */
export async function measureClients(calls: number): Promise<ClientRow[]> {
  const rows: ClientRow[] = [];
  for (const variant of ['plain', 'reliable'] as const) {
    const server = fork(join(import.meta.dirname, 'servers', 'channelstack.js'), [variant]);
    const port = await new Promise<number>((resolve) => {
      server.once('message', (message) => {
        resolve((message as { readonly port: number }).port);
      });
    });
    const above = variant === 'plain' ? [] : [reliableSession({ maxTransferWindowSize: 32 })];
    const binding = new CustomBinding('echo', [...above, textEncoding(), httpTransport()]);
    const factory = new ChannelFactory(Echo, binding, `http://127.0.0.1:${String(port)}/echo`);
    const echo = await factory.createChannel();
    for (const concurrency of [1, 16]) {
      await callMany(calls / 4, concurrency, () => echo.echo(echoText));
      const started = performance.now();
      const times = await callMany(calls, concurrency, () => echo.echo(echoText));
      const seconds = (performance.now() - started) / 1_000;
      times.sort((a, b) => a - b);
      rows.push({
        client: variant === 'plain' ? 'channelstack' : 'channelstack, reliable session',
        concurrency,
        callsPerSecond: calls / seconds,
        p50: median(times),
        p99: times[Math.floor(times.length * 0.99)] ?? NaN,
      });
    }
    await channelOf(echo).close();
    await factory.close();
    server.disconnect();
  }
  return rows;
}

async function callMany(
  count: number,
  concurrency: number,
  call: () => Promise<unknown>,
): Promise<number[]> {
  const times: number[] = [];
  let left = count;
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const started = performance.now();
      await call();
      times.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return times;
}
