import type { Accepts, TypeReference } from './wire-type.js';

/**
 * A value of `xsd.anyType` together with its type, where the value alone does not tell it: `typed(xsd.short, 5)`.
 * Reading gives one for the types that a plain value would not be written as again.
 */
export class TypedValue<R extends TypeReference = TypeReference> {
  readonly type: R;
  readonly value: Accepts<R>;

  constructor(type: R, value: Accepts<R>) {
    this.type = type;
    this.value = value;
    Object.freeze(this);
  }
}

/** Says the type of a value for `xsd.anyType`. */
export function typed<R extends TypeReference>(type: R, value: Accepts<R>): TypedValue<R> {
  return new TypedValue(type, value);
}
