import {
  ChannelFactory,
  ServiceHost,
  describeContract,
  describeContractsOf,
} from '../contracts/index.js';
import type {
  ChannelFactoryOptions,
  ContractClass,
  ContractDescription,
  ServiceHostOptions,
} from '../contracts/index.js';
import type { CustomBinding } from '../core/binding/index.js';
import { ElementRegistryToken, defaultContainer } from '../core/container/index.js';
import type { ServiceContainer } from '../core/container/index.js';
import { ConfigurationError, ChannelStackError } from '../core/errors/index.js';
import { EndpointAddress } from '../core/message/index.js';
import { BehaviorSection } from './behavior-section.js';
import { BindingSection } from './binding-section.js';
import { readClientEndpoints } from './client-section.js';
import type { ClientEndpointConfiguration } from './client-section.js';
import { parseConfigurationXml } from './configuration-parser.js';
import type { ConfigurationNode } from './configuration-node.js';
import type { ConfigurationRegistry } from './configuration-registry.js';
import { readProtocolMapping } from './protocol-mapping.js';
import type { ProtocolMapping } from './protocol-mapping.js';
import { readServices } from './service-section.js';
import type { EndpointConfiguration, ServiceConfiguration } from './service-section.js';

/** What reading a configuration file needs beside it. */
export interface ConfigurationOptions {
  /** The classes that the file may name. */
  readonly registry: ConfigurationRegistry;
  /** Where binding elements are found by name; default the container with the elements of the package. */
  readonly container?: ServiceContainer | undefined;
  /** The name of the file in error messages; default `configuration`. */
  readonly fileName?: string | undefined;
}

/** Options of a host that is made from a file; base addresses given here replace those of the file. */
export type ConfiguredHostOptions = Omit<ServiceHostOptions, 'container' | 'behavior'>;

/** Options of a channel factory that is made from a file. */
export interface ConfiguredFactoryOptions extends Omit<ChannelFactoryOptions, 'container'> {
  /** The name of the client endpoint; default `*`, the only one for the contract. */
  readonly endpoint?: string | undefined;
  /** Replaces the address of the file. */
  readonly address?: string | EndpointAddress | undefined;
}

/** The `<system.serviceModel>` of a Web.config or app.config, read and checked as a whole. */
export class ConfigurationFile {
  readonly fileName: string;
  /** The custom bindings by name. */
  readonly bindings: ReadonlyMap<string, CustomBinding>;
  readonly services: readonly ServiceConfiguration[];
  readonly clientEndpoints: readonly ClientEndpointConfiguration[];
  readonly #registry: ConfigurationRegistry;
  readonly #container: ServiceContainer;
  readonly #behaviors: BehaviorSection;
  readonly #mapping: ProtocolMapping;

