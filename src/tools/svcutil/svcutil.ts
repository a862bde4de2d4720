import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import '../../default-elements.js';
import { writeConfiguration } from '../../configuration/index.js';
import { BindingKindToken } from '../../core/binding/index.js';
import { ElementRegistryToken, defaultContainer } from '../../core/container/index.js';
import type { ServiceContainer } from '../../core/container/index.js';
import {
  defaultFileName,
  generateFiles,
  importEndpoints,
  importMetadata,
  MetadataError,
} from '../../metadata/index.js';
import type {
  CodeStyle,
  GeneratedFile,
  ImportedEndpoint,
  ImportedMetadata,
  ImportLimits,
  ImportNotice,
  MetadataSource,
  SerializerChoice,
} from '../../metadata/index.js';
import { DocumentSource } from './document-source.js';
import { askMetadataEndpoint } from './metadata-endpoint.js';
import { readReferences } from './type-references.js';

/** What {@link svcutil} reads and writes. */
export interface SvcutilOptions {
  /** Files of WSDL documents, schemas and policies, and addresses: of documents, of services, or of metadata endpoints. */
  readonly sources: readonly string[];
  /** The name of the file of the contracts, without extension. Default: after the first contract, `types` where there is none. */
  readonly fileName?: string | undefined;
  /** Files, without extension, for the types of a namespace: `{ 'urn:shapes': 'shapes' }`. */
  readonly namespaces?: Readonly<Record<string, string>> | undefined;
  /** The configuration file; null writes the endpoints into the code. Default `app.config`. */
  readonly config?: string | null | undefined;
  /** Only the types of the schemas: no contracts and no clients. Default false. */
  readonly dataContractOnly?: boolean | undefined;
  /** Modules whose data contracts are imported where the documents describe them, as the code is to name them. */
  readonly references?: readonly string[] | undefined;
  /** The folder that the code will be in: paths of `references` start there. Default: that of the program. */
  readonly folder?: string | undefined;
  /** Whether the element of an operation stays an argument of its own. Default false: its children are parameters. */
  readonly wrapped?: boolean | undefined;
  /** Default `Auto`: data contracts where they have a word for everything, else the XmlSerializer. */
  readonly serializer?: SerializerChoice | undefined;
  /** Whether what may be nil says so in its type, text and lists included. Default false, as in C#. */
  readonly strictNulls?: boolean | undefined;
  /** Hosts beside those of `sources` that documents may be read from. Default: none. */
  readonly allowedHosts?: readonly string[] | undefined;
  /** Certificate authorities, or self-signed certificates, that are trusted beside the system's: PEM. */
  readonly trust?: readonly string[] | undefined;
  readonly limits?: Partial<ImportLimits> | undefined;
  readonly style?: CodeStyle | undefined;
  /** Where binding elements and bindings are found by name. Default: the container with those of the package. */
  readonly container?: ServiceContainer | undefined;
  /** Told what is under way, one line each. */
  readonly onProgress?: ((message: string) => void) | undefined;
}

/** What {@link svcutil} has made. */
export interface SvcutilResult {
  /** The files by their names, not written yet. */
  readonly files: readonly GeneratedFile[];
  /** The configuration file, or null. */
  readonly configuration: GeneratedFile | null;
  /** What could not be taken over, and what was chosen. */
  readonly notices: readonly ImportNotice[];
}

/**
 * Makes TypeScript of the description of a service: its contracts, their types and a client, as WCF's Svcutil does for C#. The same
 * documents give the same files. @throws MetadataError
 */
export async function svcutil(options: SvcutilOptions): Promise<SvcutilResult> {
  if (options.sources.length === 0)
    throw new MetadataError('Nothing is named to be read; give files or addresses.');
  const progress = options.onProgress ?? (() => undefined);
  // The documents themselves are let go before the code is written.
  return await generate(await readService(options, progress), options, progress);
}

/** What the documents of a service say. */
interface DescribedClient extends Pick<ImportedMetadata, 'types' | 'notices'> {
  /** None where only types are wanted. */
  readonly contracts: ImportedMetadata['contracts'];
  readonly endpoints: readonly ImportedEndpoint[];
}

/** Reads the documents, and all that they refer to. */
async function readService(
  options: SvcutilOptions,
  progress: (message: string) => void,
): Promise<DescribedClient> {
  const { sources, limits, trust = [], allowedHosts = [], container = defaultContainer } = options;
  const documents = new DocumentSource({ allowedHosts, trust });
  try {
    const roots: MetadataSource[] = [];
    for (const source of sources) roots.push(await readRoot(source, documents, trust, progress));
    const metadata = await importMetadata(roots, {
      read: (uri) => {
        progress(`reading ${uri}`);
        return documents.read(uri);
      },
      serializer: options.serializer,
      nullsInTypes: options.strictNulls,
      keepsWrappers: options.wrapped,
      limits,
    });
    const { types, notices } = metadata;
    if (options.dataContractOnly === true || metadata.contracts.length === 0)
      return { types, notices, contracts: [], endpoints: [] };
    const endpoints = importEndpoints(metadata, container.get(ElementRegistryToken));
    return { types, notices, contracts: metadata.contracts, endpoints };
  } finally {
    await documents.close();
  }
}

