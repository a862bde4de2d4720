import type { Binding } from '../../core/binding/index.js';
import type { ListenerShape } from '../../core/channel/index.js';
import { isSessionShape } from '../../core/channel/index.js';
import { InvalidBindingError } from '../../core/errors/index.js';
import type { ContractDescription } from '../description/index.js';
import { checkSessionMode, isAllOneWay } from '../endpoint/index.js';

/** Listener shapes for operations that are answered, the wanted first. */
const twoWay: readonly ListenerShape[] = ['reply', 'replySession', 'duplex', 'duplexSession'];
const oneWay: readonly ListenerShape[] = ['input', 'inputSession', ...twoWay];
const callback: readonly ListenerShape[] = ['duplex', 'duplexSession'];

/**
 * The shape for the listener that all the contracts share: the first that all of them want and the binding offers.
 * @throws InvalidBindingError that says what does not fit
 */
export function chooseListenerShape(
  binding: Binding,
  contracts: readonly ContractDescription[],
): ListenerShape {
  const wanted = contracts
    .map(wantedShapes)
    .reduce((all, one) => all.filter((shape) => one.includes(shape)));
  const first = wanted[0];
  if (first === undefined) {
    throw new InvalidBindingError(
      `The contracts ${contracts.map(({ name }) => name).join(' and ')} cannot share one address: their session modes or patterns exclude each other. Give them addresses of their own.`,
    );
  }
  const offered = binding.offeredListenerShapes;
  const chosen = wanted.find((shape) => offered.includes(shape));
  if (chosen !== undefined) return chosen;
  for (const contract of contracts) checkSessionMode(contract, binding.name, offered);
  // Building what is wanted most fails with an account of the stack.
  return first;
}

function wantedShapes(contract: ContractDescription): readonly ListenerShape[] {
  const shapes =
    contract.callbackType !== null ? callback : isAllOneWay(contract) ? oneWay : twoWay;
  switch (contract.sessionMode) {
    case 'Allowed':
      return shapes;
    case 'Required':
      return shapes.filter(isSessionShape);
    case 'NotAllowed':
      return shapes.filter((shape) => !isSessionShape(shape));
  }
}
