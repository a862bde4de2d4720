import { InvalidOperationError } from '../../core/errors/index.js';

/**
 * The body of a contract's method: `return contractOnly(n1, n2);`. It takes the parameters so that they count as used.
 * @throws InvalidOperationError always: a contract is called through a client, and implemented by a service
 */
export function contractOnly(..._parameters: readonly unknown[]): never {
  throw new InvalidOperationError(
    'This method only declares an operation: call it through a channel of a ChannelFactory, or implement it in the ' +
      'service class.',
  );
}
