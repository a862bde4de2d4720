import type { Accepts, Infer, TypeReference, WireType } from '../data-contract/index.js';
import { labelOf, wireType } from '../data-contract/wire-type.js';

/** What a {@link TypedHeader} says of itself. */
export interface TypedHeaderOptions {
  readonly mustUnderstand?: boolean | undefined;
  readonly actor?: string | undefined;
  readonly relay?: boolean | undefined;
}

/** A header of a message contract together with its SOAP attributes, which are known only at run time. WCF's MessageHeader<T>. */
export class TypedHeader<T> {
  readonly content: T;
  readonly mustUnderstand: boolean;
  /** The node that the header is for; '' for the ultimate receiver. */
  readonly actor: string;
  readonly relay: boolean;

  constructor(
    content: T,
    { mustUnderstand = false, actor = '', relay = false }: TypedHeaderOptions = {},
  ) {
    this.content = content;
    this.mustUnderstand = mustUnderstand;
    this.actor = actor;
    this.relay = relay;
  }
}

const contents = new WeakMap<object, TypeReference>();

/**
 * The type of a header member that is a {@link TypedHeader}: `@MessageHeaderMember(typedHeader(xsd.string)) token!:
 * TypedHeader<string> | null`; null
 * is no header. It stands there and nowhere else.
 */
export function typedHeader<R extends TypeReference>(
  content: R,
): WireType<TypedHeader<Infer<R>>, TypedHeader<Accepts<R>> | null> {
  const label = `typedHeader(${labelOf(content)})`;
  const type = wireType<TypedHeader<Infer<R>>, TypedHeader<Accepts<R>> | null>(
    label,
    (resolver) => {
      resolver.report(`The type ${label} is for members with @MessageHeaderMember only.`);
      return resolver.serializerOf(content);
    },
    { kind: 'contract' },
  );
  contents.set(type, content);
  return type;
}

/** The type of the content of a typed header, or null for any other type. */
export function typedHeaderContent(type: TypeReference): TypeReference | null {
  return contents.get(type) ?? null;
}
