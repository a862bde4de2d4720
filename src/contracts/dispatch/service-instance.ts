import { InvalidOperationError } from '../../core/errors/index.js';

/** Calls a method of a service instance. */
export function invokeMethod(instance: object, name: string, args: readonly unknown[]): unknown {
  const method: unknown = Reflect.get(instance, name);
  if (typeof method !== 'function') {
    throw new InvalidOperationError(
      `The service instance has no method '${name}'; was it taken away after the host was opened?`,
    );
  }
  return Reflect.apply(method, instance, args);
}

/**
 * Ends the life of a service instance by its `Symbol.asyncDispose`, else its `Symbol.dispose`, else its `close()` unless that is an
 * operation. Returns what that returned; undefined when it has none of them.
 */
export function disposeInstance(instance: object, operations: ReadonlySet<string>): unknown {
  const names = [
    Symbol.asyncDispose,
    Symbol.dispose,
    ...(operations.has('close') ? [] : ['close']),
  ];
  for (const name of names) {
    const method: unknown = Reflect.get(instance, name);
    if (typeof method === 'function') return Reflect.apply(method, instance, []);
  }
  return undefined;
}

/** Whether a value is a promise, or something like one. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    'then' in value &&
    typeof value.then === 'function'
  );
}
