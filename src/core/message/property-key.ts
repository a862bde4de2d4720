declare const valueType: unique symbol;

/** Names a typed value: a property of a message, or something that a layer of the stack can be asked for. */
export interface PropertyKey<T> {
  readonly name: string;
  /** Carries the type only; never set. */
  readonly [valueType]?: (value: T) => T;
}

/** Makes a key; each call makes a different one, whatever its name. */
export function propertyKey<T>(name: string): PropertyKey<T> {
  return Object.freeze({ name });
}
