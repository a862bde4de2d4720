import type { Binding } from '../core/binding/index.js';
import type { XmlElement } from '../core/xml/index.js';
import type { Behavior } from '../contracts/index.js';
import type { BehaviorSection } from './behavior-section.js';
import type { BindingSection } from './binding-section.js';
import type { ConfigurationNode } from './configuration-node.js';
import { readEndpointBehaviors } from './endpoint-attributes.js';
import { readHeaders } from './header-elements.js';
import { absoluteUriAttribute } from './uri-attribute.js';

/** An `<endpoint>` of `<client>`. */
export interface ClientEndpointConfiguration {
  readonly node: ConfigurationNode;
  readonly name: string;
  /** An absolute URI, or '' when the code gives the address. */
  readonly address: string;
  readonly binding: Binding;
  readonly contract: string;
  readonly behaviors: readonly Behavior[];
  /** Elements that go into each message. */
  readonly headers: readonly XmlElement[];
}

/** Reads `<client>`. */
export function readClientEndpoints(
  node: ConfigurationNode | null,
  bindings: BindingSection,
  behaviors: BehaviorSection,
): ClientEndpointConfiguration[] {
  const endpoints: ClientEndpointConfiguration[] = [];
  for (const endpoint of node?.all('endpoint') ?? []) {
    const read = readClientEndpoint(endpoint, bindings, behaviors);
    if (endpoints.some(({ name, contract }) => name === read.name && contract === read.contract))
      throw endpoint.error(
        `There is a second client endpoint ${read.name === '' ? 'without a name' : `named '${read.name}'`} for the contract '${read.contract}'; give it another name.`,
      );
    endpoints.push(read);
  }
  node?.refuseChild('metadata', 'metadata is read by channelstack svcutil.');
  node?.finish();
  return endpoints;
}

function readClientEndpoint(
  node: ConfigurationNode,
  bindings: BindingSection,
  behaviors: BehaviorSection,
): ClientEndpointConfiguration {
  const own = readEndpointBehaviors(node, behaviors, 'client');
  const standard = 'clients have no standard endpoints here; write binding and contract.';
  node.refuseAttribute('kind', standard);
  node.refuseAttribute('endpointConfiguration', standard);
  if (node.text('address') !== '') node.value('address', absoluteUriAttribute);
  const type = node.requiredText('binding');
  const read: ClientEndpointConfiguration = {
    node,
    name: node.text('name') ?? '',
    address: node.text('address') ?? '',
    binding: bindings.find(node, type, node.text('bindingConfiguration') ?? '').binding,
    contract: node.requiredText('contract'),
    behaviors: own,
    headers: readHeaders(node.child('headers')),
  };
  node.finish();
  return read;
}
