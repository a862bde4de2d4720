import { callbackBehaviorKey } from '../decorators/callback-behavior.js';
import { classChain, ownMetadata } from '../decorators/decorator-metadata.js';
import type { ConcurrencyMode } from './service-behavior-description.js';

/** What `@CallbackBehavior` says of a class, defaults filled in. */
export interface CallbackBehaviorDescription {
  readonly concurrencyMode: ConcurrencyMode;
  readonly includeExceptionDetailInFaults: boolean;
  readonly validateMustUnderstand: boolean;
}

/** What `@CallbackBehavior` says of a class, or of the nearest base class that has one; WCF's defaults elsewhere. */
export function describeCallbackBehavior(type: object): CallbackBehaviorDescription {
  const options =
    classChain(type)
      .map((one) => ownMetadata(callbackBehaviorKey, one))
      .find((own) => own !== undefined) ?? {};
  return {
    concurrencyMode: options.concurrencyMode ?? 'Single',
    includeExceptionDetailInFaults: options.includeExceptionDetailInFaults ?? false,
    validateMustUnderstand: options.validateMustUnderstand ?? true,
  };
}
