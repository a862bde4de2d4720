import {
  DataContract,
  DataMember,
  FaultError,
  Operation,
  ServiceBehavior,
  ServiceContract,
  contractOnly,
  xsd,
} from '../../../src/contracts/index.js';
import { FaultCode } from '../../../src/core/message/index.js';
import type { Clock } from '../../../src/core/time/index.js';

const namespace = 'http://Microsoft.ServiceModel.Samples';

/** The detail of the declared fault. */
@DataContract({ namespace })
export class MathFault {
  @DataMember(xsd.string, { name: 'Operation' })
  operation!: string;

  @DataMember(xsd.string, { name: 'ProblemType' })
  problemType!: string;
}

/** The contract of the recorded sessions. */
@ServiceContract({ name: 'ICalculator', namespace, sessionMode: 'Required' })
export class RecordedCalculator {
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

  @Operation({ name: 'Echo', parameters: [['text', xsd.string]], returns: xsd.string })
  echo(text: string): Promise<string> {
    return contractOnly(text);
  }

  @Operation({ name: 'Bump', parameters: [['key', xsd.string]], returns: xsd.int })
  bump(key: string): Promise<number> {
    return contractOnly(key);
  }

  @Operation({ name: 'Next', parameters: [], returns: xsd.int })
  next(): Promise<number> {
    return contractOnly();
  }

  @Operation({
    name: 'Slow',
    parameters: [
      ['milliseconds', xsd.int],
      ['text', xsd.string],
    ],
    returns: xsd.string,
  })
  slow(milliseconds: number, text: string): Promise<string> {
    return contractOnly(milliseconds, text);
  }

  @Operation({ name: 'Notify', parameters: [['key', xsd.string]], isOneWay: true })
  notify(key: string): Promise<void> {
    return contractOnly(key);
  }

  @Operation({ name: 'Peek', parameters: [['key', xsd.string]], returns: xsd.int })
  peek(key: string): Promise<number> {
    return contractOnly(key);
  }

  @Operation({
    name: 'Append',
    parameters: [
      ['key', xsd.string],
      ['value', xsd.int],
    ],
    isOneWay: true,
  })
  append(key: string, value: number): Promise<void> {
    return contractOnly(key, value);
  }

  @Operation({ name: 'Log', parameters: [['key', xsd.string]], returns: xsd.string })
  log(key: string): Promise<string> {
    return contractOnly(key);
  }

  @Operation({
    name: 'Fault',
    parameters: [['mode', xsd.string]],
    returns: xsd.string,
    faults: [MathFault],
  })
  fault(mode: string): Promise<string> {
    return contractOnly(mode);
  }
}

/** The service, with the state that outlives a session given from outside. */
@ServiceBehavior({ instanceContextMode: 'PerSession', concurrencyMode: 'Multiple' })
export class RecordedCalculatorService implements RecordedCalculator {
  readonly #clock: Clock;
  readonly #counts: Map<string, number>;
  readonly #logs: Map<string, number[]>;
  #calls = 0;

  constructor(clock: Clock, counts: Map<string, number>, logs: Map<string, number[]>) {
    this.#clock = clock;
    this.#counts = counts;
    this.#logs = logs;
  }

  add(n1: number, n2: number): Promise<number> {
    return Promise.resolve(n1 + n2);
  }

  echo(text: string): Promise<string> {
    return Promise.resolve(text);
  }

  bump(key: string): Promise<number> {
    return Promise.resolve(this.#count(key));
  }

  next(): Promise<number> {
    this.#calls += 1;
    return Promise.resolve(this.#calls);
  }

  slow(milliseconds: number, text: string): Promise<string> {
    return new Promise((resolve) => {
      this.#clock.schedule(milliseconds, () => {
        resolve(text);
      });
    });
  }

  notify(key: string): Promise<void> {
    this.#count(key);
    return Promise.resolve();
  }

  peek(key: string): Promise<number> {
    return Promise.resolve(this.#counts.get(key) ?? 0);
  }

  append(key: string, value: number): Promise<void> {
    const log = this.#logs.get(key) ?? [];
    this.#logs.set(key, [...log, value]);
    return Promise.resolve();
  }

  log(key: string): Promise<string> {
    return Promise.resolve((this.#logs.get(key) ?? []).join(','));
  }

  fault(mode: string): Promise<string> {
    switch (mode) {
      case 'typed': {
        const detail = { operation: 'divide', problemType: 'divide by zero' };
        throw new FaultError(MathFault, detail, { reason: 'Divide by zero.' });
      }
      case 'untyped':
        throw new FaultError('Plain fault.', {
          code: FaultCode.sender(new FaultCode('Custom', namespace)),
        });
      default:
        throw new Error('An undeclared error.');
    }
  }

  #count(key: string): number {
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    return count;
  }
}