  /** Use {@link parseConfiguration} or {@link loadConfiguration}. */
  constructor(root: ConfigurationNode, options: ConfigurationOptions) {
    if (root.name !== 'configuration')
      throw root.error(`The document element must be <configuration>, not <${root.name}>.`);
    this.fileName = root.position.fileName;
    this.#registry = options.registry;
    this.#container = options.container ?? defaultContainer;
    const model = root.child('system.serviceModel');
    const bindings = new BindingSection(
      model?.child('bindings') ?? null,
      this.#container.get(ElementRegistryToken),
    );
    this.bindings = bindings.customBindings;
    this.#behaviors = new BehaviorSection(model?.child('behaviors') ?? null);
    this.#mapping = readProtocolMapping(model?.child('protocolMapping') ?? null, bindings);
    this.services = readServices(model?.child('services') ?? null, bindings, this.#behaviors);
    this.clientEndpoints = readClientEndpoints(model?.child('client') ?? null, bindings);
    for (const name of [
      'diagnostics',
      'extensions',
      'serviceHostingEnvironment',
      'standardEndpoints',
      'commonBehaviors',
    ]) {
      model?.refuseChild(name, 'it is not read yet; take it out, or set the same in code.');
    }
    model?.finish();
  }

  /** What is in the file and does nothing yet, one line each; show them at start-up. */
  get notices(): string[] {
    const metadata = this.services.filter(
      ({ endpoints, behavior }) =>
        behavior.publishesMetadata || endpoints.some(({ binding }) => binding === null),
    );
    return metadata.map(
      ({ name }) =>
        `${this.fileName}: serviceMetadata and the mex endpoint of '${name}' are recognised, but metadata is not published yet.`,
    );
  }

  /**
   * A host for the service of that configuration name, with the endpoints and behaviours of the file; not opened yet. Without
   * a `<service>` of the name it gets .NET 4's default endpoints: one for each base address and contract.
   */
  createServiceHost(name: string, options: ConfiguredHostOptions = {}): ServiceHost {
    const service = this.services.find((one) => one.name === name) ?? this.#defaultService(name);
    const serviceClass = this.#registry.findService(name);
    if (serviceClass === null) throw this.#error(service, this.#registry.explainService(name));
    const baseAddresses = options.baseAddresses ?? service.baseAddresses;
    const host = new ServiceHost(serviceClass, {
      ...options,
      container: this.#container,
      baseAddresses,
      behavior: service.behavior.changes,
    });
    const endpoints = service.endpoints.length > 0 ? service.endpoints : [];
    for (const endpoint of endpoints) this.#addEndpoint(host, endpoint, baseAddresses.map(String));
    if (endpoints.length === 0)
      this.#addDefaultEndpoints(host, serviceClass, baseAddresses.map(String));
    return host;
  }

  /** A channel factory for a client endpoint of the file. */
  createChannelFactory<C extends object>(
    contract: ContractClass<C>,
    { endpoint = '*', address, ...options }: ConfiguredFactoryOptions = {},
  ): ChannelFactory<C> {
    const description = describeContract(contract);
    const found = this.#findClientEndpoint(description, endpoint);
    const known = this.#registry.findContract(description.configurationName);
    if (known !== null && known.namespace !== description.namespace) {
      throw found.node.error(
        `The contract '${description.configurationName}' has the namespace ${description.namespace} here and ${known.namespace} in the registry: ` +
          'their messages do not fit together. Give both the same namespace in @ServiceContract.',
      );
    }
    return new ChannelFactory(contract, found.binding, address ?? found.address, {
      ...options,
      container: this.#container,
    });
  }

  #findClientEndpoint(
    { configurationName }: ContractDescription,
    name: string,
  ): ClientEndpointConfiguration {
    const ofContract = this.clientEndpoints.filter(
      ({ contract }) => contract === configurationName,
    );
    const found = name === '*' ? ofContract : ofContract.filter((one) => one.name === name);
    const [only, ...more] = found;
    if (only !== undefined && more.length === 0) return only;
    const contracts = [
      ...new Set(this.clientEndpoints.map(({ contract }) => `'${contract}'`)),
    ].join(', ');
    if (only !== undefined) {
      throw (
        more[0]?.node.error(
          `There are ${String(found.length)} client endpoints for the contract '${configurationName}' (${found.map((one) => `'${one.name}'`).join(', ')}); say which with { endpoint }.`,
        ) ?? this.#error(null, 'ambiguous')
      );
    }
    throw this.#error(
      null,
      `There is no client endpoint ${name === '*' ? '' : `named '${name}' `}for the contract '${configurationName}'; the file has endpoints for ${contracts === '' ? 'none' : contracts}. ` +
        'The contract attribute must be the configurationName of @ServiceContract.',
    );
  }

  #addEndpoint(
    host: ServiceHost,
    endpoint: EndpointConfiguration,
    baseAddresses: readonly string[],
  ): void {
    const { node, binding, address, contract, metadataScheme } = endpoint;
    if (binding === null) {
      if (
        URL.canParse(address) ||
        baseAddresses.some((one) => new URL(one).protocol === `${metadataScheme}:`)
      )
        return;
      throw node.error(
        `The metadata endpoint '${address}' has a binding for ${metadataScheme} and needs a base address that starts with ${metadataScheme}:, beside those there are (${baseAddresses.join(', ')}). ` +
          `Add one, or use ${metadataScheme === 'http' ? 'mexHttpsBinding' : 'mexHttpBinding'}.`,
      );
    }
    const description = this.#registry.findContract(contract);
    if (description === null) throw node.error(this.#registry.explainContract(contract));
    inFile(node, () => host.addEndpoint(description, binding, address));
  }

  #addDefaultEndpoints(
    host: ServiceHost,
    service: Parameters<typeof describeContractsOf>[0],
    baseAddresses: readonly string[],
  ): void {
    const contracts = this.#contractsOf(service);
    for (const address of baseAddresses) {
      const binding = this.#mapping.bindingFor(new URL(address).protocol.slice(0, -1));
      if (binding === null) {
        throw this.#error(
          null,
          `The base address ${address} has no endpoint: the service has none in the file, and protocolMapping names no binding for its scheme.`,
        );
      }
      for (const contract of contracts) host.addEndpoint(contract, binding, address);
    }
  }

  #contractsOf(service: Parameters<typeof describeContractsOf>[0]): ContractDescription[] {
    const own = describeContractsOf(service);
    if (own.length > 0) return own;
    const methods = (contract: ContractDescription): boolean =>
      contract.operations.every(({ methodName }) => methodName in (service.prototype as object));
    return this.#registry.contractNames
      .map((name) => this.#registry.findContract(name))
      .filter((contract) => contract !== null)
      .filter(methods);
  }

  #defaultService(name: string): ServiceConfiguration {
    if (this.services.length > 0 && this.#registry.findService(name) !== null) {
      throw this.#error(
        null,
        `The file has no <service name="${name}">; it has ${this.services.map((one) => `'${one.name}'`).join(', ')}. ` +
          'The name attribute must be the configurationName of @ServiceBehavior, letter by letter.',
      );
    }
    return {
      node: null,
      name,
      endpoints: [],
      baseAddresses: [],
      behavior: this.#behaviors.default,
    };
  }

  #error(service: ServiceConfiguration | null, message: string): ConfigurationError {
    return service?.node?.error(message) ?? new ConfigurationError(`${this.fileName}: ${message}`);
  }
}

/** Reads the text of a configuration file. What does not fit is a {@link ConfigurationError} with its place and the remedy. */
export function parseConfiguration(text: string, options: ConfigurationOptions): ConfigurationFile {
  return new ConfigurationFile(
    parseConfigurationXml(text, options.fileName ?? 'configuration'),
    options,
  );
}

/** Runs something that a place in the file asks for, and tells that place when it fails. */
function inFile<T>(node: ConfigurationNode, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!ChannelStackError.is(error)) throw error;
    throw node.error(error.message, error);
  }
}
