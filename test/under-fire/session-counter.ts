import {
  Operation,
  ServiceBehavior,
  ServiceContract,
  contractOnly,
  xsd,
} from '../../src/contracts/index.js';

@ServiceContract({ name: 'ISessionCounter', namespace: 'urn:counter', sessionMode: 'Required' })
export class SessionCounter {
  @Operation({
    name: 'Count',
    parameters: [
      ['session', xsd.string],
      ['number', xsd.int],
    ],
    returns: xsd.int,
  })
  count(session: string, number: number): Promise<number> {
    return contractOnly(session, number);
  }
}

const runs = new Map<string, number[]>();

/** The numbers of the calls of a session, in the order in which they ran. */
export function runsOf(session: string): readonly number[] {
  return runs.get(session) ?? [];
}

@ServiceBehavior({ instanceContextMode: 'PerSession' })
export class SessionCounterService implements SessionCounter {
  count(session: string, number: number): Promise<number> {
    const numbers = runs.get(session) ?? [];
    numbers.push(number);
    runs.set(session, numbers);
    return Promise.resolve(number);
  }
}
