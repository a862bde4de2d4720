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

@DataContract({ name: 'MathFault', namespace: 'urn:calculator' })
export class MathFault {
  @DataMember(xsd.string) operation!: string;
  @DataMember(xsd.string) problemType!: string;
}

@ServiceContract({ name: 'ICalculator', namespace: 'urn:calculator' })
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
    name: 'Divide',
    parameters: [
      ['n1', xsd.double],
      ['n2', xsd.double],
    ],
    returns: xsd.double,
    faults: [MathFault],
  })
  divide(n1: number, n2: number): Promise<number> {
    return contractOnly(n1, n2);
  }

  @Operation({ name: 'Notify', parameters: [['key', xsd.string]], isOneWay: true })
  notify(key: string): Promise<void> {
    return contractOnly(key);
  }

  @Operation({ name: 'Fail', parameters: [['how', xsd.string]] })
  fail(how: string): Promise<void> {
    return contractOnly(how);
  }

  @Operation({ name: 'Wait', parameters: [['key', xsd.string]], returns: xsd.string })
  wait(key: string): Promise<string> {
    return contractOnly(key);
  }

  @Operation({ name: 'Instance', returns: xsd.int })
  instance(): Promise<number> {
    return contractOnly();
  }
}

/** The same operations, with a session. */
@ServiceContract({
  name: 'ISessionCalculator',
  namespace: 'urn:calculator',
  sessionMode: 'Required',
})
export class SessionCalculator extends Calculator {}

/** What happened in the services of one test. */
export class Journal {
  readonly entries: string[] = [];
  readonly #waiting: { readonly entry: string; readonly resolve: () => void }[] = [];
  readonly #held = new Map<string, () => void>();

  write(entry: string): void {
    this.entries.push(entry);
    for (const { entry: wanted, resolve } of this.#waiting) if (wanted === entry) resolve();
  }

  /** Resolves when the entry is there. */
  async until(entry: string): Promise<void> {
    if (this.entries.includes(entry)) return;
    await new Promise<void>((resolve) => {
      this.#waiting.push({ entry, resolve });
    });
  }

  /** Waits until the key is released. */
  async hold(key: string): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#held.set(key, resolve);
      this.write(`holding ${key}`);
    });
  }

  release(key: string): void {
    this.#held.get(key)?.();
  }
}

/** A service class of its own for a test, with its journal and its instance numbers. */
export function createService(behavior: Parameters<typeof ServiceBehavior>[0] = {}): {
  CalculatorService: new () => Calculator & AsyncDisposable;
  journal: Journal;
} {
  const journal = new Journal();
  let instances = 0;

  @ServiceBehavior(behavior)
  class CalculatorService implements Calculator, AsyncDisposable {
    readonly #number: number;

    constructor() {
      instances += 1;
      this.#number = instances;
      journal.write(`created ${String(instances)}`);
    }

    add(n1: number, n2: number): Promise<number> {
      return Promise.resolve(n1 + n2);
    }

    async divide(n1: number, n2: number): Promise<number> {
      await Promise.resolve();
      if (n2 !== 0) return n1 / n2;
      const detail = new MathFault();
      detail.operation = 'divide';
      detail.problemType = 'divide by zero';
      throw new FaultError(MathFault, detail, { reason: 'Divide by zero.' });
    }

    notify(key: string): Promise<void> {
      journal.write(`notified ${key}`);
      if (key === 'bad') throw new Error('secret of a one-way call');
      return key === 'forever' ? new Promise(() => undefined) : Promise.resolve();
    }

    fail(how: string): Promise<void> {
      if (how === 'throw') throw new Error('secret that was thrown');
      if (how === 'fault') return Promise.reject(new FaultError('A plain fault.'));
      if (how === 'undeclared')
        return Promise.reject(new FaultError(xsd.string, 'undeclared detail'));
      if (how === 'not an error') return Promise.reject(new TypeError('secret of a type'));
      return Promise.reject(
        new Error('secret that was rejected', { cause: new Error('its cause') }),
      );
    }

    async wait(key: string): Promise<string> {
      journal.write(`begin ${key}`);
      await journal.hold(key);
      journal.write(`end ${key}`);
      return key;
    }

    instance(): Promise<number> {
      return Promise.resolve(this.#number);
    }

    async [Symbol.asyncDispose](): Promise<void> {
      await Promise.resolve();
      journal.write(`disposed ${String(this.#number)}`);
    }
  }
  return { CalculatorService, journal };
}
