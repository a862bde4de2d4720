import type { ConfigurationNode } from './configuration-node.js';

/** The names that a container knows of one kind. */
export interface KnownExtensions {
  /** The section: `behaviorExtensions`, `bindingElementExtensions` or `bindingExtensions`. */
  readonly section: string;
  readonly has: (name: string) => boolean;
  /** How an extension is made known, such as `behaviorModule(...)`. */
  readonly remedy: string;
}

/**
 * Reads `<extensions>`: the names that a file gives to .NET types. Here a name stands for what the container knows by it, and
 * one that it does not know is an error.
 */
export function checkExtensions(
  node: ConfigurationNode | null,
  known: readonly KnownExtensions[],
): void {
  if (node === null) return;
  for (const { section, has, remedy } of known) {
    const extensions = node.child(section);
    for (const add of extensions?.all('add') ?? []) {
      const name = add.requiredText('name');
      add.text('type');
      add.finish();
      if (has(name)) continue;
      throw add.attributeError(
        'name',
        `The extension '${name}' is not known: load ${remedy} with that name into the container.`,
      );
    }
    extensions?.finish();
  }
  node.refuseChild('endpointExtensions', 'standard endpoints of your own are made in code.');
  node.finish();
}
