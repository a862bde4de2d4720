import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
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
import { maxFileLength } from './configuration-parser.js';
import { readFileText } from './file-text.js';
import { maxServiceFileLength, parseServiceFile } from './service-file.js';
import type { ServiceFile } from './service-file.js';

/** Reads a Web.config or app.config. */
export async function loadConfiguration(
  fileName: string,
  options: ConfigurationOptions,
): Promise<ConfigurationFile> {
  return parseConfiguration(await readFileText(fileName, maxFileLength), { ...options, fileName });
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
  if (serviceFiles.size === 0)
    throw new ConfigurationError(
      `The folder ${folder} has no .svc file, so it activates no service.`,
    );
  return {
    configuration,
    serviceFiles,
    createServiceHosts: (hostOptions = {}) =>
      [...serviceFiles].map(([name, { service }]) =>
        inServiceFile(join(folder, name), () =>
          configuration.createServiceHost(service, {
            ...hostOptions,
            baseAddresses: hostOptions.baseAddresses?.map((base) => below(base, name)),
          }),
        ),
      ),
  };
}

function below(base: string | URL, name: string): string {
  return `${String(base).replace(/\/$/, '')}/${encodeURIComponent(name)}`;
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
