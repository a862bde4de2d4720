declare const serviceType: unique symbol;

/** Names a replaceable service and carries its type. */
export interface Token<T> {
  readonly name: string;
  readonly symbol: symbol;
  /** Carries the type only; never set. */
  readonly [serviceType]?: T;
}

/** Makes a token. The same name makes the same token, also from two copies of the package. */
export function token<T>(name: string): Token<T> {
  return Object.freeze({ name, symbol: Symbol.for(`channelstack.${name}`) });
}

/** Where building code finds the services it needs; used when a binding or an instance is built, never per message. */
export interface Services {
  /** The service, or an InvalidOperationError that names the token. */
  get<T>(token: Token<T>): T;
  /** The service, or null when nothing is registered. */
  find<T>(token: Token<T>): T | null;
}
