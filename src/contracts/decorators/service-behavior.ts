import { InvalidBindingError } from '../../core/errors/index.js';
import type { ClassContractDecorator } from './data-contract.js';
import { metadataKey, setMetadata } from './decorator-metadata.js';

/** What `@ServiceBehavior` says of a service class. WCF's ServiceBehaviorAttribute, with its defaults. */
export interface ServiceBehaviorOptions {
  /** Name of the service in metadata. Default: the name of the class. */
  readonly name?: string | undefined;
  /** Namespace of the service in metadata. Default `http://tempuri.org/`. */
  readonly namespace?: string | undefined;
  /** What the `name` attribute of a configured service matches. Default: the name of the class. */
  readonly configurationName?: string | undefined;
  /** Default `PerSession`. */
  readonly instanceContextMode?: 'PerSession' | 'PerCall' | 'Single' | undefined;
  /** Default `Single`. */
  readonly concurrencyMode?: 'Single' | 'Reentrant' | 'Multiple' | undefined;
  /** Default `Exact`. */
  readonly addressFilterMode?: 'Exact' | 'Prefix' | 'Any' | undefined;
  /** Tell clients what an unexpected error was: for development only. Default false. */
  readonly includeExceptionDetailInFaults?: boolean | undefined;
  /** Refuse messages with a header to be understood that nobody understood. Default true. */
  readonly validateMustUnderstand?: boolean | undefined;
}

/** Where `@ServiceBehavior` keeps its options. */
export const serviceBehaviorKey = metadataKey<ServiceBehaviorOptions>('service-behavior');

const known: ReadonlySet<string> = new Set<keyof ServiceBehaviorOptions>([
  'name',
  'namespace',
  'configurationName',
  'instanceContextMode',
  'concurrencyMode',
  'addressFilterMode',
  'includeExceptionDetailInFaults',
  'validateMustUnderstand',
]);

/**
 * Says how instances of a service class live and are called.
 * @throws InvalidBindingError for an option that it does not have
 */
export function ServiceBehavior(options: ServiceBehaviorOptions = {}): ClassContractDecorator {
  for (const name of Object.keys(options)) {
    if (known.has(name)) continue;
    throw new InvalidBindingError(
      `@ServiceBehavior has no option '${name}'; it has ${[...known].join(', ')}.`,
    );
  }
  return (type) => {
    setMetadata(serviceBehaviorKey, type, Object.freeze({ ...options }));
  };
}
