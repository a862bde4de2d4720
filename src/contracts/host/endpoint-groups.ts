import type { Binding } from '../../core/binding/index.js';
import { InvalidBindingError } from '../../core/errors/index.js';
import type { ContractDescription } from '../description/index.js';
import type { ServiceEndpoint } from './service-endpoint.js';

/** Endpoints that share one listener. */
export interface EndpointGroup {
  readonly listenUri: string;
  readonly binding: Binding;
  readonly endpoints: readonly ServiceEndpoint[];
  /** The contracts, each once. */
  readonly contracts: readonly ContractDescription[];
}

/** Puts together what listens at one place. @throws InvalidBindingError for endpoints that cannot share it */
export function groupEndpoints(endpoints: readonly ServiceEndpoint[]): EndpointGroup[] {
  const places = new Map<string, ServiceEndpoint[]>();
  for (const endpoint of endpoints) {
    const key = new URL(endpoint.listenUri).href.toLowerCase();
    const others = places.get(key);
    if (others === undefined) places.set(key, [endpoint]);
    else {
      for (const other of others) checkTogether(other, endpoint);
      others.push(endpoint);
    }
  }
  return [...places.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { listenUri, binding } = first;
    const contracts = [...new Set(group.map(({ contract }) => contract))];
    return [{ listenUri, binding, endpoints: group, contracts }];
  });
}

function checkTogether(one: ServiceEndpoint, other: ServiceEndpoint): void {
  if (one.binding !== other.binding) {
    throw new InvalidBindingError(
      `Two endpoints listen at ${one.listenUri} with different bindings, '${one.binding.name}' and '${other.binding.name}'. Give them the same binding object, or addresses of their own.`,
    );
  }
  if (one.address.uri.toLowerCase() !== other.address.uri.toLowerCase()) return;
  const actions = new Set(one.contract.operations.map(({ action }) => action));
  const shared = other.contract.operations.find(({ action }) => actions.has(action));
  if (shared === undefined) return;
  throw new InvalidBindingError(
    `Two endpoints at ${one.address.uri} have an operation with the action '${shared.action}', so messages could not be told apart. Give them addresses of their own.`,
  );
}
