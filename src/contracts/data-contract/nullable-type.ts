import { nullableNamespace } from './namespaces.js';
import type { Serializer } from './serializer.js';
import { labelOf, wireType } from './wire-type.js';
import type { Accepts, Infer, TypeReference, WireType } from './wire-type.js';

/**
 * A type whose values may be null (`xsi:nil`); writing takes undefined for null.
 *
 * For .NET's value types (numbers, boolean, dateTime, guid, enums ...) this is Nullable<T>. Its reference types (string,
 * base64Binary, lists, dictionaries, classes) can always be null, so there it changes nothing on the wire: it lets the
 * TypeScript type say so.
 */
export function nullable<R extends TypeReference>(
  type: R,
): WireType<Infer<R> | null, Accepts<R> | null | undefined> {
  return wireType(
    `nullable(${labelOf(type)})`,
    (resolver) => {
      const inner = resolver.serializerOf(type);
      return inner.isNullable ? inner : nullableValue(inner);
    },
    { kind: 'nullable', inner: type },
  );
}

function nullableValue(inner: Serializer): Serializer {
  return Object.freeze({
    ...inner,
    argumentName: `NullableOf${inner.argumentName}`,
    argumentNamespace: nullableNamespace,
    isNullable: true,
    isPlain: false,
    missing: null,
    isDefault: (value: unknown) => value === null || value === undefined,
  });
}
