import {
  Operation,
  ServiceBehavior,
  ServiceContract,
  contractOnly,
  xsd,
} from '../../src/contracts/index.js';

/** A contract with the names that configuration files of the samples use. */
@ServiceContract({
  name: 'ICalculator',
  namespace: 'http://Microsoft.ServiceModel.Samples',
  configurationName: 'Microsoft.ServiceModel.Samples.ICalculator',
})
export class Calculator {
  @Operation({
    name: 'Divide',
    parameters: [
      ['n1', xsd.double],
      ['n2', xsd.double],
    ],
    returns: xsd.double,
  })
  divide(n1: number, n2: number): Promise<number> {
    return contractOnly(n1, n2);
  }
}

@ServiceBehavior({ configurationName: 'Microsoft.ServiceModel.Samples.CalculatorService' })
export class CalculatorService implements Calculator {
  divide(n1: number, n2: number): Promise<number> {
    if (n2 === 0) return Promise.reject(new RangeError('Nothing is divided by 0 here.'));
    return Promise.resolve(n1 / n2);
  }
}

/** The same service under the name that the sample with simplified configuration has. */
@ServiceBehavior({
  configurationName: 'Microsoft.Samples.ReliableSessionOverHttps.CalculatorService',
})
export class SimplifiedCalculatorService extends CalculatorService {}
