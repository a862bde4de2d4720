import { ServerUnderLoad } from './server-under-load.js';
import type { LoadResult } from './server-under-load.js';
import { median } from './median.js';

/** One server in the table. */
export interface ThroughputRow {
  readonly server: string;
  readonly connections: number;
  readonly requestsPerSecond: number;
  readonly cpuPerRequest: number;
  /** Requests a second as a share of the bare server's in the same round, median of the rounds. */
  readonly ofBare: number;
}

const servers = [
  ['bare node:http', 'bare', [], false],
  ['channelstack', 'channelstack', ['plain'], false],
  ['channelstack, pass-through layer', 'channelstack', ['layer'], false],
  ['channelstack, reliable session', 'channelstack', ['reliable'], true],
  ['node-soap', 'node-soap', [], false],
] as const;

/** The same echo from several servers, in turn, each on one processor, loaded by wrk from the other. */
export async function measureServices(rounds: number, seconds: number): Promise<ThroughputRow[]> {
  const rows: ThroughputRow[] = [];
  for (const connections of [1, 16]) {
    const results: LoadResult[][] = servers.map(() => []);
    for (let round = 0; round <= rounds; round += 1) {
      for (const [index, [, script, args, isReliable]] of servers.entries()) {
        await using server = await ServerUnderLoad.start(script, ...args);
        await server.load(connections, 2, isReliable);
        const result = await server.load(connections, seconds, isReliable);
        // The first round warms the machine up.
        if (round > 0) results[index]?.push(result);
      }
    }
    const bare = results[0] ?? [];
    for (const [index, [server]] of servers.entries()) {
      const own = results[index] ?? [];
      rows.push({
        server,
        connections,
        requestsPerSecond: median(own.map(({ requestsPerSecond }) => requestsPerSecond)),
        cpuPerRequest: median(own.map(({ cpuPerRequest }) => cpuPerRequest)),
        ofBare: median(
          own.map(
            ({ requestsPerSecond }, round) =>
              requestsPerSecond / (bare[round]?.requestsPerSecond ?? NaN),
          ),
        ),
      });
    }
  }
  return rows;
}
