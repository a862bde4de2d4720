import type { Binding } from '../../core/binding/index.js';
import { recognizeBinding } from '../../core/binding/index.js';
import type { BindingKind } from '../../core/binding/index.js';
import type { ImportedEndpoint } from '../import/index.js';
import type { CodeOptions, CodeValue, ContractModel } from '../model/type-model.js';
import type { CodeFile } from './code-file.js';
import { call, listOf, object, optionsArgument, stringLiteral, value } from './expressions.js';
import { group, hardline, ifBroken, indent, softline } from './layout.js';
import type { Doc } from './layout.js';
import type { NameScope } from './names.js';
import { camelCase } from './names.js';

/** How clients find their endpoints: in a configuration file of that name, or by what the code says. */
export type ClientSource =
  | { readonly kind: 'configuration'; readonly fileName: string }
  | {
      readonly kind: 'code';
      readonly endpoints: readonly ImportedEndpoint[];
      readonly bindingKinds: readonly BindingKind<never>[];
    };

/** Adds what makes clients of a contract. */
export function addClient(
  file: CodeFile,
  contract: ContractModel,
  className: string,
  source: ClientSource,
  scope: NameScope,
): void {
  if (source.kind === 'configuration') {
    addConfiguredClient(file, contract, className, source.fileName, scope);
    return;
  }
  const own = source.endpoints.filter((endpoint) => endpoint.contract === contract);
  for (const endpoint of own) {
    if (endpoint.binding === null) continue;
    const stem = own.length === 1 ? className : endpoint.name;
    addCodedClient(file, className, stem, endpoint, endpoint.binding, source.bindingKinds, scope);
  }
}

function addConfiguredClient(
  file: CodeFile,
  contract: ContractModel,
  className: string,
  fileName: string,
  scope: NameScope,
): void {
  const module = 'channelstack/configuration';
  file.importedType('ChannelFactory');
  file.importFrom(module, 'loadChannelFactory');
  file.importTypeFrom(module, 'ConfiguredClientOptions');
  const name = scope.add(`${camelCase(className)}Factory`);
  file.add([
    `/** Clients of ${contract.name.replace(/[^\w.]/g, '')}, whose endpoints are in ${fileName}. */`,
    hardline,
    signature(name, 'ConfiguredClientOptions', `Promise<ChannelFactory<${className}>>`),
    indent(
      hardline,
      'return ',
      call('loadChannelFactory', [
        className,
        ...(fileName === 'app.config'
          ? ['options']
          : [`{ configuration: ${stringLiteral(fileName, file.prefersSingle)}, ...options }`]),
      ]),
      ';',
    ),
    hardline,
    '}',
  ]);
}

function addCodedClient(
  file: CodeFile,
  className: string,
  stem: string,
  { address, name: endpointName }: ImportedEndpoint,
  binding: Binding,
  kinds: readonly BindingKind<never>[],
  scope: NameScope,
): void {
  const bindingName = scope.add(`${camelCase(stem)}Binding`);
  const factoryName = scope.add(`${camelCase(stem)}Factory`);
  file.add([
    `/** How the endpoint ${endpointName.replace(/[^\w.]/g, '')} talks. */`,
    hardline,
    `export const ${bindingName} = `,
    bindingCode(file, binding, kinds),
    ';',
  ]);
  file.importedType('ChannelFactoryOptions');
  file.add([
    `/** Clients of the endpoint ${endpointName.replace(/[^\w.]/g, '')}. */`,
    hardline,
    signature(factoryName, 'ChannelFactoryOptions', `ChannelFactory<${className}>`),
    indent(
      hardline,
      'return new ',
      call(file.imported('ChannelFactory'), [
        className,
        bindingName,
        value(address, file),
        'options',
      ]),
      ';',
    ),
    hardline,
    '}',
  ]);
}

/** A function that takes options, up to its body. */
function signature(name: string, options: string, result: string): Doc {
  const parameter = `options: ${options} = {}`;
  return group([
    `export function ${name}(`,
    indent(softline, parameter),
    ifBroken(','),
    softline,
    `): ${result} {`,
  ]);
}

/** The short names that code has for elements whose names in configuration are longer. */
const shortNames: Readonly<Record<string, string>> = { textMessageEncoding: 'textEncoding' };

function bindingCode(
  file: CodeFile,
  { name, elements }: Binding,
  kinds: readonly BindingKind<never>[],
): Doc {
  for (const kind of kinds) {
    const options = recognizeBinding(kind, elements);
    if (options !== null)
      return call(file.imported(kind.name), [object({ name, ...codeOptions(options) }, file)]);
  }
  const list = elements.map((element) =>
    call(
      file.imported(shortNames[element.name] ?? element.name),
      optionsArgument(codeOptions(element.settings), file),
    ),
  );
  return ['new ', call(file.imported('CustomBinding'), [value(name, file), listOf(list)])];
}

/** Options as code: what is none of its values is left out. */
function codeOptions(options: object): CodeOptions {
  const code: Record<string, CodeValue> = {};
  for (const [key, own] of Object.entries(options) as [string, unknown][]) {
    if (typeof own === 'string' || typeof own === 'number' || typeof own === 'boolean')
      code[key] = own;
    else if (typeof own === 'object' && own !== null) code[key] = codeOptions(own);
  }
  return code;
}
