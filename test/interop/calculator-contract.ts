import {
  DataContract,
  DataMember,
  FaultError,
  Operation,
  ServiceBehavior,
  ServiceContract,
  arrayOf,
  contractOnly,
  xsd,
} from '../../src/contracts/index.js';

const namespace = 'http://Microsoft.ServiceModel.Samples';
const two = [
  ['n1', xsd.double],
  ['n2', xsd.double],
] as const;

/** The detail of the declared fault. */
@DataContract({ namespace })
export class MathFault {
  @DataMember(xsd.string)
  operation!: string;

  @DataMember(xsd.string)
  problemType!: string;
}

/** The contract that every peer speaks; see `calculator-operations.ts` for the names on the wire. */
@ServiceContract({ name: 'ICalculator', namespace })
export class InteropCalculator {
  @Operation({ name: 'Add', parameters: two, returns: xsd.double })
  add(n1: number, n2: number): Promise<number> {
    return contractOnly(n1, n2);
  }

  @Operation({ name: 'Subtract', parameters: two, returns: xsd.double })
  subtract(n1: number, n2: number): Promise<number> {
    return contractOnly(n1, n2);
  }

  @Operation({ name: 'Multiply', parameters: two, returns: xsd.double })
  multiply(n1: number, n2: number): Promise<number> {
    return contractOnly(n1, n2);
  }

  @Operation({ name: 'Divide', parameters: two, returns: xsd.double })
  divide(n1: number, n2: number): Promise<number> {
    return contractOnly(n1, n2);
  }

  @Operation({ name: 'SafeDivide', parameters: two, returns: xsd.double, faults: [MathFault] })
  safeDivide(n1: number, n2: number): Promise<number> {
    return contractOnly(n1, n2);
  }

  @Operation({ name: 'Fail', parameters: [['message', xsd.string]] })
  fail(message: string): Promise<void> {
    return contractOnly(message);
  }

  @Operation({ name: 'Note', parameters: [['text', xsd.string]], isOneWay: true })
  note(text: string): Promise<void> {
    return contractOnly(text);
  }

  @Operation({ name: 'Notes', parameters: [], returns: arrayOf(xsd.string) })
  notes(): Promise<string[]> {
    return contractOnly();
  }

  @Operation({ name: 'Echo', parameters: [['text', xsd.string]], returns: xsd.string })
  echo(text: string): Promise<string> {
    return contractOnly(text);
  }

  @Operation({ name: 'Next', parameters: [], returns: xsd.int })
  next(): Promise<number> {
    return contractOnly();
  }
}

/** One instance a session, so that `next` counts the calls of one client. */
@ServiceBehavior({ instanceContextMode: 'PerSession' })
export class InteropCalculatorService implements InteropCalculator {
  readonly #notes: string[] = [];
  #count = 0;

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

  safeDivide(n1: number, n2: number): Promise<number> {
    if (n2 === 0) {
      const detail = { operation: 'divide', problemType: 'divide by zero' };
      throw new FaultError(MathFault, detail, { reason: 'Divide by zero.' });
    }
    return Promise.resolve(n1 / n2);
  }

  fail(message: string): Promise<void> {
    return Promise.reject(new Error(message));
  }

  note(text: string): Promise<void> {
    this.#notes.push(text);
    return Promise.resolve();
  }

  notes(): Promise<string[]> {
    return Promise.resolve([...this.#notes]);
  }

  echo(text: string): Promise<string> {
    return Promise.resolve(text);
  }

  next(): Promise<number> {
    this.#count += 1;
    return Promise.resolve(this.#count);
  }
}
