import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import test from 'ava';

interface LocalVector {
  readonly kind: 'write' | 'read';
  readonly name: string;
  readonly timeZone: string;
  readonly text: string;
  readonly ticks: string;
  readonly dateTimeKind: string;
}

const { vectors } = JSON.parse(
  readFileSync(
    new URL('../../../../test/fixtures/vectors-datetime-local.json', import.meta.url),
    'utf8',
  ),
) as { readonly vectors: readonly LocalVector[] };

/** The zone of a process is fixed when it starts, so each zone gets one. */
const script = `
import { DateTime } from ${JSON.stringify(new URL('../../../src/contracts/data-contract/index.js', import.meta.url).href)};
const vectors = JSON.parse(process.argv[1]);
const results = vectors.map(({ kind, text, ticks, dateTimeKind }) => {
  if (kind === 'write') return new DateTime(BigInt(ticks), dateTimeKind).toString();
  const value = DateTime.parse(text);
  return value.kind + ' ' + value.ticks.toString();
});
console.log(JSON.stringify(results));
`;

for (const zone of new Set(vectors.map(({ timeZone }) => timeZone))) {
  test(`Local times in ${zone} are written and read as .NET does there`, (t) => {
    const here = vectors.filter(({ timeZone }) => timeZone === zone);
    const output = execFileSync(
      process.execPath,
      ['--input-type=module', '-e', script, JSON.stringify(here)],
      { env: { ...process.env, TZ: zone }, encoding: 'utf8' },
    );
    t.deepEqual(
      JSON.parse(output),
      here.map(({ kind, text, ticks, dateTimeKind }) =>
        kind === 'write' ? text : `${dateTimeKind} ${ticks}`,
      ),
    );
  });
}
