import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { PeerRequirement } from './peer-test.js';

const run = promisify(execFile);

/** The jars of JAX-WS where Debian has them. */
export const javaLibraries = (await readdir('/usr/share/java').catch(() => []))
  .filter((name) => name.endsWith('.jar') && !/\d\.jar$/.test(name))
  .map((name) => join('/usr/share/java', name))
  .join(':');

/** The requirement of tests with JAX-WS. */
export const jaxws: PeerRequirement = {
  available: await run('javac', ['-version']).then(
    () => true,
    () => false,
  ),
  needs: 'the packages jaxws and default-jdk-headless',
};

/** Compiles sources of a folder, its classes into it. */
export async function compileJava(folder: string, sources: readonly string[]): Promise<void> {
  const classPath = `${folder}:${javaLibraries}`;
  const options = ['-nowarn', '-encoding', 'UTF-8', '-cp', classPath, '-d', folder];
  await run('javac', [...options, ...sources], { cwd: folder });
}
