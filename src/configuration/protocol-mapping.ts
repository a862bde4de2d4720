import type { Binding } from '../core/binding/index.js';
import type { BindingSection } from './binding-section.js';
import type { ConfigurationNode } from './configuration-node.js';

/** Which binding default endpoints get, by the scheme of the base address. */
export interface ProtocolMapping {
  bindingFor(scheme: string): Binding | null;
}

/** Reads `<protocolMapping>`. */
export function readProtocolMapping(
  node: ConfigurationNode | null,
  bindings: BindingSection,
): ProtocolMapping {
  const mapped = new Map<string, Binding>();
  for (const add of node?.all('add') ?? []) {
    const scheme = add.requiredText('scheme');
    mapped.set(
      scheme,
      bindings.find(add, add.requiredText('binding'), add.text('bindingConfiguration') ?? ''),
    );
    add.finish();
  }
  node?.finish();
  return { bindingFor: (scheme) => mapped.get(scheme) ?? null };
}
