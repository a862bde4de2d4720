import type { Binding } from '../../core/binding/index.js';
import type { ListenerShape } from '../../core/channel/index.js';
import { isSessionShape } from '../../core/channel/index.js';
import { InvalidBindingError } from '../../core/errors/index.js';
import type { ContractDescription } from '../description/index.js';

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

/** @throws InvalidBindingError when the only obstacle is the session that a contract requires, or refuses */
export function checkSessionMode(
  { name, sessionMode }: ContractDescription,
  binding: string,
  offered: readonly Parameters<typeof isSessionShape>[0][],
): void {
  if (offered.length === 0) return;
  if (sessionMode === 'Required' && !offered.some(isSessionShape)) {
    throw new InvalidBindingError(
      `The contract ${name} requires a session (sessionMode 'Required'), but the binding '${binding}' has none: it offers ${offered.join(', ')}. Add reliableSession(), or use a transport with sessions.`,
    );
  }
  if (sessionMode === 'NotAllowed' && offered.every(isSessionShape)) {
    throw new InvalidBindingError(
      `The contract ${name} refuses sessions (sessionMode 'NotAllowed'), but the binding '${binding}' has nothing else: it offers ${offered.join(', ')}. Use a binding without a session, or allow sessions.`,
    );
  }
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

/** Whether no operation of the contract is answered. */
export function isAllOneWay({ operations }: ContractDescription): boolean {
  return operations.length > 0 && operations.every(({ isOneWay }) => isOneWay);
}
