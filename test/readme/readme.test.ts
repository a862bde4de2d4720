import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { modulesNotRun, readPrograms } from './readme-programs.js';
import { runNode } from './run-node.js';

// The tests run from build/test/readme; the repository is three folders up.
const root = fileURLToPath(new URL('../../../', import.meta.url));
const tsc = join(root, 'node_modules/typescript/bin/tsc');
const programs = readPrograms(readFileSync(join(root, 'README.md'), 'utf8'));

/** The settings of a user's project. */
const compilerOptions = {
  target: 'ES2022',
  lib: ['ES2023', 'ESNext.Decorators'],
  module: 'NodeNext',
  types: ['node'],
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  verbatimModuleSyntax: true,
  skipLibCheck: true,
  noEmitOnError: true,
};

/** Writes the programs into a folder of their own inside the package, so that they find it by its name. */
function writePrograms(name: string, experimentalDecorators: boolean): string {
  const folder = join(root, 'build/readme', name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const { file, source } of programs.modules) writeFileSync(join(folder, file), source);
  const tsconfig = { compilerOptions: { ...compilerOptions, experimentalDecorators } };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig));
  return folder;
}

test('Every program of the README is run, or marked as compiled only', (t) => {
  t.true(programs.modules.length >= 8);
  const files = programs.modules.map(({ file }) => file);
  t.deepEqual(files, [...new Set(files)]);
  t.deepEqual(
    programs.outputs.map(({ file }) => file).filter((file) => !files.includes(file)),
    [],
  );
  t.deepEqual(modulesNotRun(programs), []);
});

for (const mode of ['experimental', 'standard']) {
  // One after the other: the machine has better things to do than two compilers at once.
  test.serial(
    `The programs of the README compile with ${mode} decorators and print what it says`,
    async (t) => {
      t.timeout(120_000);
      const folder = writePrograms(mode, mode === 'experimental');
      const compiled = await runNode(folder, [tsc, '-p', 'tsconfig.json']);
      t.is(compiled.stdout, '');
      t.is(compiled.code, 0);
      for (const { file, text } of programs.outputs) {
        const run = await runNode(folder, [file.replace(/\.ts$/, '.js')]);
        t.deepEqual({ file, ...run }, { file, code: 0, stdout: text, stderr: '' });
      }
    },
  );
}
