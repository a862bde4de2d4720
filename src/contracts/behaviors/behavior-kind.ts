import type { ElementConfiguration } from '../../core/binding/index.js';
import { listModule, token } from '../../core/container/index.js';
import type { ServiceModule } from '../../core/container/index.js';
import type { Behavior } from './behavior.js';

/** A kind of behaviour: its name in WCF configuration, and how to make one from its options. */
export interface BehaviorKind<Options extends object = object> {
  readonly name: string;
  /** Makes a behaviour; options that do not fit throw InvalidBindingError. */
  create(options: Options): Behavior;
  /** How the behaviour is written in configuration, if it can be. */
  readonly configuration?: ElementConfiguration | undefined;
}

/** The user's way to a behaviour, `serviceThrottling({ ... })`, which is at the same time its kind for {@link behaviorModule}. */
export type BehaviorFactory<Options extends object> =
  // Options may be left out when none is required.
  ((...options: object extends Options ? [options?: Options] : [options: Options]) => Behavior) &
    BehaviorKind<Options>;

/**
 * Makes a kind of behaviour from a function of its options. It is used in code and as a decorator as it is; with `configuration`,
 * and loaded with {@link behaviorModule}, it stands in `<behavior>` under its name.
 */
export function defineBehavior<Options extends object = object>(
  name: string,
  create: (options: Options) => Omit<Behavior, 'name'>,
  configuration?: ElementConfiguration,
): BehaviorFactory<Options> {
  const make = (options: Options): Behavior => ({ name, ...create(options) });
  // The options may only be left out when their type allows it, and then all of them have defaults.
  const factory = (options: Options = {} as Options): Behavior => make(options);
  Object.defineProperty(factory, 'name', { value: name });
  return Object.assign(factory, { create: make, configuration });
}

/** All behaviours that configuration may name are bound to this one token. */
export const BehaviorKindToken = token<BehaviorKind<never>>('behaviorKind');

/** A module that makes behaviours known by name. */
export function behaviorModule(...kinds: readonly BehaviorKind<never>[]): ServiceModule {
  return listModule(BehaviorKindToken, ...kinds);
}
