import { CustomBinding } from '../core/binding/index.js';
import type { Binding } from '../core/binding/index.js';
import { MetadataExchange, ServiceHost, describeContractsOf } from '../contracts/index.js';
import type { ContractDescription, ServiceClass, ServiceHostOptions } from '../contracts/index.js';
import type { ServiceContainer } from '../core/container/index.js';
import { ConfigurationError } from '../core/errors/index.js';
import type { ConfigurationRegistry } from './configuration-registry.js';
import { inFile } from './in-file.js';
import type { ProtocolMapping } from './protocol-mapping.js';
import { describeTransport } from './scheme-check.js';
import type { EndpointConfiguration, ServiceConfiguration } from './service-section.js';
import { schemeOf } from './uri-attribute.js';

/** What a host is built from. */
export interface ServiceHostParts {
  readonly fileName: string;
  readonly service: ServiceConfiguration;
  readonly serviceClass: ServiceClass;
  readonly registry: ConfigurationRegistry;
  readonly mapping: ProtocolMapping;
  readonly container: ServiceContainer;
}

/** Makes the host of a configured service with its endpoints, or with .NET 4's default endpoints when it has none. */
export function buildServiceHost(
  parts: ServiceHostParts,
  options: Omit<ServiceHostOptions, 'behavior'>,
): ServiceHost {
  const { service, serviceClass, container } = parts;
  const baseAddresses = options.baseAddresses ?? service.baseAddresses;
  // Base addresses of the caller are the caller's matter; those of the file are told with their place.
  const origin = options.baseAddresses === undefined ? service.node : null;
  const host = inFile(
    origin,
    () =>
      new ServiceHost(serviceClass, {
        ...options,
        container,
        baseAddresses,
        timeouts: { ...service.timeouts, ...options.timeouts },
      }),
  );
  inFile(service.node, () => host.behaviors.add(...service.behavior.behaviors));
  const addresses = baseAddresses.map(String);
  if (service.endpoints.length === 0) addDefaultEndpoints(host, parts, addresses);
  for (const endpoint of service.endpoints) addEndpoint(host, endpoint, parts, addresses);
  return host;
}

function addEndpoint(
  host: ServiceHost,
  endpoint: EndpointConfiguration,
  { registry, container }: ServiceHostParts,
  baseAddresses: readonly string[],
): void {
  const { node, name, binding, bindingName, address, contract, listenUri, metadataScheme } =
    endpoint;
  if (metadataScheme !== '') {
    checkBaseAddress(endpoint, metadataScheme, `binding="${node.text('binding') ?? ''}"`, {
      baseAddresses,
      remedy: `or use ${metadataScheme === 'http' ? 'mexHttpsBinding' : 'mexHttpBinding'}`,
    });
    inFile(node, () => host.addEndpoint(MetadataExchange, binding, address));
    return;
  }
  checkBaseAddress(endpoint, binding.getScheme(container), describeTransport(binding), {
    baseAddresses,
    remedy: 'change the transport of the binding, or give the endpoint an absolute address',
  });
  const description = registry.findContract(contract);
  if (description === null)
    throw node.attributeError('contract', registry.explainContract(contract));
  inFile(node, () => {
    const added = host.addEndpoint(description, namedBinding(endpoint, binding), address, {
      // In metadata .NET calls bindings by their class, whatever their configuration is called.
      name: name === '' ? `${bindingName ?? endpoint.bindingClass}_${description.name}` : name,
      ...(listenUri === '' ? {} : { listenUri }),
    });
    added.behaviors.add(...endpoint.behaviors);
  });
}

/** The binding in the namespace that the endpoint gives it. */
function namedBinding({ bindingNamespace }: EndpointConfiguration, binding: Binding): Binding {
  if (bindingNamespace === null) return binding;
  const { name, elements, timeouts } = binding;
  return new CustomBinding(name, elements, { ...timeouts, namespace: bindingNamespace });
}

/** A relative address needs a base address of the scheme. */
function checkBaseAddress(
  { node, address }: EndpointConfiguration,
  scheme: string,
  what: string,
  { baseAddresses, remedy }: { readonly baseAddresses: readonly string[]; readonly remedy: string },
): void {
  if (URL.canParse(address) || baseAddresses.some((one) => schemeOf(one) === scheme)) return;
  const there =
    baseAddresses.length === 0 ? 'there is none' : `there is only ${baseAddresses.join(', ')}`;
  throw node.error(
    `The address '${address}' is relative and ${what} is for ${scheme}: it needs a base address that starts with ${scheme}:, and ${there}. ` +
      `Add one, ${remedy}.`,
  );
}

function addDefaultEndpoints(
  host: ServiceHost,
  parts: ServiceHostParts,
  baseAddresses: readonly string[],
): void {
  const { service, fileName, mapping } = parts;
  const fail = (message: string): Error =>
    service.node?.error(message) ?? new ConfigurationError(`${fileName}: ${message}`);
  if (baseAddresses.length === 0) {
    throw fail(
      `The service '${service.name}' has no endpoint in the file, and no base address that could get a default one. Give { baseAddresses }, or add an <endpoint>.`,
    );
  }
  const contracts = contractsOf(parts);
  if (contracts.length === 0) {
    throw fail(
      `The service '${service.name}' has no endpoint in the file, and no registered contract that a default one could have; add it to the registry (addContract).`,
    );
  }
  for (const address of baseAddresses) {
    const { node, binding, className } = mapping.bindingFor(address, schemeOf(address), fail);
    inFile(node, () => {
      for (const contract of contracts)
        host.addEndpoint(contract, binding, address, { name: `${className}_${contract.name}` });
    });
  }
}

/** The contracts that the class is or extends; of a class that only implements them, the registered ones it has all methods of. */
function contractsOf({ serviceClass, registry }: ServiceHostParts): ContractDescription[] {
  const own = describeContractsOf(serviceClass);
  if (own.length > 0) return own;
  const prototype = serviceClass.prototype as object;
  return registry.contracts.filter(({ operations }) =>
    operations.every(({ methodName }) => methodName in prototype),
  );
}
