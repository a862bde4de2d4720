import { InvalidBindingError } from '../../core/errors/index.js';
import type { ClassContractDecorator } from './data-contract.js';
import { metadataKey, setMetadata } from './decorator-metadata.js';

/** What `@CallbackBehavior` says of the class that a client is called back on. WCF's CallbackBehaviorAttribute, with its defaults. */
export interface CallbackBehaviorOptions {
  /** Default `Single`: one callback at a time. */
  readonly concurrencyMode?: 'Single' | 'Reentrant' | 'Multiple' | undefined;
  /** Tell the service what an unexpected error was: for development only. Default false. */
  readonly includeExceptionDetailInFaults?: boolean | undefined;
  /** Refuse messages with a header to be understood that nobody understood. Default true. */
  readonly validateMustUnderstand?: boolean | undefined;
}

/** Where `@CallbackBehavior` keeps its options. */
export const callbackBehaviorKey = metadataKey<CallbackBehaviorOptions>('callback-behavior');

const known = ['concurrencyMode', 'includeExceptionDetailInFaults', 'validateMustUnderstand'];

/**
 * Says how the callbacks of a client are called.
 * @throws InvalidBindingError for an option that it does not have
 */
export function CallbackBehavior(options: CallbackBehaviorOptions = {}): ClassContractDecorator {
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    throw new InvalidBindingError(
      `@CallbackBehavior has no option '${name}'; it has ${known.join(', ')}.`,
    );
  }
  return (type) => {
    setMetadata(callbackBehaviorKey, type, Object.freeze({ ...options }));
  };
}
