import { CustomBinding } from '../core/binding/index.js';
import type { Binding, BindingElement } from '../core/binding/index.js';
import type { ElementRegistry } from '../core/container/index.js';
import type { ConfigurationNode } from './configuration-node.js';
import { createFromNode } from './element-options.js';
import { readTimeouts } from './time-attributes.js';

/** Bindings of WCF that are known and not there yet. */
const bindingsToCome = [
  'basicHttpBinding',
  'basicHttpsBinding',
  'wsHttpBinding',
  'ws2007HttpBinding',
  'wsDualHttpBinding',
  'netHttpBinding',
  'netHttpsBinding',
  'netTcpBinding',
  'netNamedPipeBinding',
] as const;

/** The bindings for metadata endpoints. */
export const metadataBindings: ReadonlySet<string> = new Set(['mexHttpBinding', 'mexHttpsBinding']);

/** The `<bindings>` of a file. A custom binding without a name is the default of .NET 4 for endpoints that name none. */
export class BindingSection {
  readonly #bindings = new Map<string, CustomBinding>();

  constructor(node: ConfigurationNode | null, elements: ElementRegistry) {
    if (node === null) return;
    for (const name of bindingsToCome) {
      node.refuseChild(
        name,
        'standard bindings are not read yet; write its elements as a <customBinding>.',
      );
    }
    const customBinding = node.child('customBinding');
    for (const binding of customBinding?.all('binding') ?? []) {
      const name = binding.text('name') ?? '';
      if (this.#bindings.has(name))
        throw binding.error(
          `There is a second customBinding ${name === '' ? 'without a name' : `named '${name}'`}; give it another name.`,
        );
      this.#bindings.set(name, readCustomBinding(binding, name, elements));
    }
    customBinding?.finish();
    node.finish();
  }

  /** The bindings by kind and name, such as `customBinding/reliableSessionOverHttps`; `customBinding/` is the one without a name. */
  get byName(): ReadonlyMap<string, CustomBinding> {
    return new Map(
      [...this.#bindings].map(([name, binding]) => [`customBinding/${name}`, binding]),
    );
  }

  /** The binding that an endpoint names. */
  find(endpoint: ConfigurationNode, type: string, name: string): Binding {
    if (type !== 'customBinding') {
      const known = (bindingsToCome as readonly string[]).includes(type)
        ? `binding="${type}" is not there yet`
        : `There is no binding="${type}"`;
      throw endpoint.attributeError(
        'binding',
        `${known}; use customBinding, or mexHttpBinding and mexHttpsBinding for a metadata endpoint.`,
      );
    }
    const binding = this.#bindings.get(name);
    if (binding !== undefined) return binding;
    const names = [...this.#bindings.keys()].map((one) => `'${one}'`).join(', ');
    throw endpoint.attributeError(
      name === '' ? 'binding' : 'bindingConfiguration',
      name === ''
        ? 'The endpoint has no bindingConfiguration, and the file has no customBinding without a name to use instead.'
        : `There is no customBinding named '${name}' for bindingConfiguration; the file has ${names === '' ? 'none' : names}.`,
    );
  }
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
