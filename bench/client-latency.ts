import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
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
import { Echo, Tell } from './servers/echo-contract.js';

/** Our client against our server, in processes of their own. */
export interface ClientRow {
  readonly client: string;
  readonly concurrency: number;
  readonly callsPerSecond: number;
  /** Milliseconds; of the last round. */
  readonly p50: number;
  readonly p99: number;
  /** Calls a second as a share of those without a session in the same round, median of the rounds. */
  readonly share: number;
  /** Calls a second as a share of those without a session one after the other, from the medians. */
  readonly shareOfOneByOne: number;
}

/** Rounds that are not counted. */
const warmUps = 3;

interface Candidate {
  readonly name: string;
  /** The variant of the server. */
  readonly variant: string;
  /** A new client: what it calls, and how it waits until everything is done. */
  readonly start: (
    address: string,
  ) => Promise<{ readonly call: () => Promise<unknown>; readonly finish: () => Promise<void> }>;
}

interface Measured {
  readonly callsPerSecond: number;
  readonly times: readonly number[];
}

const binding = (isReliable: boolean): CustomBinding =>
  new CustomBinding('echo', [
    ...(isReliable ? [reliableSession({ maxTransferWindowSize: 32 })] : []),
    textEncoding(),
    httpTransport(),
  ]);

function calling(isReliable: boolean): Candidate['start'] {
  return async (address) => {
    const factory = new ChannelFactory(Echo, binding(isReliable), address);
    const echo = await factory.createChannel();
    return {
      call: () => echo.echo(echoText),
      finish: async () => {
        await channelOf(echo).close();
        await factory.close();
      },
    };
  };
}

const candidates: readonly Candidate[] = [
  { name: 'request-reply', variant: 'plain', start: calling(false) },
  { name: 'request-reply, reliable session', variant: 'reliable', start: calling(true) },
  {
    name: 'one-way, reliable session, window 32',
    variant: 'oneWay',
    start: async (address) => {
      const factory = new ChannelFactory(Tell, binding(true), address);
      const teller = await factory.createChannel();
      return {
        call: () => teller.tell(echoText),
        finish: async () => {
          await channelOf(teller).close();
          await factory.close();
        },
      };
    },
  },
];

/** Calls one after the other, and 16 and 32 at a time, with and without a reliable session: in turn, so that noise hits all. */
export async function measureClients(calls: number, rounds: number): Promise<ClientRow[]> {
  const rows: ClientRow[] = [];
  const servers: ChildProcess[] = [];
  const addresses: string[] = [];
  for (const { variant } of candidates) {
    const server = fork(join(import.meta.dirname, 'servers', 'channelstack.js'), [variant]);
    servers.push(server);
    const port = await new Promise<number>((resolve) => {
      server.once('message', (message) => {
        resolve((message as { readonly port: number }).port);
      });
    });
    addresses.push(`http://127.0.0.1:${String(port)}/echo`);
  }
  for (const concurrency of [1, 16, 32]) {
    const results = candidates.map((): Measured[] => []);
    for (let round = -warmUps; round < rounds; round += 1) {
      for (const [index, candidate] of candidates.entries()) {
        const measured = await measureRound(candidate, addresses[index] ?? '', calls, concurrency);
        // The first rounds only warm up.
        if (round >= 0) results[index]?.push(measured);
      }
    }
    const [compared = []] = results;
    for (const [index, { name }] of candidates.entries()) {
      const measured = results[index] ?? [];
      const times = [...(measured.at(-1)?.times ?? [])].sort((a, b) => a - b);
      const callsPerSecond = median(measured.map((one) => one.callsPerSecond));
      rows.push({
        client: name,
        concurrency,
        callsPerSecond,
        shareOfOneByOne: callsPerSecond / (rows[0]?.callsPerSecond ?? callsPerSecond),
        p50: median(times),
        p99: times[Math.floor(times.length * 0.99)] ?? NaN,
        share: median(
          measured.map(
            (one, round) => one.callsPerSecond / (compared[round]?.callsPerSecond ?? NaN),
          ),
        ),
      });
    }
  }
  for (const server of servers) server.disconnect();
  return rows;
}

/** A round ends when the session is closed: then the service has everything. */
async function measureRound(
  { start }: Candidate,
  address: string,
  calls: number,
  concurrency: number,
): Promise<Measured> {
  const { call, finish } = await start(address);
  const times: number[] = [];
  let left = calls;
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const started = performance.now();
      await call();
      times.push(performance.now() - started);
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: concurrency }, worker));
  await finish();
  return { callsPerSecond: (calls * 1_000) / (performance.now() - started), times };
}
