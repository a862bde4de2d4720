import type { BindingSection, ConfiguredBinding } from './binding-section.js';
import type { ConfigurationNode } from './configuration-node.js';

/** What .NET maps when a file does not. */
const defaultMappings = new Map([
  ['http', 'basicHttpBinding'],
  ['https', 'basicHttpsBinding'],
  ['net.tcp', 'netTcpBinding'],
  ['net.pipe', 'netNamedPipeBinding'],
]);

/** The binding of a scheme, and the line of `<protocolMapping>` that says so; null: .NET does. */
export interface MappedBinding extends ConfiguredBinding {
  readonly node: ConfigurationNode | null;
}

/** Which binding default endpoints get, by the scheme of the base address. */
export class ProtocolMapping {
  readonly #mapped = new Map<string, MappedBinding>();

  readonly #bindings: BindingSection;

  constructor(node: ConfigurationNode | null, bindings: BindingSection) {
    this.#bindings = bindings;
    if (node === null) return;
    for (const name of ['clear', 'remove'])
      node.refuseChild(name, 'the mappings of .NET are not there to be taken away.');
    for (const add of node.all('add')) {
      const scheme = add.requiredText('scheme').toLowerCase();
      if (this.#mapped.has(scheme))
        throw add.error(`There is a second mapping for the scheme '${scheme}'; keep one.`);
      const type = add.requiredText('binding');
      const binding = bindings.find(add, type, add.text('bindingConfiguration') ?? '');
      add.finish();
      this.#mapped.set(scheme, { node: add, ...binding });
    }
    node.finish();
  }

  /** The binding for a base address; `fail` makes the error when there is none. */
  bindingFor(baseAddress: string, scheme: string, fail: (message: string) => Error): MappedBinding {
    const mapped = this.#mapped.get(scheme);
    if (mapped !== undefined) return mapped;
    const byDefault = defaultMappings.get(scheme);
    const standard = byDefault === undefined ? null : this.#bindings.defaultOf(byDefault);
    if (standard !== null) return { node: null, ...standard };
    throw fail(
      `The service has no endpoint in the file, and the base address ${baseAddress} can get no default endpoint: ` +
        `<protocolMapping> names no binding for ${scheme}${byDefault === undefined ? '' : `, and .NET's ${byDefault} is not there yet`}. ` +
        `Add <add scheme="${scheme}" binding="customBinding"/> to <protocolMapping>, or an <endpoint> to the service.`,
    );
  }
}
