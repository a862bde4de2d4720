import { readdir, realpath } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import type { ChannelFactory, ContractClass, ServiceHost } from '../contracts/index.js';
import { ConfigurationError } from '../core/errors/index.js';
import { parseConfiguration } from './configuration-file.js';
import type {
  ConfigurationFile,
  ConfigurationOptions,
  ConfiguredFactoryOptions,
  ConfiguredHostOptions,
} from './configuration-file.js';
import { ConfigurationRegistry } from './configuration-registry.js';
import { configSourcesOf, maxFileLength } from './configuration-parser.js';
import { readFileText } from './file-text.js';
import { maxServiceFileLength, parseServiceFile } from './service-file.js';
import type { ServiceFile } from './service-file.js';

/** Reads a Web.config or app.config. */
export async function loadConfiguration(
  fileName: string,
  options: ConfigurationOptions,
): Promise<ConfigurationFile> {
  const text = await readFileText(fileName, maxFileLength);
  const configSources = new Map<string, string>();
  for (const source of configSourcesOf(text, fileName))
    configSources.set(source, await readSection(fileName, source));
  return parseConfiguration(text, { ...options, fileName, configSources });
}

/** The file that a section is in: beside the configuration file, or below. */
async function readSection(fileName: string, configSource: string): Promise<string> {
  const folder = dirname(resolve(fileName));
  const path = resolve(folder, configSource.replaceAll('\\', '/'));
  const [real, root] = await Promise.all(
    [path, folder].map((one) => realpath(one).catch(() => one)),
  );
  if (!isInside(path, folder) || !isInside(real ?? path, root ?? folder)) {
    throw new ConfigurationError(
      `${fileName}: The configSource '${configSource}' is not below the folder of the file; put it there.`,
    );
  }
  return readFileText(path, maxFileLength);
}

function isInside(path: string, folder: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
}

/** Where {@link loadChannelFactory} finds the endpoint. */
export interface ConfiguredClientOptions extends ConfiguredFactoryOptions {
  /** The configuration file. Default `app.config`, in the folder that the program runs in. */
  readonly configuration?: string | undefined;
}

/** Reads an app.config and makes the channel factory of its client endpoint for a contract. @throws ConfigurationError */
export async function loadChannelFactory<C extends object>(
  contract: ContractClass<C>,
  { configuration = 'app.config', ...options }: ConfiguredClientOptions = {},
): Promise<ChannelFactory<C>> {
  const registry = new ConfigurationRegistry().addContract(contract);
  const { container } = options;
  const file = await loadConfiguration(configuration, { registry, container });
  return file.createChannelFactory(contract, options);
}

/** Reads a .svc file. */
export async function loadServiceFile(fileName: string): Promise<ServiceFile> {
  return parseServiceFile(await readFileText(fileName, maxServiceFileLength), fileName);
}

/** A folder as IIS would host it: its Web.config, and a service for each .svc file. */
export interface ServiceApplication {
  readonly configuration: ConfigurationFile;
  /** The .svc files by name, such as `Service.svc`. */
  readonly serviceFiles: ReadonlyMap<string, ServiceFile>;
  /**
   * A host for each .svc file, not opened yet. `baseAddresses` are those of the application: the address of a service is its
   * file's name below them, and those in the file are not used, as under IIS. Without them the file's are used as they are.
   */
  createServiceHosts(options?: ConfiguredHostOptions): ServiceHost[];
}

/** Reads a folder with a Web.config and .svc files. */
export async function loadServiceApplication(
  folder: string,
  options: ConfigurationOptions,
): Promise<ServiceApplication> {
  const names = await listFolder(folder);
  const webConfig = names.find((name) => name.toLowerCase() === 'web.config');
  if (webConfig === undefined)
    throw new ConfigurationError(`The folder ${folder} has no Web.config.`);
  const configuration = await loadConfiguration(join(folder, webConfig), options);
  const serviceFiles = new Map<string, ServiceFile>();
  for (const name of names.filter((one) => one.toLowerCase().endsWith('.svc'))) {
    serviceFiles.set(name, await loadServiceFile(join(folder, name)));
  }
  const { serviceActivations } = configuration;
  for (const { node, relativeAddress } of serviceActivations)
    if (
      [...serviceFiles.keys()].some((name) => name.toLowerCase() === relativeAddress.toLowerCase())
    )
      throw node.error(`There is a file ${relativeAddress}, too; take out the one or the other.`);
  if (serviceFiles.size === 0 && serviceActivations.length === 0)
    throw new ConfigurationError(
      `The folder ${folder} has no .svc file and its Web.config no <serviceActivations>, so it activates no service.`,
    );
  const addresses = [
    ...[...serviceFiles].map(([name, { service }]) => ({
      name,
      service,
      from: join(folder, name),
    })),
    ...serviceActivations.map(({ relativeAddress, service }) => ({
      name: relativeAddress,
      service,
      from: join(folder, webConfig),
    })),
  ];
  return {
    configuration,
    serviceFiles,
    createServiceHosts: (hostOptions = {}) =>
      addresses.map(({ name, service, from }) =>
        inServiceFile(from, () =>
          configuration.createServiceHost(service, {
            ...hostOptions,
            baseAddresses: hostOptions.baseAddresses?.map((base) => below(base, name)),
          }),
        ),
      ),
  };
}

function below(base: string | URL, name: string): string {
  const path = name.split('/').map(encodeURIComponent).join('/');
  return `${String(base).replace(/\/$/, '')}/${path}`;
}

/** Tells which .svc file asked for the service. */
function inServiceFile<T>(fileName: string, create: () => T): T {
  try {
    return create();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    throw new ConfigurationError(`The service of ${fileName} cannot be made. ${error.message}`, {
      cause: error,
    });
  }
}

async function listFolder(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    throw new ConfigurationError(`The folder ${folder} cannot be read; check the path.`, {
      cause: error,
    });
  }
}
