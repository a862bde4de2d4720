import { ServiceBehavior } from 'channelstack';
import type { Calculator } from './contract.js';

/** The service: plain methods, one instance a session. */
@ServiceBehavior({ configurationName: 'Microsoft.ServiceModel.Samples.CalculatorService' })
export class CalculatorService implements Calculator {
  add(n1: number, n2: number): Promise<number> {
    return Promise.resolve(n1 + n2);
  }

  subtract(n1: number, n2: number): Promise<number> {
    return Promise.resolve(n1 - n2);
  }

  multiply(n1: number, n2: number): Promise<number> {
    return Promise.resolve(n1 * n2);
  }

  divide(n1: number, n2: number): Promise<number> {
    return Promise.resolve(n1 / n2);
  }
}
