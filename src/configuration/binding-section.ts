import { CustomBinding } from '../core/binding/index.js';
import type { BindingElement, BindingKind } from '../core/binding/index.js';
import type { ElementRegistry } from '../core/container/index.js';
import { ChannelStackError } from '../core/errors/index.js';
import type { ConfigurationNode } from './configuration-node.js';
import { createFromNode } from './element-options.js';
import { readTimeouts } from './time-attributes.js';

const toCome = 'its encoding or transport is not there yet.';
const messageSecurity = 'there is no message security.';
const windows = 'it is of Windows alone.';

/** Bindings of WCF that are known and not there, and why. */
const unreadBindings: Readonly<Record<string, string>> = {
  netHttpBinding: toCome,
  netHttpsBinding: toCome,
  netTcpBinding: toCome,
  netTcpContextBinding: toCome,
  netNamedPipeBinding: windows,
  netMsmqBinding: windows,
  msmqIntegrationBinding: windows,
  netPeerTcpBinding: windows,
  mexNamedPipeBinding: windows,
  mexTcpBinding: toCome,
  udpBinding: 'there is no UDP.',
  webHttpBinding: 'it is about HTTP without SOAP.',
  wsFederationHttpBinding: messageSecurity,
  ws2007FederationHttpBinding: messageSecurity,
  basicHttpContextBinding: 'there are no contexts; use a reliable session, or basicHttpBinding.',
  wsHttpContextBinding: 'there are no contexts; use a reliable session, or wsHttpBinding.',
};

/** Binding elements of WCF that are known and not there, and why. */
const unreadElements: Readonly<Record<string, string>> = {
  binaryMessageEncoding: 'it is not there yet; use textMessageEncoding.',
  mtomMessageEncoding: 'it is not there yet; use textMessageEncoding.',
  byteStreamMessageEncoding: 'it is about bytes without SOAP.',
  webMessageEncoding: 'it is about HTTP without SOAP.',
  tcpTransport: 'net.tcp is not there yet; use httpTransport or httpsTransport.',
  namedPipeTransport: windows,
  msmqTransport: windows,
  msmqIntegration: windows,
  peerTransport: windows,
  pnrpPeerResolver: windows,
  windowsStreamSecurity: windows,
  privacyNoticeAt: 'it is about information cards.',
  sslStreamSecurity: 'it is for tcpTransport, which is not there yet; https secures HTTP.',
  security: messageSecurity,
  transactionFlow: 'there are no transactions.',
  context: 'there are no contexts; use a reliable session.',
  udpTransport: 'there is no UDP.',
  unrecognizedPolicyAssertions: 'it only keeps what svcutil could not read.',
  useManagedPresentation: 'it is about information cards.',
};

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
    for (const [name, reason] of Object.entries(unreadBindings))
      if (!this.#kinds.has(name)) node.refuseChild(name, reason);
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
      const reason = unreadBindings[type];
      const known =
        reason === undefined
          ? `There is no binding="${type}"`
          : `binding="${type}" is not supported: ${reason.slice(0, -1)}`;
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
  const reason = unreadElements[node.name];
  if (reason !== undefined && !registry.has(node.name))
    throw node.error(`<${node.name}> is not supported: ${reason}`);
  return createFromNode(node, () => registry.get(node.name));
}
