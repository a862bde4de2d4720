import { elementReader, writeValue } from './element-serializer.js';
import { ValueError } from './value-error.js';
import { labelOf, wireType } from './wire-type.js';
import type { Accepts, Infer, TypeReference, WireType } from './wire-type.js';

/** How a value goes over the wire as another type. */
export interface Surrogate<R extends TypeReference, T> {
  /** What is written in the place of a value. */
  readonly toWire: (value: T) => Accepts<R>;
  /** The value for what was read. */
  readonly fromWire: (value: Infer<R>) => T;
}

/**
 * A type that is another one on the wire: `surrogate(xsd.string, { toWire: (url: URL) => url.href, fromWire: (text) => new
 * URL(text) })`. Null stays null. .NET's serialization surrogates.
 *
 * What the two functions throw is a SerializationError with the path to the value. What does not come is `fromWire` of .NET's
 * default value, or null where `fromWire` refuses that.
 */
export function surrogate<const R extends TypeReference, T>(
  type: R,
  { toWire, fromWire }: Surrogate<R, T>,
): WireType<T> {
  const write = guarded(toWire);
  const read = guarded(fromWire);
  return wireType(
    `surrogate(${labelOf(type)})`,
    (resolver) => {
      const inner = resolver.serializerOf(type);
      const readInner = elementReader({ ...inner, isNullable: false });
      return Object.freeze({
        ...inner,
        classType: null,
        isReference: false,
        polymorphism: null,
        isPlain: false,
        missing: defaultOf(inner.missing, fromWire as (value: unknown) => unknown),
        isDefault: (value: unknown) =>
          inner.isDefault(value === null || value === undefined ? value : write(value as never)),
        writeContent(writer, value) {
          writeValue(writer, inner, write(value as never));
        },
        readElement: (reader) => read(readInner(reader) as never),
      } satisfies typeof inner);
    },
    { kind: 'contract' },
  );
}

function defaultOf(missing: unknown, fromWire: (value: unknown) => unknown): unknown {
  if (missing === null) return null;
  try {
    return fromWire(missing);
  } catch {
    return null;
  }
}

function guarded<From, To>(convert: (value: From) => To): (value: From) => To {
  return (value) => {
    try {
      return convert(value);
    } catch (error) {
      const { message } = error instanceof Error ? error : { message: String(error) };
      throw new ValueError('', `its surrogate failed: ${message}`, error);
    }
  };
}
