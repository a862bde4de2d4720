import { BindingKindToken } from '../core/binding/index.js';
import {
  BehaviorKindToken,
  describeContract,
  describeServiceBehavior,
} from '../contracts/index.js';
import type {
  ChannelFactory,
  ChannelFactoryOptions,
  ContractClass,
  ServiceClass,
  ServiceHost,
  ServiceHostOptions,
} from '../contracts/index.js';
import type { CustomBinding } from '../core/binding/index.js';
import { ElementRegistryToken, defaultContainer, nearestNames } from '../core/container/index.js';
import type { ServiceContainer } from '../core/container/index.js';
import { ConfigurationError } from '../core/errors/index.js';
import type { EndpointAddress } from '../core/message/index.js';
import { BehaviorSection } from './behavior-section.js';
import { BindingSection } from './binding-section.js';
import { buildChannelFactory, findClientEndpoint } from './client-factory-builder.js';
import { readClientEndpoints } from './client-section.js';
import type { ClientEndpointConfiguration } from './client-section.js';
import { parseConfigurationXml } from './configuration-parser.js';
import type { ConfigurationNode } from './configuration-node.js';
import { likeNames } from './configuration-registry.js';
import type { ConfigurationRegistry } from './configuration-registry.js';
import { checkExtensions } from './extension-section.js';
import { readDiagnostics } from './diagnostics-section.js';
import type { MessageLogging } from './diagnostics-section.js';
import { readServiceActivations } from './hosting-environment.js';
import type { ServiceActivation } from './hosting-environment.js';
import { ProtocolMapping } from './protocol-mapping.js';
import { checkScheme } from './scheme-check.js';
import { buildServiceHost } from './service-host-builder.js';
import { readServices } from './service-section.js';
import { readStandardEndpoints } from './standard-endpoints.js';
import type { ServiceConfiguration } from './service-section.js';

/** What reading a configuration file needs beside it. */
export interface ConfigurationOptions {
  /** The classes that the file may name. */
  readonly registry: ConfigurationRegistry;
  /** Where binding elements are found by name; default the container with the elements of the package. */
  readonly container?: ServiceContainer | undefined;
  /** The name of the file in error messages; default `configuration`. */
  readonly fileName?: string | undefined;
  /** The texts of the files that sections are in, by their `configSource`; `loadConfiguration` reads them. */
  readonly configSources?: ReadonlyMap<string, string> | undefined;
}

/**
 * Options of a host that is made from a file. Base addresses given here replace those of the file; the container is by
 * default the one that the file was read with.
 */
export type ConfiguredHostOptions = Omit<ServiceHostOptions, 'behavior'>;

/** Options of a channel factory that is made from a file. */
export interface ConfiguredFactoryOptions extends ChannelFactoryOptions {
  /** The name of the client endpoint; default `*`, the only one for the contract. */
  readonly endpoint?: string | undefined;
  /** Replaces the address of the file. */
  readonly address?: string | URL | EndpointAddress | undefined;
}

/** The `<system.serviceModel>` of a Web.config or app.config, read and checked as a whole. */
export class ConfigurationFile {
  readonly fileName: string;
  /** The bindings by kind and name, such as `customBinding/reliableSessionOverHttps`; `customBinding/` is the one without a name. */
  readonly bindings: ReadonlyMap<string, CustomBinding>;
  readonly services: readonly ServiceConfiguration[];
  readonly clientEndpoints: readonly ClientEndpointConfiguration[];
  /** Services that have an address without a .svc file. */
  readonly serviceActivations: readonly ServiceActivation[];
  /** What is to be logged of messages, for `startMessageLog`; null: nothing. */
  readonly messageLogging: MessageLogging | null;
  /** What is in the file and has no effect, one line each with its place; show them at start-up. */
  readonly notices: readonly string[];
  readonly #registry: ConfigurationRegistry;
  readonly #container: ServiceContainer;
  readonly #behaviors: BehaviorSection;
  readonly #mapping: ProtocolMapping;

  /** Use {@link parseConfiguration} or {@link loadConfiguration}. */
  constructor(root: ConfigurationNode, options: ConfigurationOptions) {
    this.fileName = root.position.fileName;
    this.#registry = options.registry;
    this.#container = options.container ?? defaultContainer;
    const model = findModel(root);
    const elements = this.#container.get(ElementRegistryToken);
    const bindingKinds = this.#container.getAll(BindingKindToken);
    const bindings = new BindingSection(model?.child('bindings') ?? null, elements, bindingKinds);
    this.bindings = bindings.byName;
    const kinds = this.#container.getAll(BehaviorKindToken);
    checkExtensions(model?.child('extensions') ?? null, [
      {
        section: 'behaviorExtensions',
        has: (name) => kinds.some((kind) => kind.name === name),
        remedy: 'behaviorModule(...)',
      },
      {
        section: 'bindingElementExtensions',
        has: (name) => elements.has(name),
        remedy: 'elementModule(...)',
      },
      {
        section: 'bindingExtensions',
        has: (name) => bindingKinds.some((kind) => kind.name === name),
        remedy: 'bindingModule(...)',
      },
    ]);
    this.#behaviors = new BehaviorSection(model?.child('behaviors') ?? null, kinds);
    this.#mapping = new ProtocolMapping(model?.child('protocolMapping') ?? null, bindings);
    const standardEndpoints = readStandardEndpoints(model?.child('standardEndpoints') ?? null);
    this.services = readServices(model?.child('services') ?? null, {
      bindings,
      behaviors: this.#behaviors,
      standardEndpoints,
    });
    this.clientEndpoints = readClientEndpoints(
      model?.child('client') ?? null,
      bindings,
      this.#behaviors,
    );
    this.serviceActivations = readServiceActivations(
      model?.child('serviceHostingEnvironment') ?? null,
    );
    this.messageLogging = readDiagnostics(model?.child('diagnostics') ?? null);
    for (const name of unreadSections)
      model?.refuseChild(name, 'it is not read; take it out, or set the same in code.');
    model?.finish();
    this.#checkSchemes();
    this.#noticeUnknownServices();
    this.notices = [...root.notices];
  }

