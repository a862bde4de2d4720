import { ChannelFactory } from '../contracts/index.js';
import type {
  ChannelFactoryOptions,
  ContractClass,
  ContractDescription,
} from '../contracts/index.js';
import { ConfigurationError } from '../core/errors/index.js';
import { EndpointAddress } from '../core/message/index.js';
import type { ClientEndpointConfiguration } from './client-section.js';
import { inFile } from './in-file.js';

/** Makes the channel factory of a client endpoint; `address` replaces that of the file. */
export function buildChannelFactory<C extends object>(
  contract: ContractClass<C>,
  { node, binding, address: configured, behaviors, headers }: ClientEndpointConfiguration,
  address: string | URL | EndpointAddress | undefined,
  options: ChannelFactoryOptions,
): ChannelFactory<C> {
  const chosen = address ?? configured;
  if (chosen === '')
    throw node.error(
      'The endpoint has no address; add the attribute, or give { address } in code.',
    );
  return inFile(node, () => {
    // An address of the caller's making has headers of its own.
    const to =
      chosen instanceof EndpointAddress ? chosen : new EndpointAddress(chosen, { headers });
    const factory = new ChannelFactory(contract, binding, to, options);
    factory.behaviors.add(...behaviors);
    return factory;
  });
}

/** The client endpoint of that name for a contract; `*` is the only one. */
export function findClientEndpoint(
  endpoints: readonly ClientEndpointConfiguration[],
  { configurationName }: ContractDescription,
  name: string,
  fileName: string,
): ClientEndpointConfiguration {
  const ofContract = endpoints.filter(({ contract }) => contract === configurationName);
  const found = name === '*' ? ofContract : ofContract.filter((one) => one.name === name);
  const [only, second] = found;
  if (only !== undefined && second === undefined) return only;
  if (second !== undefined) {
    throw second.node.error(
      `There are ${String(found.length)} client endpoints for the contract '${configurationName}' (${found.map((one) => `'${one.name}'`).join(', ')}); say which with { endpoint }.`,
    );
  }
  const there = endpoints.map((one) => `'${one.name}' for '${one.contract}'`).join(', ');
  throw new ConfigurationError(
    `${fileName}: There is no client endpoint ${name === '*' ? '' : `named '${name}' `}for the contract '${configurationName}'; ` +
      `the file has ${there === '' ? 'no client endpoint' : there}. The contract attribute must be the configurationName of @ServiceContract, letter by letter.`,
  );
}
