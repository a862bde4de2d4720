import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { compileReader } from '../../../src/contracts/data-contract/index.js';
import { surviveDamage } from '../damaged-xml.js';
import { vectorCodec } from '../../vectors/data-contract-types.js';
import type { DataContractVector } from '../../vectors/data-contract-types.js';
import { vectorFolder } from '../../vectors/vector-suite.js';

const { vectors } = JSON.parse(
  readFileSync(join(vectorFolder, 'datacontract-vectors.json'), 'utf8'),
) as { readonly vectors: readonly DataContractVector[] };

/** Documents with inheritance, references, any types, lists, dictionaries and enumerations, and what reads them. */
const documents = vectors
  .filter(
    ({ name, xml }) =>
      typeof xml === 'string' &&
      /^(poly|isref|object-member|tree|dicts|lists|allprims|ns-)/.test(name),
  )
  .flatMap((vector) => {
    try {
      return [{ text: vector.xml ?? '', read: compileReader(vectorCodec(vector.contract).type) }];
    } catch {
      // A type that there is no word for.
      return [];
    }
  });

test('there are documents to damage', (t) => {
  t.true(documents.length > 30);
});

test('XML that is nearly valid is read, or refused with an error of the package, and changes no prototype', (t) => {
  surviveDamage(t, documents);
});
