import { Container, ContainerModule } from 'inversify';
import { InvalidOperationError } from '../errors/index.js';
import { randomIds } from '../message/index.js';
import { SystemClock } from '../time/index.js';
import { ElementRegistry } from './element-registry.js';
import type { ElementKind } from './element-registry.js';
import { token } from './token.js';
import type { Services, Token } from './token.js';
import { ClockToken, ElementRegistryToken, IdGeneratorToken } from './tokens.js';

/** All element kinds are bound to this one token, and indexed by name by the registry. */
const ElementKindToken = token<ElementKind<never>>('elementKind');

/** Something a container can load: services or binding elements. An inversify module. */
export type ServiceModule = ContainerModule;

/** A module that makes binding elements known by name. */
export function elementModule(...kinds: readonly ElementKind<never>[]): ServiceModule {
  return listModule(ElementKindToken, ...kinds);
}

/** A module that adds values to those which other modules provide for a token; `getAll` has all of them. */
export function listModule<T>(provided: Token<T>, ...values: readonly T[]): ServiceModule {
  return new ContainerModule(({ bind }) => {
    for (const value of values) bind(provided.symbol).toConstantValue(value);
  });
}

/** A module that provides one service. It replaces what an earlier module provided for the token. */
export function serviceModule<T>(provided: Token<T>, value: T): ServiceModule {
  return new ContainerModule(({ bind, isBound, unbind }) => {
    if (isBound(provided.symbol)) unbind(provided.symbol);
    bind(provided.symbol).toConstantValue(value);
  });
}

/** The composition root of one application: an inversify container with typed access. */
export class ServiceContainer implements Services {
  /** The inversify container itself, for an application that keeps its own services there. */
  readonly inversify: Container;
  #registry: ElementRegistry | null = null;

  constructor(parent: ServiceContainer | null = null) {
    this.inversify =
      parent === null ? new Container() : new Container({ parent: parent.inversify });
  }

  /** Loads modules; later ones win. */
  load(...modules: readonly ServiceModule[]): this {
    this.inversify.load(...modules);
    this.#registry = null;
    return this;
  }

  get<T>(wanted: Token<T>): T {
    const found = this.find(wanted);
    if (found === null) {
      throw new InvalidOperationError(
        `Nothing is registered for '${wanted.name}'; load a module that provides it (serviceModule) into the container.`,
      );
    }
    return found;
  }

  find<T>(wanted: Token<T>): T | null {
    if (wanted.symbol === ElementRegistryToken.symbol) {
      // The registry token carries that very type.
      return (this.#registry ??= new ElementRegistry(this.getAll(ElementKindToken))) as T;
    }
    if (!this.inversify.isBound(wanted.symbol)) return null;
    return this.inversify.get<T>(wanted.symbol);
  }

  /** All values that modules added for a token with `listModule`, those of the parent container too. */
  getAll<T>(wanted: Token<T>): T[] {
    if (!this.inversify.isBound(wanted.symbol)) return [];
    return this.inversify.getAll<T>(wanted.symbol, { chained: true });
  }
}

/** What a host or factory uses that was given no container. The elements of the package are loaded into it. */
export const defaultContainer = new ServiceContainer().load(
  serviceModule(ClockToken, new SystemClock()),
  serviceModule(IdGeneratorToken, randomIds),
);

/** A container of one's own that knows all that the default one knows; what it loads is seen by it alone. */
export function createContainer(...modules: readonly ServiceModule[]): ServiceContainer {
  return new ServiceContainer(defaultContainer).load(...modules);
}
