import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ConfigurationRegistry } from '../../configuration/index.js';
import {
  describeServiceBehavior,
  describeTypeName,
  isServiceContract,
} from '../../contracts/index.js';
import type { ContractClass, ServiceClass } from '../../contracts/index.js';
import { ServiceContainer } from '../../core/container/index.js';
import { ConfigurationError } from '../../core/errors/index.js';

/** The classes that the files of an application name. */
export interface ServiceModules {
  readonly registry: ConfigurationRegistry;
  /** Where services and elements come from; undefined for the container with those of the package. */
  readonly container: ServiceContainer | undefined;
}

/**
 * Loads the compiled services of an application: the modules that are named, or all of its `bin` folder. A module exports its classes,
 * which are known by their configuration names; or, as `default`, a ConfigurationRegistry of its own; and, if it wants, a `container`.
 */
export async function loadServiceModules(
  folder: string,
  named: readonly string[],
): Promise<ServiceModules> {
  const files = named.length > 0 ? named.map((file) => resolve(file)) : await binFiles(folder);
  let registry = new ConfigurationRegistry();
  let container: ServiceContainer | undefined;
  for (const file of files) {
    const exports = await load(file);
    if (exports['container'] instanceof ServiceContainer)
      ({ container } = exports as { container: ServiceContainer });
    if (exports['default'] instanceof ConfigurationRegistry) registry = exports['default'];
    else for (const value of Object.values(exports)) addClass(registry, value);
  }
  return { registry, container };
}

async function binFiles(folder: string): Promise<string[]> {
  const bin = join(folder, 'bin');
  const names = await readdir(bin).catch(() => []);
  const modules = names.filter((name) => /\.m?js$/.test(name)).sort();
  if (modules.length === 0) {
    throw new ConfigurationError(
      `The folder ${bin} has no compiled services (*.js); compile them there, or name the modules with --services.`,
    );
  }
  return modules.map((name) => resolve(bin, name));
}

async function load(file: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigurationError(`The module ${file} cannot be loaded: ${why}`, { cause });
  }
}

function addClass(registry: ConfigurationRegistry, value: unknown): void {
  if (typeof value !== 'function' || !/^class\b/.test(Function.prototype.toString.call(value)))
    return;
  const type = value as unknown as ContractClass & ServiceClass;
  if (isServiceContract(type)) registry.addContract(type);
  // Data contracts are classes, too, and no services.
  if (describeTypeName(type) !== null) return;
  const { configurationName } = describeServiceBehavior(type);
  const known = registry.findService(configurationName);
  // A contract may be called like the service that implements it, which then counts.
  if (known === null || isServiceContract(known)) registry.addService(type);
}
