import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { MetadataError } from '../../metadata/index.js';
import type { SvcutilResult } from './svcutil.js';

/** What became of a file. */
export interface WrittenFile {
  readonly path: string;
  readonly outcome: 'written' | 'unchanged' | 'kept';
}

const mark = '// Made by channelstack svcutil';

/**
 * Writes files into a folder. A file that is the same stays as it is. Code of another's hand is not written over, and a configuration
 * file that differs is kept, unless `force` says so. @throws MetadataError
 */
export async function writeFiles(
  { files, configuration }: SvcutilResult,
  folder: string,
  { force = false }: { readonly force?: boolean | undefined } = {},
): Promise<WrittenFile[]> {
  const written: WrittenFile[] = [];
  for (const { name, text } of files)
    written.push(await write(folder, name, text, force ? 'replace' : 'own'));
  if (configuration !== null)
    written.push(
      await write(folder, configuration.name, configuration.text, force ? 'replace' : 'keep'),
    );
  return written;
}

async function write(
  folder: string,
  name: string,
  text: string,
  existing: 'replace' | 'own' | 'keep',
): Promise<WrittenFile> {
  const path = join(folder, name);
  if (relative(resolve(folder), resolve(path)).startsWith('..'))
    throw new MetadataError(`The file ${name} is outside of the folder ${folder}.`);
  const known = await readFile(path, 'utf8').catch(() => null);
  if (known === text) return { path, outcome: 'unchanged' };
  if (known !== null && existing === 'keep') return { path, outcome: 'kept' };
  if (known !== null && existing === 'own' && !known.startsWith(mark)) {
    throw new MetadataError(
      `The file ${path} is there and was not made by svcutil; choose another name or folder, or --force to write over it.`,
    );
  }
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  return { path, outcome: 'written' };
}
