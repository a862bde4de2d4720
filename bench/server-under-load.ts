import { fork, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSequence, echoRequest, requestParts } from './echo-messages.js';

/** What one round of load on a server came to. */
export interface LoadResult {
  readonly requestsPerSecond: number;
  /** CPU time of the server per request, in microseconds. */
  readonly cpuPerRequest: number;
}

/**
 * How wrk loads a server: the same request from one thread, a request made anew each time by one thread for each connection,
 * or so the numbered messages of one session each. Threads that make requests, sleep and wake in turn cost the server some
 * 20 us a request, so only servers loaded alike are compared.
 */
export type LoadKind = 'plain' | 'threads' | 'reliable';

/** A server in a process of its own, on the first processor where that can be asked for. */
export class ServerUnderLoad implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #port: number;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.#port = port;
  }

  static async start(script: string, ...args: readonly string[]): Promise<ServerUnderLoad> {
    const child = fork(join(import.meta.dirname, 'servers', `${script}.js`), args, {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    if (child.pid !== undefined)
      await run('taskset', ['-pc', '0', String(child.pid)]).catch(() => '');
    const { port } = (await answer(child)) as { readonly port: number };
    return new ServerUnderLoad(child, port);
  }

  /** Loads the server for some seconds over a number of connections. */
  async load(kind: LoadKind, connections: number, seconds: number): Promise<LoadResult> {
    const folder = await mkdtemp(join(tmpdir(), 'channelstack-bench-'));
    try {
      const script = join(folder, 'load.lua');
      await writeFile(script, await this.#script(kind, connections));
      const before = await this.#cpu();
      const threads = kind === 'plain' ? 1 : connections;
      const load = ['-t', String(threads), '-c', String(connections), '-d', `${String(seconds)}s`];
      const address = `http://127.0.0.1:${String(this.#port)}/echo`;
      const output = await run('taskset', ['-c', '1', 'wrk', ...load, '-s', script, address]);
      const used = (await this.#cpu()) - before;
      const requests = Number(/(\d+) requests in/.exec(output)?.[1] ?? 0);
      if (output.includes('Non-2xx')) throw new Error(`The server refused requests:\n${output}`);
      return {
        requestsPerSecond: Number(/Requests\/sec:\s+([\d.]+)/.exec(output)?.[1] ?? 0),
        cpuPerRequest: used / requests,
      };
    } finally {
      await rm(folder, { recursive: true });
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return new Promise((resolve) => {
      this.#child.once('exit', () => {
        resolve();
      });
      this.#child.disconnect();
    });
  }

  async #cpu(): Promise<number> {
    this.#child.send('cpu');
    const { cpu } = (await answer(this.#child)) as { readonly cpu: number };
    return cpu;
  }

  async #script(kind: LoadKind, connections: number): Promise<string> {
    if (kind === 'plain') return fixedScript;
    if (kind === 'threads') return numberedScript('', '""');
    return numberedScript(
      (await this.#openSessions(connections)).join(','),
      `acknowledgement(number - 1) .. '<r:Sequence s:mustUnderstand="1"><r:Identifier>' .. own[1] .. '</r:Identifier><r:MessageNumber>' .. number .. '</r:MessageNumber></r:Sequence>'`,
    );
  }

  /** A session for each connection, as pairs of identifiers in Lua. */
  async #openSessions(sessions: number): Promise<string[]> {
    const sequences: string[] = [];
    for (let index = 0; index < sessions; index += 1) {
      const offer = `urn:bench:${String(process.pid)}-${String(Date.now())}-${String(index)}`;
      const response = await fetch(`http://127.0.0.1:${String(this.#port)}/echo`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/soap+xml; charset=utf-8' },
        body: createSequence(offer),
      });
      const identifier = /<Identifier>([^<]*)</.exec(await response.text())?.[1] ?? '';
      sequences.push(`{"${identifier}","${offer}"}`);
    }
    return sequences;
  }
}

const fixedScript = `wrk.method = "POST"
wrk.headers["Content-Type"] = "application/soap+xml; charset=utf-8"
wrk.body = [[${echoRequest()}]]
`;

/** Requests numbered by each thread; `sequences` and `headers` are expressions of Lua that put them into a session. */
function numberedScript(sequences: string, headers: string): string {
  const [head, id, tail] = requestParts;
  return `local sequences = {${sequences}}
local count = 0
function setup(thread) count = count + 1; thread:set("index", count) end
-- wrk asks the first thread for one request that it only looks at.
function init(args) number = index == 1 and -1 or 0; own = sequences[index] end
function acknowledgement(upper)
  if upper < 1 then return "" end
  return '<r:SequenceAcknowledgement><r:Identifier>' .. own[2] .. '</r:Identifier><r:AcknowledgementRange Lower="1" Upper="' .. upper .. '"/></r:SequenceAcknowledgement>'
end
function request()
  number = number + 1
  local body = [[${head}]] .. ${headers} .. [[${id}]] .. "00112233-4455-6677-8899-" .. string.format("%012d", number) .. [[${tail}]]
  return wrk.format("POST", nil, {["Content-Type"] = "application/soap+xml; charset=utf-8"}, body)
end
`;
}

function answer(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const onExit = (): void => {
      reject(new Error('The server process ended.'));
    };
    child.once('exit', onExit);
    child.once('message', (message) => {
      child.off('exit', onExit);
      resolve(message);
    });
  });
}

function run(command: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('error', (error) => {
      reject(
        new Error(
          `${command} cannot be run; install wrk and util-linux (Debian packages) for this part of the bench.`,
          { cause: error },
        ),
      );
    });
    child.once('exit', () => {
      resolve(output);
    });
  });
}
