import type { Binding } from '../core/binding/index.js';
import type { Services } from '../core/container/index.js';
import type { ConfigurationNode } from './configuration-node.js';
import { schemeOf } from './uri-attribute.js';

/** Refuses an absolute URI in an attribute whose scheme is not that of the endpoint's transport; '' and relative ones pass. */
export function checkScheme(
  node: ConfigurationNode,
  attribute: string,
  uri: string,
  binding: Binding,
  services: Services,
): void {
  if (!URL.canParse(uri)) return;
  const scheme = binding.getScheme(services);
  if (scheme === '' || schemeOf(uri) === scheme) return;
  throw node.attributeError(
    attribute,
    `The ${attribute} ${uri} begins with ${schemeOf(uri)}:, but ${describeTransport(binding)} is for ${scheme}:. Change the address, or the transport of the binding.`,
  );
}

/** The transport of a binding for messages, such as `<httpTransport> of the binding 'plain'`. */
export function describeTransport(binding: Binding): string {
  return `<${binding.elements.at(-1)?.name ?? ''}> of the binding '${binding.name}'`;
}
