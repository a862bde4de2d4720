import { propertyKey } from '../message/index.js';
import type { PropertyKey } from '../message/index.js';

/** Names something that a host or factory hands to the elements of its binding. */
export type BindingParameterKey<T> = PropertyKey<T>;

/** Makes a key for a binding parameter. */
export function bindingParameter<T>(name: string): BindingParameterKey<T> {
  return propertyKey<T>(name);
}

/** What a host or factory hands to the elements of its binding: credentials, and what elements of one's own want. */
export class BindingParameters {
  readonly #values = new Map<object, unknown>();

  set<T>(key: BindingParameterKey<T>, value: T): this {
    this.#values.set(key, value);
    return this;
  }

  get<T>(key: BindingParameterKey<T>): T | null {
    // A value is only ever stored under the key that carries its type.
    return (this.#values.get(key) as T | undefined) ?? null;
  }
}
