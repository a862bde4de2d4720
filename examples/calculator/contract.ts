import { Operation, ServiceContract, contractOnly, xsd } from 'channelstack';

/** The contract that service and client share. */
@ServiceContract({
  name: 'ICalculator',
  namespace: 'http://Microsoft.ServiceModel.Samples',
  configurationName: 'Microsoft.ServiceModel.Samples.ICalculator',
})
export class Calculator {
  @Operation({
    name: 'Add',
    parameters: [
      ['n1', xsd.double],
      ['n2', xsd.double],
    ],
    returns: xsd.double,
  })
  add(n1: number, n2: number): Promise<number> {
    return contractOnly(n1, n2);
  }

  @Operation({
    name: 'Subtract',
    parameters: [
      ['n1', xsd.double],
      ['n2', xsd.double],
    ],
    returns: xsd.double,
  })
  subtract(n1: number, n2: number): Promise<number> {
    return contractOnly(n1, n2);
  }

  @Operation({
    name: 'Multiply',
    parameters: [
      ['n1', xsd.double],
      ['n2', xsd.double],
    ],
    returns: xsd.double,
  })
  multiply(n1: number, n2: number): Promise<number> {
    return contractOnly(n1, n2);
  }

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
