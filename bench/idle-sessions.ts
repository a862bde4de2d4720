import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** What idle reliable sessions cost the heap of a service. */
export interface IdleSessionsRow {
  readonly sessions: number;
  /** Bytes of heap a session, the connection below not counted. */
  readonly bytesPerSession: number;
}

/** Opens sessions at a service in a process of its own, each with one call behind it, and looks at its heap. */
export async function measureIdleSessions(sessions: number): Promise<IdleSessionsRow> {
  const child = fork(join(import.meta.dirname, 'servers', 'idle-sessions.js'), [String(sessions)], {
    execArgv: ['--expose-gc'],
  });
  const [message] = (await once(child, 'message')) as [IdleSessionsRow];
  return message;
}
