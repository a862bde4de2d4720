import type { Binding } from '../../core/binding/index.js';
import { isSessionShape } from '../../core/channel/index.js';
import type { ClientShape } from '../../core/channel/index.js';
import type { ContractDescription } from '../description/index.js';
import { checkSessionMode, isAllOneWay } from '../endpoint/index.js';

/** Client shapes for operations that are answered, the wanted first; the mirror of what a host listens with. */
const twoWay: readonly ClientShape[] = ['request', 'requestSession', 'duplex', 'duplexSession'];
const oneWay: readonly ClientShape[] = ['output', 'outputSession', ...twoWay];
const callback: readonly ClientShape[] = ['duplex', 'duplexSession'];

/**
 * The shape of the channels to a service: the first that the contract wants and the binding offers. When it offers none,
 * building the one that is returned says why.
 * @throws InvalidBindingError when the contract's session mode is what does not fit
 */
export function chooseClientShape(binding: Binding, contract: ContractDescription): ClientShape {
  const shapes =
    contract.callbackType !== null ? callback : isAllOneWay(contract) ? oneWay : twoWay;
  const wanted = shapes.filter((shape) => suitsSessionMode(shape, contract));
  const offered = binding.offeredClientShapes;
  const chosen = wanted.find((shape) => offered.includes(shape));
  if (chosen !== undefined) return chosen;
  checkSessionMode(contract, binding.name, offered);
  return wanted[0] ?? 'request';
}

function suitsSessionMode(shape: ClientShape, { sessionMode }: ContractDescription): boolean {
  return sessionMode === 'Allowed' || isSessionShape(shape) === (sessionMode === 'Required');
}
