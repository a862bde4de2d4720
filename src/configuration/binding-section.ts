import { CustomBinding } from '../core/binding/index.js';
import type { BindingElement, BindingKind } from '../core/binding/index.js';
import type { ElementRegistry } from '../core/container/index.js';
import { ChannelStackError } from '../core/errors/index.js';
import type { ConfigurationNode } from './configuration-node.js';
import { createFromNode } from './element-options.js';
import { readTimeouts } from './time-attributes.js';

/** Bindings of WCF that are known and not there yet. */
const bindingsToCome = [
  'netHttpBinding',
  'netHttpsBinding',
  'netTcpBinding',
  'netNamedPipeBinding',
] as const;

/** The bindings for metadata endpoints. */
export const metadataBindings: ReadonlySet<string> = new Set(['mexHttpBinding', 'mexHttpsBinding']);

/** A binding of the file, and what metadata calls it. */
export interface ConfiguredBinding {
  readonly binding: CustomBinding;
  readonly className: string;
}

/**
 * The `<bindings>` of a file: custom bindings, and those of the kinds that are registered. A binding without a name is the
 * default of .NET 4 for endpoints that name none; a standard binding that is not in the file has its defaults.
 */
export class BindingSection {
  readonly #bindings = new Map<string, ConfiguredBinding>();
  readonly #kinds: ReadonlyMap<string, BindingKind<never>>;

  constructor(
    node: ConfigurationNode | null,
    elements: ElementRegistry,
    kinds: readonly BindingKind<never>[],
  ) {
    this.#kinds = new Map(kinds.map((kind) => [kind.name, kind]));
    if (node === null) return;
    for (const name of bindingsToCome) {
      node.refuseChild(name, 'its encoding or transport is not there yet.');
    }
    this.#read(node, 'customBinding', (binding, name) => ({
      binding: readCustomBinding(binding, name, elements),
      className: 'CustomBinding',
    }));
    for (const kind of kinds)
      this.#read(node, kind.name, (binding, name) => ({
        binding: readStandardBinding(binding, name, kind),
        className: kind.className,
      }));
    node.finish();
  }

  /** The bindings by kind and name, such as `customBinding/reliableSessionOverHttps`; `customBinding/` is the one without a name. */
  get byName(): ReadonlyMap<string, CustomBinding> {
    return new Map([...this.#bindings].map(([key, { binding }]) => [key, binding]));
  }

  /** The binding that an endpoint names. */
  find(endpoint: ConfigurationNode, type: string, name: string): ConfiguredBinding {
    const kind = this.#kinds.get(type);
    if (type !== 'customBinding' && kind === undefined) {
      const known = (bindingsToCome as readonly string[]).includes(type)
        ? `binding="${type}" is not there yet`
        : `There is no binding="${type}"`;
      throw endpoint.attributeError(
        'binding',
        `${known}; use ${['customBinding', ...this.#kinds.keys()].join(', ')}, or mexHttpBinding and mexHttpsBinding for a metadata endpoint.`,
      );
    }
    const binding = this.#bindings.get(`${type}/${name}`);
    if (binding !== undefined) return binding;
    if (name === '' && kind !== undefined) return this.#default(endpoint, kind);
    const names = [...this.#bindings.keys()]
      .filter((key) => key.startsWith(`${type}/`))
      .map((key) => `'${key.slice(type.length + 1)}'`)
      .join(', ');
    throw endpoint.attributeError(
      name === '' ? 'binding' : 'bindingConfiguration',
      name === ''
        ? `The endpoint has no bindingConfiguration, and the file has no ${type} without a name to use instead.`
        : `There is no ${type} named '${name}' for bindingConfiguration; the file has ${names === '' ? 'none' : names}.`,
    );
  }

  /** What endpoints get that name a kind of binding alone: the one without a name, or that with all defaults; null: neither is there. */
  defaultOf(type: string): ConfiguredBinding | null {
    const kind = this.#kinds.get(type);
    const nameless = this.#bindings.get(`${type}/`);
    return nameless ?? (kind === undefined ? null : createDefault(kind));
  }

  /** A standard binding as it is without any configuration. */
  #default(endpoint: ConfigurationNode, kind: BindingKind<never>): ConfiguredBinding {
    try {
      return createDefault(kind);
    } catch (error) {
      if (!ChannelStackError.is(error)) throw error;
      throw endpoint.attributeError('binding', error.message);
    }
  }

  #read(
    node: ConfigurationNode,
    type: string,
    create: (binding: ConfigurationNode, name: string) => ConfiguredBinding,
  ): void {
    const section = node.child(type);
    for (const binding of section?.all('binding') ?? []) {
      const name = binding.text('name') ?? '';
      const key = `${type}/${name}`;
      if (this.#bindings.has(key))
        throw binding.error(
          `There is a second ${type} ${name === '' ? 'without a name' : `named '${name}'`}; give it another name.`,
        );
      this.#bindings.set(key, create(binding, name));
    }
    section?.finish();
  }
}

function createDefault(kind: BindingKind<never>): ConfiguredBinding {
  // All options of standard bindings have defaults.
  return { binding: kind.create({} as never, {}), className: kind.className };
}

/** Makes a standard binding from its XML, by what its kind declares. */
function readStandardBinding(
  node: ConfigurationNode,
  name: string,
  kind: BindingKind<never>,
): CustomBinding {
  const own = { ...readTimeouts(node), name: name === '' ? kind.className : name };
  return createFromNode(node, () => ({
    configuration: kind.configuration,
    create: (options: never) => kind.create(options, own),
  }));
}

function readCustomBinding(
  node: ConfigurationNode,
  name: string,
  registry: ElementRegistry,
): CustomBinding {
  const timeouts = readTimeouts(node);
  const elements = node.children.map((child) => {
    node.all(child.name);
    return readElement(child, registry);
  });
  node.finish();
  if (elements.length === 0)
    throw node.error(
      `The customBinding '${name}' has no elements; it needs at least a transport, such as <httpsTransport/>.`,
    );
  if (elements.at(-1)?.role !== 'transport')
    throw node.error(
      `The last element of the customBinding '${name}' must be its transport, such as <httpsTransport/>; it is <${elements.at(-1)?.name ?? ''}>.`,
    );
  return new CustomBinding(name === '' ? 'customBinding' : name, elements, timeouts);
}

/** Makes a binding element from its XML, by the kind that is registered under its name. */
function readElement(node: ConfigurationNode, registry: ElementRegistry): BindingElement {
  if (registry.names.length === 0)
    throw node.error(
      "The container knows no binding elements; import 'channelstack', which loads those of the package, or load elementModule(...).",
    );
  return createFromNode(node, () => registry.get(node.name));
}