async function generate(
  { contracts, types, endpoints, notices }: DescribedClient,
  options: SvcutilOptions,
  progress: (message: string) => void,
): Promise<SvcutilResult> {
  const { container = defaultContainer, config = 'app.config', dataContractOnly = false } = options;
  const hasContracts = contracts.length > 0;
  if (!hasContracts && types.length === 0) {
    const why = notices.map(({ message, place }) => `\n- ${message}${at(place)}`).join('');
    throw new MetadataError(
      `The documents describe no contract${dataContractOnly ? '' : ' that can be called'} and no type.${why}`,
    );
  }
  progress(`writing ${String(contracts.length)} contracts and ${String(types.length)} types`);
  const references = await readReferences(options.references ?? [], options.folder ?? '.');
  const files = generateFiles(
    { contracts, types: hasContracts ? [] : types },
    {
      style: options.style ?? {},
      fileName: options.fileName ?? defaultFileName({ contracts }),
      namespaceFiles: new Map(Object.entries(options.namespaces ?? {})),
      references,
      client:
        config === null
          ? { kind: 'code', endpoints, bindingKinds: container.getAll(BindingKindToken) }
          : { kind: 'configuration', fileName: config },
    },
  );
  return {
    files,
    configuration:
      config === null || !hasContracts
        ? null
        : { name: config, text: configurationOf(endpoints, container) },
    notices: [...notices, ...endpoints.flatMap(bindingNotice)],
  };
}

/** The client endpoints, each with the binding that its policy asks for. */
function configurationOf(
  endpoints: readonly ImportedEndpoint[],
  container: ServiceContainer,
): string {
  return writeConfiguration(
    {
      client: endpoints.flatMap(({ name, address, contract, binding }) =>
        binding === null ? [] : [{ name, address, contract: contract.name, binding }],
      ),
    },
    { container },
  );
}

function bindingNotice({ name, binding, problem }: ImportedEndpoint): ImportNotice[] {
  if (binding !== null) return [];
  return [{ message: `The endpoint ${name} is left out: ${problem}.`, place: '' }];
}

function at(place: string): string {
  return place === '' ? '' : ` (${place})`;
}

/** What was named: a file, or an address of a document, of a service or of a metadata endpoint. */
async function readRoot(
  source: string,
  documents: DocumentSource,
  trust: readonly string[],
  progress: (message: string) => void,
): Promise<MetadataSource> {
  if (!/^https?:\/\//i.test(source)) return readNamedFile(source, documents, progress);
  if (!URL.canParse(source)) throw new MetadataError(`${source} is no address.`);
  const url = new URL(source);
  await documents.allow(url.href);
  progress(`reading ${url.href}`);
  let failure: unknown;
  try {
    return await documents.read(url.href);
  } catch (error) {
    failure = error;
  }
  const isService = url.search === '';
  if (isService) {
    // The page of a service, or a service that shows none: its document is behind the question.
    const attempts = [
      () => documents.read(`${url.href}?wsdl`),
      () => askMetadataEndpoint(url.href, trust),
      () => askMetadataEndpoint(`${url.href.replace(/\/$/, '')}/mex`, trust),
    ];
    for (const attempt of attempts) {
      const found = await attempt().catch(() => null);
      if (found !== null) return found;
    }
  }
  const why = failure instanceof Error ? failure.message : String(failure);
  throw new MetadataError(
    `${url.href} gives no description of a service: ${why}${isService ? ' Neither ?wsdl nor a metadata endpoint is there; is <serviceMetadata httpGetEnabled="true"/> in the behaviour of the service?' : ''}`,
    { cause: failure },
  );
}

async function readNamedFile(
  source: string,
  documents: DocumentSource,
  progress: (message: string) => void,
): Promise<MetadataSource> {
  const path = resolve(source);
  const isFile = await stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
  if (!isFile) throw new MetadataError(`There is no file ${source}; check the path.`);
  const { href } = pathToFileURL(path);
  await documents.allow(href);
  progress(`reading ${source}`);
  try {
    return await documents.read(href);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new MetadataError(`The file ${source} cannot be used: ${why}`, { cause });
  }
}

/** Reads certificates from files. */
export async function readCertificates(files: readonly string[]): Promise<string[]> {
  return Promise.all(files.map((file) => readFile(file, 'utf8')));
}
