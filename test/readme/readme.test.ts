import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { modulesNotRun, readPrograms } from './readme-programs.js';
import {
  asDocumented,
  compileFolder,
  emptyFolder,
  repository,
  runDocumented,
  writeModules,
} from './run-programs.js';

const programs = readPrograms(readFileSync(join(repository, 'README.md'), 'utf8'));

test('Every program of the README is run, or marked as compiled only', (t) => {
  t.true(programs.modules.length >= 8);
  t.deepEqual(modulesNotRun(programs), []);
});

for (const decorators of ['experimental', 'standard'] as const) {
  // One after the other: the machine has better things to do than two compilers at once.
  test.serial(
    `The programs of the README compile with ${decorators} decorators and print what it says`,
    async (t) => {
      t.timeout(120_000);
      const folder = emptyFolder(`readme-${decorators}`);
      writeModules(folder, programs.modules);
      t.deepEqual(await compileFolder(folder, decorators), { code: 0, stdout: '', stderr: '' });
      for (const output of programs.outputs) {
        t.deepEqual(
          { program: output.file, ...(await runDocumented(folder, output)) },
          { program: output.file, ...asDocumented(output) },
        );
      }
    },
  );
}
