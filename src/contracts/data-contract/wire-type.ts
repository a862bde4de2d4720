/** Never there at run time: where a {@link WireType} keeps the TypeScript type of its values. */
declare const valueType: unique symbol;

/**
 * How values of a TypeScript type look on the wire, as a value: `xsd.double`, `guid`, `arrayOf(xsd.int)` ...
 * Compare by identity; made only by this module's constants and functions.
 */
export interface WireType<T> {
  readonly [valueType]?: T;
  readonly kind: string;
}

/** A class decorated with `@DataContract`. */
export type DataContractClass<T extends object = object> = abstract new (...args: never[]) => T;
