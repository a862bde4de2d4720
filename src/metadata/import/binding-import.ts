import { CustomBinding } from '../../core/binding/index.js';
import type { BindingElement, DescribedStack } from '../../core/binding/index.js';
import { ChannelStackError } from '../../core/errors/index.js';
import type { ElementKind, ElementRegistry } from '../../core/container/index.js';
import type { XmlElement } from '../../core/xml/index.js';
import { namespaces } from '../namespaces.js';
import type { ImportedMetadata, PortModel } from './metadata-importer.js';
import type { ContractModel } from '../model/type-model.js';
import { soapChild } from './operation-messages.js';
import { PolicyReader } from './policy-reader.js';
import type { Assertion } from './policy-reader.js';

/** An endpoint that documents describe. */
export type ImportedEndpoint = BindingImport & {
  readonly name: string;
  readonly contract: ContractModel;
  readonly address: string;
};

/** The endpoints that documents describe, with their bindings. */
export function importEndpoints(
  { ports, documents }: Pick<ImportedMetadata, 'ports' | 'documents'>,
  registry: ElementRegistry,
): ImportedEndpoint[] {
  const policies = new PolicyReader(documents);
  const names = new Set<string>();
  return ports.map((port) => {
    const { contract, address } = port;
    let name = port.name;
    for (let number = 1; names.has(name); number += 1) name = `${port.name}${String(number)}`;
    names.add(name);
    return { name, contract, address, ...importBinding(name, port, policies, registry) };
  });
}

/** The binding of a port, or why there is none. */
type BindingImport =
  | { readonly binding: CustomBinding; readonly problem: null }
  | { readonly binding: null; readonly problem: string };

/** Puts together the binding that a port describes: what its address, its SOAP binding and its policy ask for. */
function importBinding(
  name: string,
  { binding, address, port }: PortModel,
  policies: PolicyReader,
  registry: ElementRegistry,
): BindingImport {
  const soap = soapChild(binding.node, 'binding');
  const described = {
    scheme: /^([a-z][a-z\d+.-]*):/i.exec(address)?.[1]?.toLowerCase() ?? '',
    transportUri: soap?.attribute('transport') ?? '',
    isSoap12: soap?.namespace === namespaces.soap12,
  };
  let problem = '';
  for (const alternative of policies.alternativesOf([binding.node, port])) {
    const found = stackOf(name, described, alternative, registry);
    if (found.binding !== null) return found;
    problem = problem === '' ? found.problem : problem;
  }
  return { binding: null, problem };
}

interface Described {
  readonly scheme: string;
  readonly transportUri: string;
  readonly isSoap12: boolean;
}

function stackOf(
  name: string,
  { scheme, transportUri, isSoap12 }: Described,
  alternative: readonly Assertion[],
  registry: ElementRegistry,
): BindingImport {
  const policy = new PolicyAlternative(alternative);
  const elements: BindingElement[] = [];
  const stack: DescribedStack = {
    scheme,
    transportUri,
    messageVersion: `${isSoap12 ? 'Soap12' : 'Soap11'}${policy.takeAddressing()}`,
    takeAssertion: (namespaceUri, localName) => policy.take(namespaceUri, localName),
    has: (element) => elements.some((one) => one.name === element),
  };
  for (const kind of registry.kinds) {
    const element = elementOf(kind, stack, elements);
    if (element !== null) elements.push(element);
  }
  const left = policy.left;
  if (left !== null)
    return {
      binding: null,
      problem: `its policy asks for ${left.localName} of the namespace ${left.namespaceUri}, for which no binding element is registered`,
    };
  const sorted = [...elements].sort((a, b) => roles.indexOf(a.role) - roles.indexOf(b.role));
  if (sorted.at(-1)?.role !== 'transport')
    return {
      binding: null,
      problem: `no transport is registered for the scheme '${scheme}' and ${transportUri === '' ? 'a binding without transport' : transportUri}`,
    };
  return { binding: new CustomBinding(name, sorted), problem: null };
}

const roles = ['protocol', 'encoding', 'transport'];

/** The element of a kind; of encodings and transports the first that is found counts. */
function elementOf(
  kind: ElementKind<never>,
  stack: DescribedStack,
  known: readonly BindingElement[],
): BindingElement | null {
  const options = kind.fromDescription?.(stack) ?? null;
  if (options === null) return null;
  try {
    // They are what the kind itself has made.
    const element = kind.create(options as never);
    const isTaken = element.role !== 'protocol' && known.some(({ role }) => role === element.role);
    return isTaken ? null : element;
  } catch (error) {
    if (ChannelStackError.is(error)) return null;
    throw error;
  }
}

const addressing = [
  [namespaces.wsaw, 'UsingAddressing', 'WSAddressing10'],
  [namespaces.wsam, 'Addressing', 'WSAddressing10'],
  [namespaces.wsap, 'UsingAddressing', 'WSAddressingAugust2004'],
] as const;

/** One alternative of a policy, whose assertions are taken out one after the other. */
class PolicyAlternative {
  readonly #assertions: Assertion[];

  constructor(assertions: readonly Assertion[]) {
    this.#assertions = [...assertions];
  }

  /** The first assertion that nobody has taken and that cannot be done without. */
  get left(): XmlElement | null {
    return this.#assertions.find(({ isOptional }) => !isOptional)?.element ?? null;
  }

  take(namespaceUri: string, localName: string): XmlElement | null {
    const index = this.#assertions.findIndex(({ element }) => element.is(localName, namespaceUri));
    return index < 0 ? null : (this.#assertions.splice(index, 1)[0]?.element ?? null);
  }

  /** The version of WS-Addressing, as the versions of messages have it in their names; '' without. */
  takeAddressing(): string {
    let version = '';
    for (const [namespace, name, suffix] of addressing)
      while (this.take(namespace, name) !== null) version = suffix;
    return version;
  }
}
