import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What to build, and how. */
export interface Build {
  /** Begins the folder's name, e.g. "dotnet". */
  readonly name: string;
  /** The folder with the sources, relative to the project; a copy of it is built. */
  readonly sources: string;
  /** Whatever else the result depends on, e.g. a compiler's version. */
  readonly key: string;
  /** Builds inside the given folder, which holds the copied sources. */
  readonly run: (folder: string) => Promise<void>;
}

/**
 * Builds once per machine and state of the sources, in a folder of its own outside the work tree, and returns that
 * folder. Safe to call from several processes at once: each builds in a private folder, and the first to finish
 * publishes its own by renaming it.
 */
export async function buildOnce(build: Build): Promise<string> {
  const sources = join(projectFolder(), build.sources);
  const cache = join(tmpdir(), `channelstack-interop-${String(userInfo().uid)}`);
  const result = join(cache, `${build.name}-${await hashFolder(sources, build.key)}`);
  if (existsSync(result)) return result;

  await mkdir(cache, { recursive: true, mode: 0o700 });
  const draft = await mkdtemp(join(cache, `${build.name}-draft-`));
  try {
    await cp(sources, draft, { recursive: true });
    await build.run(draft);
    await rename(draft, result).catch((error: unknown) => {
      if (!existsSync(result)) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return result;
}

/** The root of the project, from the sources as well as from the compiled tests. */
export function projectFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('No package.json above the tests.');
    folder = parent;
  }
  return folder;
}

async function hashFolder(folder: string, key: string): Promise<string> {
  const hash = createHash('sha256').update(key);
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.isFile()) hash.update(entry.name).update(await readFile(join(folder, entry.name)));
  }
  return hash.digest('hex').slice(0, 16);
}
