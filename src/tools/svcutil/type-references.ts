import { isAbsolute, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describeTypeName } from '../../contracts/index.js';
import { MetadataError } from '../../metadata/index.js';

/** Where a type is that is there already. */
export interface TypeReferenceModule {
  readonly module: string;
  readonly name: string;
}

/** The data contracts that modules export, by their names on the wire: `{urn:shapes}Circle`. Paths are those that code in `folder` has. */
export async function readReferences(
  modules: readonly string[],
  folder: string,
): Promise<ReadonlyMap<string, TypeReferenceModule>> {
  const found = new Map<string, TypeReferenceModule>();
  for (const module of modules) {
    const exports = await load(module, folder);
    for (const [name, type] of Object.entries(exports)) {
      const wire = describeTypeName(type);
      if (wire !== null) found.set(`{${wire.namespace}}${wire.name}`, { module, name });
    }
  }
  return found;
}

async function load(module: string, folder: string): Promise<Readonly<Record<string, unknown>>> {
  const isPath = module.startsWith('.') || isAbsolute(module);
  const specifier = isPath ? pathToFileURL(resolve(folder, module)).href : module;
  try {
    return (await import(specifier)) as Readonly<Record<string, unknown>>;
  } catch (cause) {
    throw new MetadataError(
      `The module ${module} cannot be loaded; is it compiled? References are JavaScript modules.`,
      { cause },
    );
  }
}
