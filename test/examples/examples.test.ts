import { readFileSync, readdirSync } from 'node:fs';
import test from 'ava';

// The tests run from build/test/examples; the sources are three folders up.
const folder = new URL('../../../examples/', import.meta.url);

/** Modules that examples share; they run nothing by themselves. */
const shared = ['greeter.ts'];

test('Every example is run by the program that runs them all', (t) => {
  const runner = readFileSync(new URL('run-all.ts', folder), 'utf8');
  const examples = readdirSync(folder)
    .filter((name) => name.endsWith('.ts') && name !== 'run-all.ts' && !shared.includes(name))
    .concat('calculator/main.ts');
  t.deepEqual(
    examples.filter((name) => !runner.includes(`file: '${name}'`)),
    [],
  );
});