  /**
   * A host for a service, by its configuration name or class, with the endpoints and behaviours of the file; not opened yet.
   * Without a `<service>` of the name it gets .NET 4's default endpoints: one for each base address and contract.
   * @throws ConfigurationError
   */
  createServiceHost(
    service: string | ServiceClass,
    options: ConfiguredHostOptions = {},
  ): ServiceHost {
    const name =
      typeof service === 'string' ? service : describeServiceBehavior(service).configurationName;
    const configured = this.services.find((one) => one.name === name);
    const serviceClass = typeof service === 'string' ? this.#registry.findService(name) : service;
    if (serviceClass === null) {
      const message = this.#registry.explainService(name);
      throw configured?.node?.attributeError('name', message) ?? this.#error(message);
    }
    return buildServiceHost(
      {
        fileName: this.fileName,
        service: configured ?? this.#unconfigured(name),
        serviceClass,
        registry: this.#registry,
        mapping: this.#mapping,
        container: options.container ?? this.#container,
      },
      options,
    );
  }

  /** A channel factory for a client endpoint of the file. @throws ConfigurationError */
  createChannelFactory<C extends object>(
    contract: ContractClass<C>,
    { endpoint = '*', address, ...options }: ConfiguredFactoryOptions = {},
  ): ChannelFactory<C> {
    const description = describeContract(contract);
    const found = findClientEndpoint(this.clientEndpoints, description, endpoint, this.fileName);
    const problem = this.#registry.explainNamespace(description);
    if (problem !== null) throw found.node.attributeError('contract', problem);
    const container = options.container ?? this.#container;
    return buildChannelFactory(contract, found, address, { ...options, container });
  }

  #checkSchemes(): void {
    const endpoints = [
      ...this.services.flatMap((service) => service.endpoints),
      ...this.clientEndpoints.map((endpoint) => ({ ...endpoint, listenUri: '' })),
    ];
    for (const { node, address, binding, listenUri } of endpoints) {
      checkScheme(node, 'address', address, binding, this.#container);
      checkScheme(node, 'listenUri', listenUri, binding, this.#container);
    }
  }

  /** A service that nobody hosts does no harm, as in WCF; that it was meant to be hosted is likely all the same. */
  #noticeUnknownServices(): void {
    if (this.#registry.serviceNames.length === 0) return;
    for (const { name, node } of this.services) {
      if (this.#registry.findService(name) === null)
        node?.notice(this.#registry.explainService(name));
    }
  }

  /** A service that the file does not have. One that is only spelt differently there would lose its endpoints in silence. */
  #unconfigured(name: string): ServiceConfiguration {
    const names = this.services.map((one) => one.name);
    const [like] = likeNames(name, names).filter((one) => this.#registry.findService(one) === null);
    if (like !== undefined) {
      throw this.#error(
        `The file has no <service name="${name}">, but it has '${like}', which no registered class has as its name. ` +
          'The name attribute must be the configurationName of @ServiceBehavior, letter by letter.',
      );
    }
    const behavior = this.#behaviors.default;
    return { node: null, name, endpoints: [], baseAddresses: [], timeouts: {}, behavior };
  }

  #error(message: string): ConfigurationError {
    return new ConfigurationError(`${this.fileName}: ${message}`);
  }
}

/** Sections of WCF that are known and not read. */
const unreadSections = ['comContracts', 'commonBehaviors', 'routing', 'tracking'] as const;

/** Reads the text of a configuration file. What does not fit is a {@link ConfigurationError} with its place and the remedy. */
export function parseConfiguration(text: string, options: ConfigurationOptions): ConfigurationFile {
  const { fileName = 'configuration', configSources } = options;
  const root = parseConfigurationXml(
    text,
    fileName,
    configSources === undefined ? null : (name) => sectionText(name, configSources),
  );
  return new ConfigurationFile(root, options);
}

function sectionText(
  configSource: string,
  sources: ReadonlyMap<string, string>,
): { readonly fileName: string; readonly text: string } {
  const text = sources.get(configSource);
  if (text !== undefined) return { fileName: configSource, text };
  throw new ConfigurationError(`The text of the configSource '${configSource}' was not given.`);
}

function findModel(root: ConfigurationNode): ConfigurationNode | null {
  if (root.name !== 'configuration')
    throw root.error(`The document element must be <configuration>, not <${root.name}>.`);
  const model = root.child(sectionName);
  // Other sections belong to others; one that is nearly ours was meant to be ours, and must not be passed over in silence.
  const misspelt = root.children.find(
    ({ name }) =>
      name !== sectionName &&
      /^system\.s/i.test(name) &&
      nearestNames(name, [sectionName]).length > 0,
  );
  if (misspelt !== undefined)
    throw misspelt.error(`There is no section <${misspelt.name}>; did you mean <${sectionName}>?`);
  return model;
}

const sectionName = 'system.serviceModel';
