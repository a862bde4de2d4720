import type { ServiceContainer } from '../../core/container/index.js';
import { InvalidBindingError, InvalidOperationError } from '../../core/errors/index.js';
import { describeServiceBehavior } from '../description/index.js';
import { disposeInstance } from '../dispatch/index.js';
import type { ContractDescription, ServiceBehaviorDescription } from '../description/index.js';

/** A class of services, whatever its constructor takes. */
export type ServiceClass = new (...args: never[]) => object;

/** What serves: a class whose instances are made as they are needed, or one instance for all calls. */
export class ServiceImplementation {
  readonly serviceClass: ServiceClass;
  readonly behavior: ServiceBehaviorDescription;
  /** The instance that the application made, or null. */
  readonly singleton: object | null;
  readonly #container: ServiceContainer;
  /** The methods that are operations. */
  readonly #operations = new Set<string>();

  constructor(
    service: ServiceClass | object,
    container: ServiceContainer,
    override: Partial<ServiceBehaviorDescription>,
  ) {
    this.#container = container;
    this.singleton = typeof service === 'function' ? null : service;
    // What an instance was made from is its constructor; the language does not type it.
    this.serviceClass = (this.singleton?.constructor ?? service) as ServiceClass;
    const behavior = { ...describeServiceBehavior(this.serviceClass), ...override };
    this.behavior =
      this.singleton === null ? behavior : { ...behavior, instanceContextMode: 'Single' };
    if (this.singleton !== null && behavior.instanceContextMode === 'PerCall') {
      throw new InvalidOperationError(
        `The service ${behavior.name} is marked PerCall, but the host was given an instance of it. Give it the class, or set instanceContextMode to 'Single'.`,
      );
    }
  }

  /** A new instance: from the container when the class is bound there, else by its constructor without arguments. */
  readonly create = (): object => {
    const { inversify } = this.#container;
    // Without a binding in the container there is nobody to pass arguments.
    const newable: new () => object = this.serviceClass;
    return inversify.isBound(newable) ? inversify.get<object>(newable) : new newable();
  };

  /** Ends the life of an instance. */
  readonly dispose = (instance: object): unknown => disposeInstance(instance, this.#operations);

  /** @throws InvalidBindingError that lists the operations which the service has no method for */
  checkImplements(contract: ContractDescription): void {
    // Methods are looked for where the language puts them; a field that holds a function is not there before an instance is.
    const prototype: unknown = this.singleton ?? this.serviceClass.prototype;
    const missing = contract.operations.filter(
      ({ methodName }) =>
        typeof prototype !== 'object' ||
        prototype === null ||
        typeof Reflect.get(prototype, methodName) !== 'function',
    );
    for (const { methodName } of contract.operations) this.#operations.add(methodName);
    if (missing.length === 0) return;
    throw new InvalidBindingError(
      `The service ${this.behavior.name} does not implement the contract ${contract.name}: it lacks ${missing
        .map(({ methodName }) => `${methodName}()`)
        .join(', ')}. Add the methods (a field that holds a function does not count).`,
    );
  }
}
