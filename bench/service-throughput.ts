import { ServerUnderLoad } from './server-under-load.js';
import type { LoadKind, LoadResult } from './server-under-load.js';
import { median } from './median.js';

/** One server in the table. */
export interface ThroughputRow {
  readonly server: string;
  readonly connections: number;
  readonly requestsPerSecond: number;
  /** CPU time of the server per request, in microseconds. */
  readonly cpuPerRequest: number;
  /** The server that the two shares below are of; '' for one that others are compared with. */
  readonly baseline: string;
  /** Requests a second as a share of the baseline's in the same round, median of the rounds. */
  readonly throughputShare: number;
  /** Requests for the same CPU time, as a share of the baseline's: the steadier figure where others use the machine. */
  readonly cpuShare: number;
}

interface Candidate {
  readonly name: string;
  readonly script: string;
  readonly variant: string;
  readonly load: LoadKind;
  readonly baseline: string;
}

interface RunningCandidate {
  readonly candidate: Candidate;
  readonly server: ServerUnderLoad;
}

const bare = 'bare node:http';
const own = 'channelstack';
const threaded = 'channelstack, a thread each';

const candidates: readonly Candidate[] = [
  { name: bare, script: 'bare', variant: '', load: 'plain', baseline: '' },
  { name: own, script: 'channelstack', variant: 'plain', load: 'plain', baseline: bare },
  {
    name: 'channelstack, pass-through layer',
    script: 'channelstack',
    variant: 'layer',
    load: 'plain',
    baseline: own,
  },
  { name: 'node-soap', script: 'node-soap', variant: '', load: 'plain', baseline: own },
  { name: threaded, script: 'channelstack', variant: 'plain', load: 'threads', baseline: '' },
  {
    name: 'channelstack, reliable session',
    script: 'channelstack',
    variant: 'reliable',
    load: 'reliable',
    baseline: threaded,
  },
];

/** The same echo from several servers, each on one processor, loaded by wrk from another: in turn, so that noise hits all. */
export async function measureServices(rounds: number, seconds: number): Promise<ThroughputRow[]> {
  const running: RunningCandidate[] = [];
  try {
    for (const candidate of candidates) {
      const server = await ServerUnderLoad.start(candidate.script, candidate.variant);
      running.push({ candidate, server });
      // As many connections and as long as it takes to have the hot path compiled.
      await server.load(candidate.load, 16, 3);
    }
    return await measureInTurns(running, rounds, seconds);
  } finally {
    for (const { server } of running) await server[Symbol.asyncDispose]();
  }
}

async function measureInTurns(
  running: readonly RunningCandidate[],
  rounds: number,
  seconds: number,
): Promise<ThroughputRow[]> {
  const rows: ThroughputRow[] = [];
  for (const connections of [1, 16]) {
    const results = new Map<string, LoadResult[]>();
    for (let round = 0; round < rounds; round += 1) {
      for (const { candidate, server } of running) {
        const result = await server.load(candidate.load, connections, seconds);
        results.set(candidate.name, [...(results.get(candidate.name) ?? []), result]);
      }
    }
    rows.push(...candidates.map((candidate) => toRow(candidate, connections, results)));
  }
  return rows;
}

function toRow(
  { name, baseline }: Candidate,
  connections: number,
  results: ReadonlyMap<string, readonly LoadResult[]>,
): ThroughputRow {
  const measured = results.get(name) ?? [];
  const compared = results.get(baseline) ?? measured;
  const shareOf = (share: (one: LoadResult, other: LoadResult) => number): number =>
    median(measured.map((one, round) => share(one, compared[round] ?? one)));
  return {
    server: name,
    connections,
    requestsPerSecond: median(measured.map((one) => one.requestsPerSecond)),
    cpuPerRequest: median(measured.map((one) => one.cpuPerRequest)),
    baseline,
    throughputShare: shareOf((one, other) => one.requestsPerSecond / other.requestsPerSecond),
    cpuShare: shareOf((one, other) => other.cpuPerRequest / one.cpuPerRequest),
  };
}
