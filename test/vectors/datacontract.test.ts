import { execFileSync } from 'node:child_process';
import type { ExecutionContext } from 'ava';
import { runDataContractVector } from './data-contract-run.js';
import type { DataContractVector } from './data-contract-types.js';
import { vectorSuite } from './vector-suite.js';

/** The zone of a process is fixed when it starts: vectors of another one get a process of their own. */
const script = `
import { runDataContractVector } from ${JSON.stringify(new URL('data-contract-run.js', import.meta.url).href)};
runDataContractVector(JSON.parse(process.argv[1]));
`;

/**
 * What .NET does here has no word in TypeScript, or is a quirk that nobody needs; docs/compatibility.md tells of each. They
 * are not run, and not counted as passed.
 */
const exceptions: Readonly<Record<string, string>> = {
  'read-enum-nil': 'an enumeration at the root is null when it is read, and null is not written',
  multidim: 'there are no arrays of several dimensions to refuse',
  'interface-members': 'there are no interfaces of lists to refuse',
  'object-member-unknown-array': 'int[] and List<int> are one type',
  'known-by-method': 'the vector does not tell the known types',
  'contract-derived-of-poco': 'the vector does not tell the base class; known-types.test.ts has it',
  'no-parameterless-ctor': 'constructors are not run',
  'get-only-property': 'the vector does not tell that there is no setter',
  'read-readonly-members': 'the vector does not tell that there is no setter',
  'read-callbacks': 'the vector does not tell the methods; known-types.test.ts does',
  'read-callbacks-default': 'the vector does not tell the methods; known-types.test.ts does',
  'read-no-ctor': 'constructors are not run',
  'read-dto': '.NET cannot read a DateTimeOffset at the root, we can',
};

function run(t: ExecutionContext, vector: DataContractVector): void {
  const zone = vector.settings?.timeZone;
  t.notThrows(() => {
    if (zone === undefined) runDataContractVector(vector);
    else
      execFileSync(
        process.execPath,
        ['--input-type=module', '-e', script, JSON.stringify(vector)],
        { env: { ...process.env, TZ: zone }, encoding: 'utf8' },
      );
  });
}

vectorSuite<DataContractVector>('datacontract-vectors.json', { write: run, read: run }, exceptions);
