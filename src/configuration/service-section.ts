import type { Binding } from '../core/binding/index.js';
import type { BehaviorSection, ServiceBehaviorConfiguration } from './behavior-section.js';
import { metadataBindings } from './binding-section.js';
import type { BindingSection } from './binding-section.js';
import type { ConfigurationNode } from './configuration-node.js';

/** The contract name that stands for metadata exchange. */
export const metadataContract = 'IMetadataExchange';

/** An `<endpoint>` of a service. */
export interface EndpointConfiguration {
  readonly node: ConfigurationNode;
  readonly name: string;
  /** '' is the base address; anything relative is below it. */
  readonly address: string;
  /** Null for a metadata endpoint. */
  readonly binding: Binding | null;
  readonly contract: string;
  /** The scheme that a metadata endpoint needs a base address for; '' for others. */
  readonly metadataScheme: string;
}

/** A `<service>`. */
export interface ServiceConfiguration {
  readonly node: ConfigurationNode | null;
  readonly name: string;
  readonly endpoints: readonly EndpointConfiguration[];
  readonly baseAddresses: readonly string[];
  readonly behavior: ServiceBehaviorConfiguration;
}

/** Reads `<services>`. */
export function readServices(
  node: ConfigurationNode | null,
  bindings: BindingSection,
  behaviors: BehaviorSection,
): ServiceConfiguration[] {
  const services = (node?.all('service') ?? []).map((service) =>
    readService(service, bindings, behaviors),
  );
  node?.finish();
  return services;
}

function readService(
  node: ConfigurationNode,
  bindings: BindingSection,
  behaviors: BehaviorSection,
): ServiceConfiguration {
  const name = node.requiredText('name');
  const behavior = behaviors.find(node, node.text('behaviorConfiguration') ?? '');
  const endpoints = node
    .all('endpoint')
    .map((endpoint) => readEndpoint(endpoint, bindings, behavior));
  const baseAddresses = readBaseAddresses(node.child('host'));
  node.finish();
  return { node, name, endpoints, baseAddresses, behavior };
}

function readEndpoint(
  node: ConfigurationNode,
  bindings: BindingSection,
  behavior: ServiceBehaviorConfiguration,
): EndpointConfiguration {
  const contract = node.requiredText('contract');
  const type = node.requiredText('binding');
  const bindingName = node.text('bindingConfiguration') ?? '';
  const isMetadata = contract === metadataContract || metadataBindings.has(type);
  if (isMetadata) checkMetadataEndpoint(node, contract, type, behavior);
  const endpoint: EndpointConfiguration = {
    node,
    name: node.text('name') ?? '',
    address: node.text('address') ?? '',
    binding: isMetadata ? null : bindings.find(node, type, bindingName),
    contract,
    metadataScheme: isMetadata ? (type === 'mexHttpsBinding' ? 'https' : 'http') : '',
  };
  node.finish();
  return endpoint;
}

function checkMetadataEndpoint(
  node: ConfigurationNode,
  contract: string,
  type: string,
  behavior: ServiceBehaviorConfiguration,
): void {
  if (contract !== metadataContract)
    throw node.error(
      `binding="${type}" is for metadata; its contract must be ${metadataContract}, not '${contract}'.`,
    );
  if (!metadataBindings.has(type))
    throw node.error(
      `The contract ${metadataContract} needs binding="mexHttpBinding" or "mexHttpsBinding", not '${type}'.`,
    );
  if (behavior.publishesMetadata) return;
  throw node.error(
    `The contract ${metadataContract} is only there when the service's behaviour has <serviceMetadata/>; add it to the <behavior> that behaviorConfiguration names.`,
  );
}

function readBaseAddresses(node: ConfigurationNode | null): string[] {
  const section = node?.child('baseAddresses');
  const addresses = (section?.all('add') ?? []).map((add) => {
    const address = add.requiredText('baseAddress');
    if (!URL.canParse(address))
      throw add.error(`The baseAddress '${address}' must be an absolute URI.`);
    add.finish();
    return address;
  });
  section?.finish();
  node?.finish();
  return addresses;
}
