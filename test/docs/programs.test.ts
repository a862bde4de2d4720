import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { modulesNotRun, readPrograms } from '../readme/readme-programs.js';
import {
  asDocumented,
  compileFolder,
  emptyFolder,
  repository,
  runDocumented,
  writeModules,
} from '../readme/run-programs.js';

/** The pages of the documentation that have programs, each in a folder of its own. */
const pages = readdirSync(join(repository, 'docs'))
  .filter((name) => name.endsWith('.md'))
  .map((name) => ({
    folder: name.replace(/\.md$/, ''),
    ...readPrograms(readFileSync(join(repository, 'docs', name), 'utf8')),
  }))
  .filter(({ modules }) => modules.length > 0);

test('Every program of the documentation is run, or marked as compiled only', (t) => {
  for (const { folder, ...programs } of pages)
    t.deepEqual({ folder, notRun: modulesNotRun(programs) }, { folder, notRun: [] });
});

test('The programs of the documentation compile and print what it says', async (t) => {
  t.timeout(120_000);
  const root = emptyFolder('docs');
  for (const { folder, modules } of pages) writeModules(join(root, folder), modules);
  t.deepEqual(await compileFolder(root, 'experimental'), { code: 0, stdout: '', stderr: '' });
  for (const { folder, outputs } of pages) {
    for (const output of outputs) {
      const program = `${folder}/${output.file}`;
      t.deepEqual(
        { program, ...(await runDocumented(join(root, folder), output)) },
        { program, ...asDocumented(output) },
      );
    }
  }
});
