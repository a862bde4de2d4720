import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { describeContract } from '../../src/contracts/description/index.js';
import type { ContractClass, ContractDescription } from '../../src/contracts/description/index.js';
import { generateFiles } from '../../src/metadata/generate/index.js';
import { contractClassName } from '../../src/metadata/generate/names.js';
import { importEndpoints, importMetadata } from '../../src/metadata/import/index.js';
import type { ImportedMetadata } from '../../src/metadata/import/index.js';
import { ElementRegistryToken, defaultContainer } from '../../src/index.js';
import type { CustomBinding } from '../../src/index.js';
import { metadataFolder } from './metadata-services.js';
import type { MetadataVector } from './metadata-services.js';

const packageUrl = new URL('../../src/index.js', import.meta.url).href;

/** Reads the documents that .NET published for a service, each at the address that the others know it by. */
export async function importVector({ id, documents }: MetadataVector): Promise<ImportedMetadata> {
  const texts = new Map<string, string>();
  for (const { query, file } of documents) {
    if (file === undefined || !/^\?(?:wsdl|xsd)/.test(query)) continue;
    const text = readFileSync(join(metadataFolder, id, file), 'utf8');
    for (const base of ['http://localhost:8080', 'https://localhost:8443'])
      texts.set(`${base}/${id}${query}`, text);
  }
  const read = (uri: string) => {
    const text = texts.get(uri);
    return text === undefined
      ? Promise.reject(new Error('there is no such document'))
      : Promise.resolve({ uri, text });
  };
  const uri = [...texts.keys()].find((one) => one.endsWith('?wsdl')) ?? '';
  return importMetadata([await read(uri)], { read });
}

/** Runs the code that was made of some documents, and describes the contracts in it, by their names. */
export async function compiledContracts(
  metadata: ImportedMetadata,
): Promise<Map<string, ContractDescription>> {
  const folder = mkdtempSync(join(tmpdir(), 'generated-'));
  try {
    const [file] = generateFiles(metadata, {
      style: {},
      fileName: 'service',
      namespaceFiles: new Map(),
      references: new Map(),
      client: null,
    });
    const { outputText } = ts.transpileModule(file?.text ?? '', {
      compilerOptions: {
        module: ts.ModuleKind.ESNext,
        target: ts.ScriptTarget.ES2022,
        experimentalDecorators: true,
        useDefineForClassFields: false,
      },
    });
    const path = join(folder, 'service.mjs');
    writeFileSync(path, outputText.replaceAll('"channelstack"', JSON.stringify(packageUrl)));
    const exports = (await import(pathToFileURL(path).href)) as Readonly<
      Record<string, ContractClass>
    >;
    return new Map(
      metadata.contracts.flatMap(({ name }): [string, ContractDescription][] => {
        const contract = exports[contractClassName(name)];
        return contract === undefined ? [] : [[name, describeContract(contract)]];
      }),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The binding that documents describe for an address. */
export function importedBinding(metadata: ImportedMetadata, address: string): CustomBinding {
  const endpoints = importEndpoints(metadata, defaultContainer.get(ElementRegistryToken));
  const endpoint = endpoints.find((one) => one.address === address);
  if (endpoint === undefined) throw new Error(`no port has the address ${address}`);
  const { binding, problem } = endpoint;
  if (binding === null) throw new Error(problem);
  return binding;
}
