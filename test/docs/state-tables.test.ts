import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import test from 'ava';

// The tests run from build/test/docs; the repository is three folders up.
const root = fileURLToPath(new URL('../../../', import.meta.url));
const document = readFileSync(`${root}docs/protocol/ws-reliable-messaging.md`, 'utf8');

/** The names of a union's members, from `readonly type: 'name'` in its declaration. */
function membersOf(source: string, union: string): string[] {
  const start = source.indexOf(`export type ${union}`);
  const declaration = source.slice(start, source.indexOf('\n\n', start));
  return [...declaration.matchAll(/readonly type: '(\w+)'/g)].map(([, name]) => name ?? '');
}

/** The first cells of the rows of the table that begins with a heading. */
function rowsOf(section: string, heading: string): string[] {
  const table = section.slice(section.indexOf(`| ${heading} `));
  const end = table.search(/\n\n/);
  return [...table.slice(0, end).matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name ?? '');
}

const machines = [...document.matchAll(/<!-- machine: (\S+) (\w+) -->([\s\S]*?)(?=\n## |$)/g)];

for (const [, file = '', name = '', section = ''] of machines) {
  test(`the tables of ${file} have every event and every effect of the code, and no other`, (t) => {
    const source = readFileSync(`${root}src/elements/reliable-session/${file}`, 'utf8');
    t.deepEqual(
      rowsOf(section, 'event').sort(),
      [...new Set(membersOf(source, `${name}Event`))].sort(),
    );
    t.deepEqual(
      rowsOf(section, 'effect').sort(),
      [...new Set(membersOf(source, `${name}Effect`))].sort(),
    );
  });
}

test('all three machines have their tables', (t) => {
  t.is(machines.length, 3);
});
