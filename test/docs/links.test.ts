import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';

// The tests run from build/test/docs; the repository is three folders up.
const root = fileURLToPath(new URL('../../../', import.meta.url));

const documents = [
  ...['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'],
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];

test('Every relative link of the documents leads to a file', (t) => {
  const dead = documents.flatMap((document) => {
    const text = readFileSync(join(root, document), 'utf8');
    return [...text.matchAll(/\]\((?<target>[^)#:\s]+)(?:#[^)]*)?\)/g)]
      .map(({ groups }) => groups?.['target'] ?? '')
      .filter((target) => !existsSync(join(root, dirname(document), target)))
      .map((target) => `${document}: ${target}`);
  });
  t.deepEqual(dead, []);
});

test('Files and folders that the documents name in code marks are there', (t) => {
  const missing = documents.flatMap((document) => {
    const text = readFileSync(join(root, document), 'utf8');
    return [...text.matchAll(/`(?<path>(?:src|test|bench|examples|docs)\/[\w./-]+)`/g)]
      .map(({ groups }) => groups?.['path'] ?? '')
      .filter((path) => !existsSync(join(root, path)))
      .map((path) => `${document}: ${path}`);
  });
  t.deepEqual(missing, []);
});
