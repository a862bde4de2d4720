import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';

// The tests run from build/test/docs; the repository is three folders up.
const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Classes that carry the code of their base class. */
const withoutOwnCode = ['ValueError'];

function* sources(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else if (entry.name.endsWith('.ts')) yield readFileSync(path, 'utf8');
  }
}

function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(({ groups }) => groups?.['found'] ?? '');
}

/** The codes that errors can have: names of classes, codes given as literals, and the fault names of reliable messaging. */
function codesInSource(): string[] {
  const found = new Set<string>();
  for (const text of sources(join(root, 'src'))) {
    const classes = matches(text, /class (?<found>\w+)(?:<[^>]*>)? extends \w*Error\b/g);
    const literals = matches(text, /\bcode: '(?<found>[A-Z][a-z]\w+)'/g);
    const faultNames = /type SequenceFaultName =(?<names>[^;]*);/.exec(text)?.groups?.['names'];
    for (const code of [...classes, ...literals]) found.add(code);
    for (const name of matches(faultNames ?? '', /'(?<found>\w+)'/g)) found.add(name);
  }
  return [...found].filter((code) => !withoutOwnCode.includes(code)).sort();
}

test('docs/errors.md lists every code that an error can have, and no other', (t) => {
  const document = readFileSync(join(root, 'docs/errors.md'), 'utf8');
  const listed = matches(document, /^\| `(?<found>\w+)` /gm);
  t.deepEqual(listed, [...new Set(listed)]);
  t.deepEqual(listed.sort(), codesInSource());
});

test('docs/errors.md names the right base class of each error', (t) => {
  const document = readFileSync(join(root, 'docs/errors.md'), 'utf8');
  const all = [...sources(join(root, 'src'))].join('\n');
  for (const [, name, base] of all.matchAll(/class (\w+)(?:<[^>]*>)? extends (\w*Error)\b/g)) {
    if (name === undefined || base === undefined || withoutOwnCode.includes(name)) continue;
    const row = document.split('\n').find((line) => line.startsWith(`| \`${name}\` `));
    t.true(row?.includes(`| \`${base}\` `), `${name} extends ${base}`);
  }
});
