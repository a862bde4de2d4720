import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import type { ExecutionContext } from 'ava';

/** A case of a vector file: what it is, and what real .NET did. */
export interface Vector {
  readonly kind: string;
  readonly name: string;
}

/** Runs one vector; an assertion that fails throws. */
export type VectorRun<V extends Vector> = (t: ExecutionContext, vector: V) => void | Promise<void>;

/** Where the vector files are: the project's own part of them, or the folder that VECTORS names. */
export const vectorFolder = process.env['VECTORS'] ?? join('test', 'fixtures', 'vectors');

/**
 * Makes one test of each vector in a file and tells at the end how many of them pass. Kinds that are not in `run` belong to
 * parts that are not built yet; they are counted, so that the total shows them. So are `exceptions`, by name, with their reasons.
 */
export function vectorSuite<V extends Vector>(
  fileName: string,
  run: Readonly<Record<string, VectorRun<V>>>,
  exceptions: Readonly<Record<string, string>> = {},
): void {
  const { vectors } = JSON.parse(readFileSync(join(vectorFolder, fileName), 'utf8')) as {
    readonly vectors: V[];
  };
  let passed = 0;
  let later = 0;
  const excepted: [name: string, reason: string][] = [];
  test.after.always(`${fileName} › count`, () => {
    const rest = later === 0 ? '' : ` (${String(later)} more of kinds that are not built yet)`;
    console.log(`${fileName}: ${String(passed)} of ${String(vectors.length - later)} pass${rest}`);
    for (const [name, reason] of excepted) console.log(`  not run: ${name}: ${reason}`);
  });
  for (const vector of vectors) {
    const runVector = run[vector.kind];
    if (runVector === undefined) {
      later += 1;
      continue;
    }
    const reason = exceptions[vector.name];
    if (reason !== undefined) {
      excepted.push([vector.name, reason]);
      continue;
    }
    test(`${fileName} › ${vector.name}`, async (t) => {
      await runVector(t, vector);
      passed += 1;
    });
  }
}
