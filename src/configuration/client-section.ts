import type { Binding } from '../core/binding/index.js';
import type { BindingSection } from './binding-section.js';
import type { ConfigurationNode } from './configuration-node.js';

/** An `<endpoint>` of `<client>`. */
export interface ClientEndpointConfiguration {
  readonly node: ConfigurationNode;
  readonly name: string;
  readonly address: string;
  readonly binding: Binding;
  readonly contract: string;
}

/** Reads `<client>`. */
export function readClientEndpoints(
  node: ConfigurationNode | null,
  bindings: BindingSection,
): ClientEndpointConfiguration[] {
  const endpoints = (node?.all('endpoint') ?? []).map((endpoint) => {
    const read: ClientEndpointConfiguration = {
      node: endpoint,
      name: endpoint.text('name') ?? '',
      address: endpoint.requiredText('address'),
      binding: bindings.find(
        endpoint,
        endpoint.requiredText('binding'),
        endpoint.text('bindingConfiguration') ?? '',
      ),
      contract: endpoint.requiredText('contract'),
    };
    if (!URL.canParse(read.address))
      throw endpoint.error(
        `The address '${read.address}' of a client endpoint must be an absolute URI.`,
      );
    endpoint.finish();
    return read;
  });
  node?.finish();
  return endpoints;
}
