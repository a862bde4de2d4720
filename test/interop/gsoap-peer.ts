import { execFile, spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { promisify } from 'node:util';

import { buildOnce } from './build-once.js';
import type { CalculatorOperations } from './calculator-operations.js';
import type { PeerRequirement } from './peer-test.js';
import type { TlsIdentity } from './test-identity.js';

const run = promisify(execFile);

const startTimeoutMs = 10_000;
const clientTimeoutMs = 60_000;

/** The version of WS-ReliableMessaging that a gSOAP program is compiled for. */
export type GsoapVersion = 'February2005' | '11';

/** Tells whether this machine can build gSOAP programs. */
export async function gsoapAvailable(): Promise<PeerRequirement> {
  const tools = [run('soapcpp2', ['-V']), run('gcc', ['--version'])];
  const available = await Promise.all(tools).then(
    () => existsSync('/usr/share/gsoap/plugin/wsrmapi.c'),
    () => false,
  );
  return { available, needs: 'the packages gsoap, libgsoap-dev, gcc, libc6-dev and libssl-dev' };
}

/** How to start a gSOAP server. */
export interface GsoapServerOptions {
  readonly version: GsoapVersion;
  /** With an identity the server speaks https and its URL names localhost. */
  readonly tls?: TlsIdentity;
  /** Keeps connections open between requests; default false, and not possible for February 2005. */
  readonly keepAlive?: boolean;
}

/** A calculator service of gSOAP, in a process of its own, on a free port of loopback. */
export class GsoapServer implements AsyncDisposable {
  readonly url: string;
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #exited: Promise<unknown>;
  readonly #folder: string;

  private constructor(
    child: ChildProcessByStdio<Writable, Readable, null>,
    url: string,
    folder: string,
  ) {
    this.#child = child;
    this.#exited = once(child, 'exit');
    this.#folder = folder;
    this.url = url;
  }

  /** Builds the program where this machine has not built it yet, and starts it; resolves when it listens. */
  static async start(options: GsoapServerOptions): Promise<GsoapServer> {
    const { version, tls, keepAlive = false } = options;
    if (keepAlive && version === 'February2005') {
      throw new Error('A February 2005 server of gSOAP swallows requests on a kept connection.');
    }
    const program = join(await build(version), 'server');
    const folder = await mkdtemp(join(tmpdir(), 'gsoap-server-'));
    const args = ['0', keepAlive ? 'keep-alive' : 'close'];
    if (tls !== undefined) {
      const file = join(folder, 'identity.pem');
      await writeFile(file, `${tls.key}\n${tls.cert}\n`, { mode: 0o600 });
      args.push(file);
    }
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    const [line] = (await once(createInterface({ input: child.stdout }), 'line', {
      signal: AbortSignal.timeout(startTimeoutMs),
    })) as [string];
    const port = /^listening (\d+)$/u.exec(line)?.[1];
    if (port === undefined) throw new Error(`The gSOAP server says ${line}`);
    const origin = tls === undefined ? 'http://127.0.0.1' : 'https://localhost';
    return new GsoapServer(child, `${origin}:${port}/calculator`, folder);
  }

  async close(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      this.#child.stdin.end();
      await this.#exited;
    }
    await rm(this.#folder, { recursive: true, force: true });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/** One call that a gSOAP client makes: the operation's name and its arguments. */
export type GsoapCall = {
  [Name in keyof CalculatorOperations]: readonly [Name, ...CalculatorOperations[Name]['args']];
}[keyof CalculatorOperations];

/** What a gSOAP client is to do. */
export interface GsoapClientOptions {
  readonly url: string;
  readonly version: GsoapVersion;
  /** The calls of the session; by default each operation of arithmetic once. */
  readonly calls?: readonly GsoapCall[];
  /** The one certificate that is trusted over https, in PEM; its names must match the URL's host. */
  readonly certificatePem?: string;
  /** Gives every request a MessageID, which the plugin leaves out unless told; default true. */
  readonly messageIds?: boolean;
}

/**
 * One step of a gSOAP client: "create", the calls by their names, "close", "terminate", and "end" with the number of
 * messages that were never acknowledged. A step that failed has gSOAP's status and, for a fault, its parts.
 */
export interface GsoapStep {
  readonly step: string;
  readonly ok: boolean;
  readonly result?: unknown;
  readonly status?: number;
  readonly subcode?: string;
  readonly reason?: string;
  readonly detail?: { readonly operation: string; readonly problemType: string };
}

/** What a gSOAP client did; the exit code is 0 when nothing failed but by a fault of the service. */
export interface GsoapVerdict {
  readonly exitCode: number;
  readonly steps: readonly GsoapStep[];
}

/** A client of gSOAP that opens one session, makes its calls one by one, closes and ends. */
export const GsoapClient = {
  async run(options: GsoapClientOptions): Promise<GsoapVerdict> {
    const { url, version, calls = arithmetic, certificatePem, messageIds = true } = options;
    const program = join(await build(version), 'client');
    const folder = await mkdtemp(join(tmpdir(), 'gsoap-client-'));
    try {
      const certificate = join(folder, 'certificate.pem');
      if (certificatePem !== undefined) await writeFile(certificate, certificatePem);
      const args = [
        url,
        certificatePem === undefined ? '-' : certificate,
        messageIds ? 'ids' : 'no-ids',
        ...calls.flat().map(String),
      ];
      return await runToVerdict(program, args);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

const arithmetic: readonly GsoapCall[] = [
  ['Add', 100, 15.99],
  ['Subtract', 145, 76.54],
  ['Multiply', 9, 81.25],
  ['Divide', 22, 7],
];

async function runToVerdict(program: string, args: readonly string[]): Promise<GsoapVerdict> {
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: clientTimeoutMs,
  });
  const exited = once(child, 'exit') as Promise<[number | null, string | null]>;
  const steps: GsoapStep[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    steps.push(JSON.parse(line) as GsoapStep);
  }
  const [exitCode, signal] = await exited;
  if (exitCode === null) throw new Error(`The gSOAP client was ended by ${String(signal)}.`);
  return { exitCode, steps };
}

function build(version: GsoapVersion): Promise<string> {
  return buildOnce({
    name: `gsoap-${version}`,
    sources: 'test/interop/gsoap',
    key: version,
    run: async (folder) => {
      await run('bash', ['build.sh', version], { cwd: folder }).catch((error: unknown) => {
        throw new Error(`The gSOAP peer does not build: ${String(error)}`, { cause: error });
      });
    },
  });
}
