import { InvalidBindingError, InvalidOperationError } from '../../core/errors/index.js';
import { behaviorProblem } from './behavior.js';
import type { Behavior, BehaviorLevel } from './behavior.js';

/** The behaviours of a service, an endpoint, an operation or a client, in the order in which they have effect. */
export class BehaviorCollection implements Iterable<Behavior> {
  readonly #level: BehaviorLevel;
  #behaviors: Behavior[] = [];
  #isFrozen = false;

  constructor(level: BehaviorLevel, behaviors: readonly Behavior[] = []) {
    this.#level = level;
    this.add(...behaviors);
  }

  /**
   * Adds behaviours behind those that are there; one of a name that is there takes its place.
   * @throws InvalidBindingError for an extension that has no effect here
   */
  add(...behaviors: readonly Behavior[]): this {
    this.#throwIfFrozen();
    for (const behavior of behaviors) {
      const problem = behaviorProblem(behavior, this.#level);
      if (problem !== null) throw new InvalidBindingError(problem);
      const index = this.#behaviors.findIndex(({ name }) => name === behavior.name);
      if (index < 0) this.#behaviors.push(behavior);
      else this.#behaviors[index] = behavior;
    }
    return this;
  }

  /** The behaviour of that name, or null. */
  find(name: string): Behavior | null {
    return this.#behaviors.find((behavior) => behavior.name === name) ?? null;
  }

  /** Takes a behaviour away. Returns whether it was there. */
  remove(name: string): boolean {
    this.#throwIfFrozen();
    const rest = this.#behaviors.filter((behavior) => behavior.name !== name);
    const isFound = rest.length < this.#behaviors.length;
    this.#behaviors = rest;
    return isFound;
  }

  [Symbol.iterator](): Iterator<Behavior> {
    return this.#behaviors[Symbol.iterator]();
  }

  /** @internal From now on changes would have no effect, and are refused. */
  freeze(): readonly Behavior[] {
    this.#isFrozen = true;
    return this.#behaviors;
  }

  #throwIfFrozen(): void {
    if (this.#isFrozen) {
      throw new InvalidOperationError(
        'Behaviours take effect when the host or the channel factory is opened; change them before open().',
      );
    }
  }
}
