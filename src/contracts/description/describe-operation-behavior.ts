import { classChain, ownMetadata } from '../decorators/decorator-metadata.js';
import { operationBehaviorsKey } from '../decorators/operation-behavior.js';
import type { ReleaseInstanceMode } from '../decorators/operation-behavior.js';

/** What `@OperationBehavior` says of a method of a service class, or of the nearest base class that has one. */
export function describeReleaseInstanceMode(
  serviceClass: object,
  methodName: string,
): ReleaseInstanceMode {
  for (const type of classChain(serviceClass)) {
    const found = (ownMetadata(operationBehaviorsKey, type) ?? []).find(
      (metadata) => metadata.methodName === methodName,
    );
    if (found !== undefined) return found.options.releaseInstanceMode ?? 'None';
  }
  return 'None';
}
