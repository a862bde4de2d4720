import { classChain, ownMetadata } from '../decorators/decorator-metadata.js';
import { serviceBehaviorKey } from '../decorators/service-behavior.js';
import type { ContractClass } from './contract-description.js';
import { defaultServiceNamespace } from './contract-naming.js';
import type { ServiceBehaviorDescription } from './service-behavior-description.js';

/** What `@ServiceBehavior` says of a class, or of the nearest base class that has one; WCF's defaults elsewhere. */
export function describeServiceBehavior(serviceClass: ContractClass): ServiceBehaviorDescription {
  const options =
    classChain(serviceClass)
      .map((type) => ownMetadata(serviceBehaviorKey, type))
      .find((own) => own !== undefined) ?? {};
  return Object.freeze({
    name: options.name ?? serviceClass.name,
    namespace: options.namespace ?? defaultServiceNamespace,
    configurationName: options.configurationName ?? serviceClass.name,
    instanceContextMode: options.instanceContextMode ?? 'PerSession',
    concurrencyMode: options.concurrencyMode ?? 'Single',
    addressFilterMode: options.addressFilterMode ?? 'Exact',
    includeExceptionDetailInFaults: options.includeExceptionDetailInFaults ?? false,
    validateMustUnderstand: options.validateMustUnderstand ?? true,
  });
}
