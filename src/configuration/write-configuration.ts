import { BindingKindToken, recognizeBinding, timeSpanAttribute } from '../core/binding/index.js';
import type {
  Binding,
  BindingElement,
  BindingKind,
  ElementConfiguration,
} from '../core/binding/index.js';
import { defaultTimeouts } from '../core/channel/index.js';
import { ElementRegistryToken, defaultContainer } from '../core/container/index.js';
import type { ElementRegistry, ServiceContainer } from '../core/container/index.js';
import { ConfigurationError } from '../core/errors/index.js';
import { formatConfiguration } from './xml-writer.js';
import type { ConfigurationElement } from './xml-writer.js';

/** An endpoint as a configuration file has it. */
export interface WrittenEndpoint {
  /** Default ''. */
  readonly name?: string | undefined;
  readonly address: string | URL;
  readonly binding: Binding;
  /** The configuration name of the contract. */
  readonly contract: string;
}

/** A service as a configuration file has it. */
export interface WrittenService {
  /** Its configuration name. */
  readonly name: string;
  readonly baseAddresses?: readonly (string | URL)[] | undefined;
  readonly endpoints: readonly WrittenEndpoint[];
}

/** What a configuration file is to say. */
export interface WrittenConfiguration {
  /** Bindings beside those of the endpoints. Two with one name are refused, unless they are the same. */
  readonly bindings?: readonly Binding[] | undefined;
  readonly client?: readonly WrittenEndpoint[] | undefined;
  readonly services?: readonly WrittenService[] | undefined;
}

/** Where kinds of elements and bindings are found. */
export interface WriteConfigurationOptions {
  /** Default: the container with the elements of the package. */
  readonly container?: ServiceContainer | undefined;
}

/**
 * Writes bindings, clients and services of code as a configuration file: a binding that is one of WCF's stands there by its name, any
 * other is a `customBinding`. What is at its default is left out. Certificates and behaviours are not part of it.
 * @throws ConfigurationError for an element that cannot be written
 */
export function writeConfiguration(
  { bindings = [], client = [], services = [] }: WrittenConfiguration,
  { container = defaultContainer }: WriteConfigurationOptions = {},
): string {
  const writer = new BindingWriter(
    container.get(ElementRegistryToken),
    container.getAll(BindingKindToken),
  );
  for (const binding of bindings) writer.add(binding);
  const endpoint = (one: WrittenEndpoint): ConfigurationElement => {
    const { type, name } = writer.add(one.binding);
    return {
      name: 'endpoint',
      attributes: {
        name: one.name === '' ? undefined : one.name,
        address: String(one.address),
        binding: type,
        bindingConfiguration: name,
        contract: one.contract,
      },
    };
  };
  const serviceElements = services.map((service) => writtenService(service, endpoint));
  const clientElements = client.map(endpoint);
  const sections: ConfigurationElement[] = [
    { name: 'bindings', children: writer.sections },
    { name: 'services', children: serviceElements },
    { name: 'client', children: clientElements },
  ].filter(({ children }) => children.length > 0);
  return formatConfiguration({
    name: 'configuration',
    children: [{ name: 'system.serviceModel', children: sections }],
  });
}

function writtenService(
  { name, baseAddresses = [], endpoints }: WrittenService,
  endpoint: (one: WrittenEndpoint) => ConfigurationElement,
): ConfigurationElement {
  const addresses = baseAddresses.map((one) => ({
    name: 'add',
    attributes: { baseAddress: String(one) },
  }));
  const host = [{ name: 'host', children: [{ name: 'baseAddresses', children: addresses }] }];
  return {
    name: 'service',
    attributes: { name },
    children: [...(addresses.length === 0 ? [] : host), ...endpoints.map(endpoint)],
  };
}

/** Where an endpoint finds its binding. */
interface BindingPlace {
  readonly type: string;
  readonly name: string;
}

/** Collects bindings by their kinds and names. */
class BindingWriter {
  readonly #registry: ElementRegistry;
  readonly #kinds: readonly BindingKind<never>[];
  readonly #sections = new Map<string, Map<string, ConfigurationElement>>();

  constructor(registry: ElementRegistry, kinds: readonly BindingKind<never>[]) {
    this.#registry = registry;
    this.#kinds = kinds;
  }

  get sections(): ConfigurationElement[] {
    return [...this.#sections].map(([name, bindings]) => ({
      name,
      children: [...bindings.values()],
    }));
  }

  add(binding: Binding): BindingPlace {
    const { type, element } = this.#elementOf(binding);
    const known = this.#sections.get(type) ?? new Map<string, ConfigurationElement>();
    this.#sections.set(type, known);
    const same = known.get(binding.name);
    if (same !== undefined && JSON.stringify(same) !== JSON.stringify(element)) {
      throw new ConfigurationError(
        `Two bindings are called '${binding.name}' and are not the same; give one of them another name.`,
      );
    }
    known.set(binding.name, element);
    return { type, name: binding.name };
  }

  #elementOf(binding: Binding): { readonly type: string; readonly element: ConfigurationElement } {
    const own = { name: binding.name, ...writtenTimeouts(binding) };
    for (const kind of this.#kinds) {
      const options = recognizeBinding(kind, binding.elements);
      if (options === null) continue;
      const { attributes, children } = writtenOptions(options, kind.configuration, kind.name);
      return {
        type: kind.name,
        element: { name: 'binding', attributes: { ...own, ...attributes }, children },
      };
    }
    const children = binding.elements.map((element) => this.#writtenElement(element));
    return { type: 'customBinding', element: { name: 'binding', attributes: own, children } };
  }

  #writtenElement({ name, settings }: BindingElement): ConfigurationElement {
    if (!this.#registry.has(name)) {
      throw new ConfigurationError(
        `The element '${name}' cannot be written: no kind of that name is registered, by which the file could be read. Load it with elementModule().`,
      );
    }
    const { configuration } = this.#registry.get(name);
    if (configuration === undefined)
      return {
        name,
        attributes: Object.fromEntries(
          Object.entries(settings).map(([key, value]) => [key, String(value)]),
        ),
      };
    return { name, ...writtenOptions(settings, configuration, name) };
  }
}

/** Options as attributes, and as children that have attributes. */
function writtenOptions(
  options: object,
  { attributes, children = {} }: ElementConfiguration,
  owner: string,
): Pick<ConfigurationElement, 'attributes' | 'children'> {
  const written: Record<string, string> = {};
  const nested: ConfigurationElement[] = [];
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    const attribute = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
    const child = Object.hasOwn(children, name) ? children[name] : undefined;
    if (attribute !== undefined) written[name] = attribute.format(value);
    else if (child !== undefined && typeof value === 'object' && value !== null)
      nested.push({ name, ...writtenOptions(value as object, child, name) });
    else {
      throw new ConfigurationError(
        `The option ${name} of ${owner} cannot be written: configuration has no attribute for it.`,
      );
    }
  }
  return { attributes: written, children: nested };
}

function writtenTimeouts({ timeouts }: Binding): Record<string, string> {
  const format = timeSpanAttribute();
  const changed = Object.entries(timeouts).filter(
    ([name, value]) => value !== defaultTimeouts[name as keyof typeof defaultTimeouts],
  );
  return Object.fromEntries(changed.map(([name, value]) => [name, format.format(value)]));
}
