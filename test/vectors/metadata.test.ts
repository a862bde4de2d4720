import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { wsdlExporter } from '../../src/metadata/export/index.js';
import { MetadataError } from '../../src/index.js';
import type { MetadataDocument, ServiceMetadata } from '../../src/index.js';
import { metadataModel } from './metadata-model.js';
import { describedService, metadataFolder, metadataIndex } from './metadata-services.js';
import type { MetadataVector } from './metadata-services.js';

/** Services that we describe otherwise, on purpose. */
const exceptions: Readonly<Record<string, string>> = {
  'ep-inherited-both':
    'inherited operations of a derived contract have messages of their own, where .NET refers to those of a document that it does not import',
  'data-namespaces': 'the index has one name for two types',
};

let passed = 0;
let later = 0;
const reasons = new Map<string, number>();
test.after.always('metadata-dotnet › count', () => {
  console.log(
    `metadata-dotnet: ${String(passed)} of ${String(metadataIndex.services.length - later)} pass (${String(later)} more have what is not built yet)`,
  );
  for (const [reason, count] of reasons)
    console.log(`  not built yet: ${reason}: ${String(count)}`);
});

for (const vector of metadataIndex.services) {
  const service = attempt(vector);
  const hasDocuments = vector.documents.some(({ file }) => file !== undefined);
  if (vector.id in exceptions) continue;
  if (service !== null && vector.metadataError !== undefined)
    test(`metadata-dotnet › ${vector.id}: what .NET cannot describe is refused`, (t) => {
      t.throws(() => wsdlExporter.export(service), { instanceOf: MetadataError });
      passed += 1;
    });
  if (service === null || vector.metadataError !== undefined || !hasDocuments) continue;
  test(`metadata-dotnet › ${vector.id}`, (t) => {
    const metadata = wsdlExporter.export(service);
    const locate = ({ kind, name }: MetadataDocument): string => `?${kind}=${name}`;
    const ours = new Map(
      metadata.documents.map((document) => [
        `${document.kind} ${document.targetNamespace}`,
        metadata.render(document, locate),
      ]),
    );
    const files = vector.documents.flatMap(({ query, file }) =>
      query === '?singleWsdl' || file === undefined || file.endsWith('.xml') ? [] : [file],
    );
    const theirs = new Map(
      files.map((file) => {
        const text = readFileSync(join(metadataFolder, vector.id, file), 'utf8');
        const kind = file.endsWith('.xsd') ? 'xsd' : 'wsdl';
        const [, namespace = ''] = /^[^>]*>\s*<[^>]*? targetNamespace="([^"]*)"/.exec(text) ?? [];
        return [`${kind} ${namespace}`, text] as const;
      }),
    );
    t.deepEqual([...ours.keys()].sort(), [...theirs.keys()].sort());
    for (const [name, text] of theirs)
      t.deepEqual(metadataModel(ours.get(name) ?? ''), metadataModel(text), `in ${name}`);
    t.deepEqual(singleModel(metadata), singleOf(vector));
    passed += 1;
  });
}

/** The service of a vector, or null for one that has what is not built yet. */
function attempt(vector: MetadataVector) {
  try {
    return describedService(vector);
  } catch (error) {
    const reason = (error as Error).message;
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    later += 1;
    return null;
  }
}

/** What the one document of a service says, or why there is none. */
function singleModel(metadata: ServiceMetadata): string[] {
  try {
    return metadataModel(metadata.renderSingle());
  } catch (error) {
    return [(error as Error).constructor.name];
  }
}

/** The same as .NET has it, which answers 500 where contracts are of several namespaces. */
function singleOf(vector: MetadataVector): string[] {
  const single = vector.documents.find(({ query }) => query === '?singleWsdl');
  if (single?.file === undefined) return ['MetadataError'];
  return metadataModel(readFileSync(join(metadataFolder, vector.id, single.file), 'utf8'));
}
