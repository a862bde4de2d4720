import test from 'ava';
import { CustomBinding } from '../../src/index.js';
import type { MetadataDocument } from '../../src/index.js';
import { wsdlExporter } from '../../src/metadata/export/index.js';
import { compiledContracts, importVector, importedBinding } from './imported-contracts.js';
import { metadataModel } from './metadata-model.js';
import { describedService, metadataIndex } from './metadata-services.js';
import type { MetadataVector } from './metadata-services.js';

/** Services that do not come back as they were, on purpose. */
const exceptions: Readonly<Record<string, string>> = {
  'ep-inherited-both':
    'inherited operations of a derived contract have messages of their own, where .NET refers to those of a document that it does not import',
  'xml-params': 'a class of another namespace that no message leads to is not generated',
  'data-namespaces': 'the index has one name for two types',
};

let passed = 0;
let all = 0;
test.after.always('metadata-dotnet import › count', () => {
  console.log(`metadata-dotnet import: ${String(passed)} of ${String(all)} pass`);
});

for (const vector of metadataIndex.services) {
  const service = attempt(vector);
  const hasDocuments = vector.documents.some(({ file }) => file !== undefined);
  if (vector.id in exceptions) continue;
  if (service === null || vector.metadataError !== undefined || !hasDocuments) continue;
  all += 1;
  test(`metadata-dotnet import › ${vector.id}: the code that is made of .NET's documents describes itself by the same`, async (t) => {
    const imported = await importVector(vector);
    const contracts = await compiledContracts(imported);
    const endpoints = service.endpoints.map((endpoint) => {
      const contract = contracts.get(endpoint.contract.name);
      if (contract === undefined) throw new Error(`no contract ${endpoint.contract.name}`);
      const binding = importedBinding(imported, endpoint.address);
      const { name, namespace } = endpoint.binding;
      return {
        ...endpoint,
        contract,
        binding: new CustomBinding(name, binding.elements, { namespace }),
      };
    });
    t.deepEqual(documentsOf({ ...service, endpoints }), documentsOf(service));
    passed += 1;
  });
}

function documentsOf(service: Parameters<typeof wsdlExporter.export>[0]): Record<string, string[]> {
  const metadata = wsdlExporter.export(service);
  const locate = ({ kind, name }: MetadataDocument): string => `?${kind}=${name}`;
  return Object.fromEntries(
    metadata.documents
      .map((document): [string, string[]] => [
        `${document.kind} ${document.targetNamespace}`,
        metadataModel(metadata.render(document, locate)).map(withoutMemberCase).sort(),
      ])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** A part with a header is called by its member, which begins with a small letter in TypeScript. */
function withoutMemberCase(line: string): string {
  const small = line.replace(/ \{\}part=[^> ]+/g, (part) => part.toLowerCase());
  return line.includes('_Headers>')
    ? small.replace(/ \{\}name=[^> ]+/g, (name) => name.toLowerCase())
    : small;
}

/** The service of a vector, or null for one that has what is not built yet. */
function attempt(vector: MetadataVector) {
  try {
    return describedService(vector);
  } catch {
    return null;
  }
}
