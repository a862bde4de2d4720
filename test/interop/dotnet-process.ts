import { execFile, spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { promisify } from 'node:util';

import { buildOnce } from './build-once.js';
import type { PeerRequirement } from './peer-test.js';

const run = promisify(execFile);

const requiredMajorVersion = 10;
const stopTimeoutMs = 5_000;

const environment = {
  ...process.env,
  DOTNET_NOLOGO: '1',
  DOTNET_CLI_TELEMETRY_OPTOUT: '1',
  // Build servers that outlive the build would hold its output pipes open.
  MSBUILDDISABLENODEREUSE: '1',
};

interface Verdict {
  readonly id: number;
  readonly ok: boolean;
  readonly result?: unknown;
  readonly error?: DotnetErrorReport;
}

/** An exception of the .NET peer. */
export interface DotnetErrorReport {
  /** The class's name without its namespace, e.g. `FaultException<MathFault>`. */
  readonly type: string;
  readonly message: string;
  readonly inner?: DotnetErrorReport;
  /** Present when the exception is a SOAP fault. */
  readonly fault?: DotnetFaultReport;
}

/** The parts of a SOAP fault as .NET reports them; codes are `{namespace}name`, or the bare name for SOAP's own. */
export interface DotnetFaultReport {
  readonly code: string;
  readonly subcode?: string;
  readonly reason: string;
  readonly action?: string;
  /** The name of the .NET class of a declared detail, else the expanded name of the detail element. */
  readonly detailType?: string;
  /** A declared detail as an object, else its XML text. */
  readonly detail?: unknown;
}

/** A command that the .NET peer answered with an exception. */
export class DotnetError extends Error {
  readonly report: DotnetErrorReport;

  constructor(command: string, report: DotnetErrorReport) {
    super(`.NET peer, ${command}: ${report.type}: ${report.message}`);
    this.name = 'DotnetError';
    this.report = report;
  }
}

/** Tells whether this machine has a .NET SDK that can build the peer. */
export async function dotnetAvailable(): Promise<PeerRequirement> {
  const available = await run('dotnet', ['--version'], { env: environment }).then(
    ({ stdout }) => Number.parseInt(stdout, 10) >= requiredMajorVersion,
    () => false,
  );
  return { available, needs: 'the .NET SDK' };
}

/** The process of the .NET peer: one JSON command a line in, one JSON verdict a line out, matched by id. */
export class DotnetProcess {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #waiting = new Map<number, (verdict: Verdict) => void>();
  readonly #exited: Promise<unknown>;
  #lastId = 0;

  private constructor(child: ChildProcessByStdio<Writable, Readable, null>) {
    this.#child = child;
    this.#exited = once(child, 'exit');
    // Writing to a process that has just ended is reported through the verdicts.
    child.stdin.on('error', () => undefined);
    createInterface({ input: child.stdout }).on('line', (line) => {
      this.#settle(JSON.parse(line) as Verdict);
    });
    child.once('exit', (code, signal) => {
      this.#endAll(`the process ended (${String(code ?? signal)})`);
    });
  }

  /** Builds the program where this machine has not built it yet, and starts it. */
  static async start(): Promise<DotnetProcess> {
    const folder = await buildOnce({
      name: 'dotnet',
      sources: 'test/interop/dotnet',
      key: 'Release',
      run: async (draft) => {
        await run(
          'dotnet',
          ['build', '-c', 'Release', '-o', 'out', '-p:UseSharedCompilation=false'],
          { cwd: draft, env: environment },
        ).catch((error: unknown) => {
          throw new Error(`The .NET peer does not build:\n${buildOutput(error)}`, { cause: error });
        });
      },
    });
    const child = spawn('dotnet', [join(folder, 'out', 'dotnet-peer.dll')], {
      env: environment,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    await once(child, 'spawn');
    return new DotnetProcess(child);
  }

  /** Sends a command and returns its result; throws DotnetError when the peer answers with an exception. */
  async send(command: string, fields: object): Promise<unknown> {
    const id = ++this.#lastId;
    const verdict = new Promise<Verdict>((resolve) => this.#waiting.set(id, resolve));
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) {
      this.#endAll('the process has ended before');
    } else {
      this.#child.stdin.write(`${JSON.stringify({ id, command, ...fields }, encodeNumber)}\n`);
    }
    const { ok, result, error } = await verdict;
    if (!ok) throw new DotnetError(command, error ?? { type: 'Unknown', message: 'no report' });
    return result;
  }

  /** Ends the process; its open channels are aborted. Kills it when it does not end by itself. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.stdin.end(`${JSON.stringify({ id: 0, command: 'stop' })}\n`);
    const kill = setTimeout(() => this.#child.kill('SIGKILL'), stopTimeoutMs);
    await this.#exited;
    clearTimeout(kill);
  }

  /** Ends the process at once, as if it had crashed. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exited;
  }

  #settle(verdict: Verdict): void {
    this.#waiting.get(verdict.id)?.(verdict);
    this.#waiting.delete(verdict.id);
  }

  #endAll(message: string): void {
    for (const id of [...this.#waiting.keys()]) {
      this.#settle({ id, ok: false, error: { type: 'PeerEnded', message } });
    }
  }
}

/** JSON has no NaN and no infinities; the peer takes them by name. */
function encodeNumber(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}

function buildOutput(error: unknown): string {
  return error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error);
}
