import {
  Operation,
  ServiceBehavior,
  ServiceContract,
  contractOnly,
  xsd,
} from '../../src/contracts/index.js';

@ServiceContract({ name: 'ICounter', namespace: 'urn:counter' })
export class Counter {
  @Operation({ name: 'Next', parameters: [['call', xsd.int]], returns: xsd.int })
  next(call: number): Promise<number> {
    return contractOnly(call);
  }
}

@ServiceContract({ name: 'ICounterCallback', namespace: 'urn:counter' })
export class CounterCallback {
  @Operation({ name: 'Said', parameters: [['call', xsd.int]], isOneWay: true })
  said(call: number): Promise<void> {
    return contractOnly(call);
  }
}

/** The same with a callback, so that only a duplex channel will do. */
@ServiceContract({
  name: 'ICounterSession',
  namespace: 'urn:counter',
  callback: CounterCallback,
  sessionMode: 'Required',
})
export class CounterSession extends Counter {}

class SilentCounter implements CounterCallback {
  said(): Promise<void> {
    return Promise.resolve();
  }
}

/** What a channel factory of either contract is given for callbacks, which nobody makes. */
export function callbackFor(contract: typeof Counter): { readonly callback?: object } {
  return contract === Counter ? {} : { callback: new SilentCounter() };
}

/** Writes down its calls, in the order in which they ran. */
@ServiceBehavior({ instanceContextMode: 'Single', concurrencyMode: 'Multiple' })
export class CounterService implements Counter {
  readonly calls: number[] = [];
  #waiting: (() => void)[] = [];
  #held: Promise<void> = Promise.resolve();
  #release: () => void = () => undefined;

  async next(call: number): Promise<number> {
    this.calls.push(call);
    for (const resolve of this.#waiting.splice(0)) resolve();
    await this.#held;
    return call;
  }

  /** Calls wait from now on until `release`. */
  hold(): void {
    this.#held = new Promise((resolve) => {
      this.#release = resolve;
    });
  }

  release(): void {
    this.#release();
  }

  async untilCalls(count: number): Promise<void> {
    while (this.calls.length < count) {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    }
  }
}
