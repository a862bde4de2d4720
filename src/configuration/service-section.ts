import type { Binding } from '../core/binding/index.js';
import type { Behavior, HostTimeouts } from '../contracts/index.js';
import type { BehaviorSection, ServiceBehaviorConfiguration } from './behavior-section.js';
import { metadataBindings } from './binding-section.js';
import type { BindingSection } from './binding-section.js';
import type { ConfigurationNode } from './configuration-node.js';
import { readEndpointBehaviors } from './endpoint-attributes.js';
import type { StandardEndpoints } from './standard-endpoints.js';
import { readHostTimeouts } from './time-attributes.js';
import { absoluteUriAttribute } from './uri-attribute.js';

/** The contract name that stands for metadata exchange. */
export const metadataContract = 'IMetadataExchange';

/** An `<endpoint>` of a service. */
export interface EndpointConfiguration {
  readonly node: ConfigurationNode;
  readonly name: string;
  /** '' is the base address; anything relative is below it. */
  readonly address: string;
  /** Null for a metadata endpoint. */
  readonly binding: Binding;
  /** What WCF calls the class of the binding, such as `WSHttpBinding`. */
  readonly bindingClass: string;
  readonly contract: string;
  /** Where it listens when that is not the address that clients use; '' for the address. */
  readonly listenUri: string;
  /** What the binding is called in metadata, and its namespace; null: as .NET calls it. */
  readonly bindingName: string | null;
  readonly bindingNamespace: string | null;
  /** The scheme that a metadata endpoint needs a base address for; '' for others. */
  readonly metadataScheme: string;
  readonly behaviors: readonly Behavior[];
}

/** A `<service>`. */
export interface ServiceConfiguration {
  readonly node: ConfigurationNode | null;
  readonly name: string;
  readonly endpoints: readonly EndpointConfiguration[];
  readonly baseAddresses: readonly string[];
  readonly timeouts: HostTimeouts;
  readonly behavior: ServiceBehaviorConfiguration;
}

/** The sections that endpoints refer to. */
export interface EndpointSections {
  readonly bindings: BindingSection;
  readonly behaviors: BehaviorSection;
  readonly standardEndpoints: StandardEndpoints;
}

/** Reads `<services>`. */
export function readServices(
  node: ConfigurationNode | null,
  sections: EndpointSections,
): ServiceConfiguration[] {
  const names = new Set<string>();
  const services = (node?.all('service') ?? []).map((service) => {
    const read = readService(service, sections);
    if (names.has(read.name))
      throw service.error(`There is a second <service name="${read.name}">; put them together.`);
    names.add(read.name);
    return read;
  });
  node?.finish();
  return services;
}

function readService(node: ConfigurationNode, sections: EndpointSections): ServiceConfiguration {
  const { behaviors } = sections;
  const name = node.requiredText('name');
  const behavior = behaviors.find(node, node.text('behaviorConfiguration') ?? '');
  const endpoints = node
    .all('endpoint')
    .map((endpoint) => readEndpoint(endpoint, sections, behavior));
  const host = node.child('host');
  const baseAddresses = readBaseAddresses(host);
  const timeouts = readHostTimeouts(host?.child('timeouts') ?? null);
  host?.finish();
  node.finish();
  return { node, name, endpoints, baseAddresses, timeouts, behavior };
}

function readEndpoint(
  node: ConfigurationNode,
  { bindings, behaviors, standardEndpoints }: EndpointSections,
  behavior: ServiceBehaviorConfiguration,
): EndpointConfiguration {
  const own = readEndpointBehaviors(node, behaviors, 'endpoint');
  node.refuseChild(
    'headers',
    'an endpoint takes messages with any headers; look at them in a behaviour of your own.',
  );
  checkListening(node);
  const kind = node.text('kind') ?? '';
  const kindConfiguration = node.text('endpointConfiguration') ?? '';
  const isStandard = kind !== '' || kindConfiguration !== '';
  if (isStandard) standardEndpoints.check(node, kind, kindConfiguration);
  // A standard endpoint brings binding and contract.
  const contract =
    (isStandard ? node.text('contract') : node.requiredText('contract')) ?? metadataContract;
  const type =
    (isStandard ? node.text('binding') : node.requiredText('binding')) ?? 'mexHttpBinding';
  const bindingName = node.text('bindingConfiguration') ?? '';
  const isMetadata = contract === metadataContract || metadataBindings.has(type);
  if (isMetadata) checkMetadataEndpoint(node, contract, type, behavior);
  const found = bindings.find(node, type, bindingName);
  const endpoint: EndpointConfiguration = {
    node,
    name: node.text('name') ?? '',
    address: node.text('address') ?? '',
    binding: found.binding,
    bindingClass: found.className,
    contract,
    listenUri: node.text('listenUri') ?? '',
    bindingName: node.text('bindingName'),
    bindingNamespace: node.text('bindingNamespace'),
    metadataScheme: isMetadata ? (type === 'mexHttpsBinding' ? 'https' : 'http') : '',
    behaviors: own,
  };
  node.finish();
  return endpoint;
}

function checkListening(node: ConfigurationNode): void {
  node.value('listenUri', absoluteUriAttribute);
  node.value('listenUriMode', {
    expects: "'Explicit'; an address that the system completes is one with port 0",
    parse: (text) => (text === 'Explicit' ? text : undefined),
    format: String,
  });
  if (node.boolean('isSystemEndpoint') === true)
    node.notice(
      'isSystemEndpoint only matters to tools that list endpoints; it changes nothing here.',
    );
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
    add.value('baseAddress', absoluteUriAttribute);
    add.finish();
    return address;
  });
  section?.finish();
  return addresses;
}
