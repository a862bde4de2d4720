import { execFile } from 'node:child_process';

/** How a process ended. */
export interface NodeRun {
  readonly code: number | string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs Node.js with arguments in a folder until it ends, or kills it after 40 seconds. */
export function runNode(folder: string, args: readonly string[]): Promise<NodeRun> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      args,
      { cwd: folder, timeout: 40_000, encoding: 'utf8' },
      (error, stdout, stderr) => {
        resolve({
          code: error === null ? 0 : (error.code ?? error.signal ?? null),
          stdout,
          stderr,
        });
      },
    );
  });
}
