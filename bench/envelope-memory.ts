import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** How far the memory of a process grew while it read one envelope of 1 MB. */
export interface MemoryRow {
  readonly reader: string;
  /** Growth of the highest resident size, in megabytes; the bytes of the envelope were there before. */
  readonly megabytes: number;
}

/** Each reader in a process of its own, for the highest resident size never sinks again. */
export async function measureMemory(): Promise<MemoryRow[]> {
  const rows: MemoryRow[] = [];
  for (const reader of ['XmlTextReader', 'saxes', 'fast-xml-parser']) {
    const child = fork(join(import.meta.dirname, 'servers', 'envelope-reader.js'), [reader]);
    const [message] = (await once(child, 'message')) as [{ readonly megabytes: number }];
    rows.push({ reader, megabytes: message.megabytes });
  }
  return rows;
}
