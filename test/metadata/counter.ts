import { Operation, ServiceContract, contractOnly, xsd } from '../../src/index.js';

/** A contract of one operation. */
@ServiceContract({ name: 'ICounter', namespace: 'urn:counter' })
export class Counter {
  @Operation({ name: 'Count', parameters: [['text', xsd.string]], returns: xsd.int })
  count(text: string): Promise<number> {
    return contractOnly(text);
  }
}

/** Counts letters. */
export class CounterService implements Counter {
  count(text: string): Promise<number> {
    return Promise.resolve(text.length);
  }
}
