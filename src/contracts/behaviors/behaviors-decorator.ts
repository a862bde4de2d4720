import { InvalidBindingError } from '../../core/errors/index.js';
import { serviceContractKey } from '../decorators/contract-metadata.js';
import {
  decoratedClass,
  decoratedMember,
  isMethodDecoration,
} from '../decorators/decorated-member.js';
import type { ClassOrMethodDecorator } from '../decorators/index.js';
import {
  addMetadata,
  classChain,
  metadataKey,
  ownMetadata,
} from '../decorators/decorator-metadata.js';
import { behaviorProblem } from './behavior.js';
import type { Behavior } from './behavior.js';

interface BehaviorMetadata {
  /** Null for the class. */
  readonly methodName: string | null;
  readonly behaviors: readonly Behavior[];
}

const behaviorsKey = metadataKey<readonly BehaviorMetadata[]>('behaviors');

/**
 * Adds behaviours to a service class, to a contract class (for its services and clients alike), or to one of its operations.
 */
export function Behaviors(...behaviors: readonly Behavior[]): ClassOrMethodDecorator {
  return (target: unknown, second?: unknown) => {
    if (!isMethodDecoration(target, second)) {
      const owner = decoratedClass('Behaviors', target, second);
      addMetadata(behaviorsKey, owner, { methodName: null, behaviors });
      return;
    }
    const { owner, name } = decoratedMember('Behaviors', target, second);
    addMetadata(behaviorsKey, owner, { methodName: name, behaviors });
  };
}

/**
 * The behaviours that decorators put on a service class and its base classes, those of the base first. What stands on a
 * class that is a contract belongs to the contract, unless only services have a use for it.
 * @throws InvalidBindingError
 */
export function serviceBehaviors(type: object): Behavior[] {
  return classChain(type)
    .toReversed()
    .flatMap((one) =>
      isContract(one)
        ? decorated(one, null).filter(isForServices)
        : checked(decorated(one, null), 'service'),
    );
}

/** The same for a contract class. */
export function contractBehaviors(type: object): Behavior[] {
  const found = classChain(type)
    .toReversed()
    .flatMap((one) => decorated(one, null));
  return checked(
    found.filter((behavior) => !isForServices(behavior)),
    'contract',
  );
}

/** The same for a method of a contract, or of a service. */
export function methodBehaviors(type: object, methodName: string): Behavior[] {
  const found = classChain(type)
    .toReversed()
    .flatMap((one) => decorated(one, methodName));
  return checked(found, 'operation');
}

/** Decorators of one class run from the last to the first. */
function decorated(type: object, methodName: string | null): Behavior[] {
  return (ownMetadata(behaviorsKey, type) ?? [])
    .toReversed()
    .filter((metadata) => metadata.methodName === methodName)
    .flatMap(({ behaviors }) => behaviors);
}

function isContract(type: object): boolean {
  return ownMetadata(serviceContractKey, type) !== undefined;
}

function isForServices(behavior: Behavior): boolean {
  return (
    behaviorProblem(behavior, 'contract') !== null && behaviorProblem(behavior, 'service') === null
  );
}

function checked(behaviors: Behavior[], level: 'service' | 'contract' | 'operation'): Behavior[] {
  for (const behavior of behaviors) {
    const problem = behaviorProblem(behavior, level);
    if (problem !== null) throw new InvalidBindingError(problem);
  }
  return behaviors;
}
