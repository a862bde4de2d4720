import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  Operation,
  OperationContext,
  ServiceContract,
  contractOnly,
  xsd,
} from '../../../src/contracts/index.js';

setFlagsFromString('--expose-gc');

/** Collects what nobody holds. */
export const collect = runInNewContext('gc') as () => void;

export const pause = (milliseconds: number): Promise<void> => setTimeout(milliseconds);

@ServiceContract({ name: 'IWork', namespace: 'urn:example:work' })
export class Work {
  @Operation({ name: 'Do', parameters: [['milliseconds', xsd.int]], returns: xsd.int })
  do(milliseconds: number): Promise<number> {
    return contractOnly(milliseconds);
  }
}

/** Takes its time, and stops when nobody waits any more. */
export class WorkService implements Work {
  async do(milliseconds: number): Promise<number> {
    const { signal } = OperationContext.current;
    await setTimeout(milliseconds, null, { signal });
    return milliseconds;
  }
}
