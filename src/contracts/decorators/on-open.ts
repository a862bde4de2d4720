import { metadataKey, addMetadata } from './decorator-metadata.js';
import type { AnyMethod } from './signature.js';

/** A method that is run when a host opens. */
export interface OnOpenMethod {
  readonly name: string;
  readonly isStatic: boolean;
}

/** Where `@OnOpen` keeps the methods, in the order of their declaration. */
export const onOpenKey = metadataKey<readonly OnOpenMethod[]>('on-open');

/** A decorator of methods, static ones too. */
export interface OnOpenDecorator {
  (method: AnyMethod, context: ClassMethodDecoratorContext): void;
  <M extends AnyMethod>(target: object, key: string, descriptor: TypedPropertyDescriptor<M>): void;
}

/**
 * Runs a method each time a host of the class opens, before it listens; an error of it fails the opening. It stands on a
 * static method, or on one of an instance that the host is given.
 */
export function OnOpen(): OnOpenDecorator {
  return (target: unknown, second: unknown) => {
    if (typeof second === 'object' && second !== null) {
      const context = second as ClassMethodDecoratorContext;
      addMetadata(onOpenKey, context.metadata as object, {
        name: String(context.name),
        isStatic: context.static,
      });
      return;
    }
    const isStatic = typeof target === 'function';
    const owner = isStatic ? target : (target as object).constructor;
    addMetadata(onOpenKey, owner, { name: String(second), isStatic });
  };
}
