import { InvalidBindingError } from '../../core/errors/index.js';
import type { ServiceBehaviorDescription } from '../description/index.js';

/** How many calls, sessions and instances a service has at once. WCF's ServiceThrottlingBehavior. */
export interface ServiceThrottlingSettings {
  /** Calls that run at the same time. Default 1,000. */
  readonly maxConcurrentCalls: number;
  /** Sessions that are open at the same time; more wait to be accepted. Default 10,000. */
  readonly maxConcurrentSessions: number;
  /** Instances that are there at the same time; calls wait for one. Default: the sum of the two. */
  readonly maxConcurrentInstances: number;
  /** Calls that wait for one of those that run to end, before calls are refused as "too busy". Default: as many as run at the same time. */
  readonly maxQueuedCalls: number;
}

/** How a service is described. WCF's ServiceMetadataBehavior. */
export interface MetadataSettings {
  /** The schemes at whose addresses documents are there: `?wsdl`, `?singleWsdl`, `?xsd=...`. Default none. */
  readonly getEnabled: Readonly<Record<'http' | 'https', boolean>>;
  /** Where else documents are, absolute or below the base address of the scheme; null: at the base address. */
  readonly getUrl: Readonly<Record<'http' | 'https', string | null>>;
  readonly policyVersion: 'Policy12' | 'Policy15';
  /** A document of one's own, which `?wsdl` leads to; null: those that the host makes. */
  readonly externalLocation: string | null;
}

const noMetadata: MetadataSettings = Object.freeze({
  getEnabled: { http: false, https: false },
  getUrl: { http: null, https: null },
  policyVersion: 'Policy12',
  externalLocation: null,
});

/** How a service works: what `@ServiceBehavior` says, and what its behaviours change of that. */
export interface ServiceSettings extends ServiceBehaviorDescription {
  readonly throttling: ServiceThrottlingSettings;
  /**
   * Milliseconds that a method may take. Then its caller gets a fault, its `OperationContext.signal` is aborted, its turn and
   * its place are given back, and what it does later has no effect. Default one hour.
   */
  readonly operationTimeout: number;
  /** The schemes at whose addresses a browser sees the help page. Default all. */
  readonly helpPage: Readonly<Record<'http' | 'https', boolean>>;
  readonly metadata: MetadataSettings;
  /** Whether addresses in documents are those by which the documents were asked for. Default false. */
  readonly metadataUsesRequestHeaders: boolean;
}

/** Fills in the defaults and checks the numbers. @throws InvalidBindingError */
export function createThrottlingSettings(
  given: Partial<ServiceThrottlingSettings> = {},
): ServiceThrottlingSettings {
  const { maxConcurrentCalls = 1_000, maxConcurrentSessions = 10_000 } = given;
  const settings: ServiceThrottlingSettings = {
    maxConcurrentCalls,
    maxConcurrentSessions,
    maxConcurrentInstances:
      given.maxConcurrentInstances ?? maxConcurrentCalls + maxConcurrentSessions,
    maxQueuedCalls: given.maxQueuedCalls ?? maxConcurrentCalls,
  };
  for (const [name, value] of Object.entries(settings)) {
    const least = name === 'maxQueuedCalls' ? 0 : 1;
    if (Number.isSafeInteger(value) && value >= least) continue;
    throw new InvalidBindingError(
      `serviceThrottling: ${name} is ${String(value)}; it must be a whole number from ${String(least)} up.`,
    );
  }
  return Object.freeze(settings);
}

/** Milliseconds that a method may take unless told otherwise. */
const defaultOperationTimeout = 3_600_000;

/** The settings of a service without behaviours. */
export function createServiceSettings(behavior: ServiceBehaviorDescription): ServiceSettings {
  return {
    ...behavior,
    throttling: createThrottlingSettings(),
    operationTimeout: defaultOperationTimeout,
    helpPage: { http: true, https: true },
    metadata: noMetadata,
    metadataUsesRequestHeaders: false,
  };
}
