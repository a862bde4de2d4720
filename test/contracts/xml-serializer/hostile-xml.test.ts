import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { compileXmlReader } from '../../../src/contracts/xml-serializer/index.js';
import { vectorFolder } from '../../vectors/vector-suite.js';
import { XmlVectorTypes } from '../../vectors/xml-serializer-types.js';
import type { XmlVectorContract } from '../../vectors/xml-serializer-types.js';
import { surviveDamage } from '../damaged-xml.js';

interface Vector {
  readonly name: string;
  readonly contract: XmlVectorContract;
  readonly csharp?: string;
  readonly xml?: string | null;
  readonly input?: string;
  readonly error?: unknown;
}

const { vectors } = JSON.parse(
  readFileSync(join(vectorFolder, 'xmlserializer-vectors.json'), 'utf8'),
) as { readonly vectors: readonly Vector[] };

/** Documents with attributes, choices, lists, any content and inheritance, and what reads them. */
const documents = vectors
  .filter(
    ({ contract, error, xml, input }) =>
      contract.root.startsWith('@') && error === undefined && typeof (xml ?? input) === 'string',
  )
  .map(({ contract, csharp = '', xml, input }) => ({
    text: xml ?? input ?? '',
    read: compileXmlReader(new XmlVectorTypes(contract, csharp).root.type),
  }));

test('there are documents to damage', (t) => {
  t.true(documents.length > 60);
});

test('XML that is nearly valid is read, or refused with an error of the package, and changes no prototype', (t) => {
  surviveDamage(t, documents);
});
