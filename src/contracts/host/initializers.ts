import { InvalidBindingError } from '../../core/errors/index.js';
import { onOpenKey } from '../decorators/on-open.js';
import { classChain, ownMetadata } from '../decorators/decorator-metadata.js';
import { invokeMethod } from '../dispatch/index.js';
import type { ServiceImplementation } from './service-implementation.js';

/**
 * Runs the `@OnOpen` methods of a service, those of base classes first: static ones of the class, others of the one instance
 * that a service has whose host was given it. @throws InvalidBindingError for others of a service that has many
 */
export async function runInitializers({
  serviceClass,
  singleton,
  behavior,
}: ServiceImplementation): Promise<void> {
  const names = new Set(
    classChain(serviceClass)
      .toReversed()
      .flatMap((type) => ownMetadata(onOpenKey, type) ?? []),
  );
  for (const { name, isStatic } of names) {
    const target = isStatic ? serviceClass : singleton;
    if (target === null) {
      throw new InvalidBindingError(
        `The method ${name}() of ${behavior.name} is @OnOpen, but the host has no instance yet when it opens: make the method static, or give the host an instance.`,
      );
    }
    await invokeMethod(target, name, []);
  }
}
