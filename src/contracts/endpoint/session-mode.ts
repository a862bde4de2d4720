import { isSessionShape } from '../../core/channel/index.js';
import type { ChannelShape } from '../../core/channel/index.js';
import { InvalidBindingError } from '../../core/errors/index.js';
import type { ContractDescription } from '../description/index.js';

/** @throws InvalidBindingError when the only obstacle is the session that a contract requires, or refuses */
export function checkSessionMode(
  { name, sessionMode }: ContractDescription,
  binding: string,
  offered: readonly ChannelShape[],
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

/** Whether no operation of the contract is answered. */
export function isAllOneWay({ operations }: ContractDescription): boolean {
  return operations.length > 0 && operations.every(({ isOneWay }) => isOneWay);
}
