import { InvalidBindingError } from '../../core/errors/index.js';
import { decoratedMember } from './decorated-member.js';
import { addMetadata, metadataKey } from './decorator-metadata.js';
import type { MethodContractDecorator } from './fault.js';

/** What `@OperationBehavior` says of a method of a service class. WCF's OperationBehaviorAttribute. */
export interface OperationBehaviorOptions {
  /**
   * Whether the instance, which other calls would go on using, ends `BeforeCall`, `AfterCall` or `BeforeAndAfterCall`: the next
   * call is served by a new one. Default `None`.
   */
  readonly releaseInstanceMode?: ReleaseInstanceMode | undefined;
}

/** When an instance ends beside its time. WCF's ReleaseInstanceMode. */
export type ReleaseInstanceMode = 'None' | 'BeforeCall' | 'AfterCall' | 'BeforeAndAfterCall';

/** What `@OperationBehavior` keeps of one method. */
export interface OperationBehaviorMetadata {
  readonly methodName: string;
  readonly options: OperationBehaviorOptions;
}

/** Where `@OperationBehavior` keeps its options. */
export const operationBehaviorsKey =
  metadataKey<readonly OperationBehaviorMetadata[]>('operation-behaviors');

const releaseInstanceModes = ['None', 'BeforeCall', 'AfterCall', 'BeforeAndAfterCall'];

/**
 * Says how a service serves one operation; it stands on the method of the service class.
 * @throws InvalidBindingError for an option that it does not have
 */
export function OperationBehavior(options: OperationBehaviorOptions = {}): MethodContractDecorator {
  for (const [name, value] of Object.entries(options)) {
    if (name === 'releaseInstanceMode' && releaseInstanceModes.includes(String(value))) continue;
    throw new InvalidBindingError(
      `@OperationBehavior has no ${name}: '${String(value)}'; it has releaseInstanceMode, one of ${releaseInstanceModes.join(', ')}.`,
    );
  }
  return (target: unknown, second: unknown) => {
    const { owner, name } = decoratedMember('OperationBehavior', target, second);
    addMetadata(operationBehaviorsKey, owner, { methodName: name, options });
  };
}
