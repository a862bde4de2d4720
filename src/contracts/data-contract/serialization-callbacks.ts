import { classChain, ownMetadata } from '../decorators/decorator-metadata.js';
import type { ClassReference } from '../decorators/decorator-metadata.js';
import { serializationCallbacksKey } from './data-contract-metadata.js';
import type { SerializationMoment } from './data-contract-metadata.js';

/** Calls the methods of an object for one moment. */
export type MomentCaller = (value: object) => void;

/** What the methods of a class do at a moment, base classes first; null when there are none. */
export function callerFor(type: ClassReference, moment: SerializationMoment): MomentCaller | null {
  const names = [...classChain(type)]
    .reverse()
    .flatMap((each) => ownMetadata(serializationCallbacksKey, each) ?? [])
    .filter((callback) => callback.moment === moment)
    .map(({ methodName }) => methodName);
  if (names.length === 0) return null;
  return (value) => {
    for (const name of names) {
      const method: unknown = Reflect.get(value, name);
      // A plain object stands in for one of the class: it has no methods.
      if (typeof method === 'function') Reflect.apply(method, value, []);
    }
  };
}
