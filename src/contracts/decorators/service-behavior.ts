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
  /** Close the output side of a session when the client has closed its. Default true. */
  readonly automaticSessionShutdown?: boolean | undefined;
  /** Tell clients what an unexpected error was: for development only. Default false. */
  readonly includeExceptionDetailInFaults?: boolean | undefined;
  /** Refuse messages with a header to be understood that nobody understood. Default true. */
  readonly validateMustUnderstand?: boolean | undefined;
  /** Default false. */
  readonly ignoreExtensionDataObject?: boolean | undefined;
  /** Most objects in one message. Default 2,147,483,647. */
  readonly maxItemsInObjectGraph?: number | undefined;
  /** Start calls in the order of their messages also where they may run at the same time. Default false. */
  readonly ensureOrderedDispatch?: boolean | undefined;
}

/** Where `@ServiceBehavior` keeps its options. */
export const serviceBehaviorKey = metadataKey<ServiceBehaviorOptions>('service-behavior');

/** Says how instances of a service class live and are called. */
export function ServiceBehavior(options: ServiceBehaviorOptions = {}): ClassContractDecorator {
  return (type) => {
    setMetadata(serviceBehaviorKey, type, Object.freeze({ ...options }));
  };
}
