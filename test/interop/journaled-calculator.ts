import { setTimeout } from 'node:timers/promises';

import {
  Operation,
  ServiceBehavior,
  ServiceContract,
  contractOnly,
  xsd,
} from '../../src/contracts/index.js';
import { InteropCalculator, InteropCalculatorService } from './calculator-contract.js';

/** The contract of one-way operations alone. */
@ServiceContract({
  name: 'INotebook',
  namespace: 'http://Microsoft.ServiceModel.Samples',
  sessionMode: 'Required',
})
export class Notebook {
  @Operation({ name: 'Note', parameters: [['text', xsd.string]], isOneWay: true })
  note(text: string): Promise<void> {
    return contractOnly(text);
  }
}

/** What a service did, in order: `echo x`, `note x`, `created`, `disposed`. */
export class ServiceJournal {
  readonly entries: string[] = [];
  #waiting: (() => void)[] = [];

  write(entry: string): void {
    this.entries.push(entry);
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** The texts of one operation's calls. */
  texts(operation: 'echo' | 'note'): string[] {
    return this.entries
      .filter((entry) => entry.startsWith(`${operation} `))
      .map((entry) => entry.slice(operation.length + 1));
  }

  async until(entry: string): Promise<void> {
    while (!this.entries.includes(entry)) {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    }
  }
}

/** A service class of its own for a test. Echo of `slow N ...` takes N milliseconds. */
export function journaledCalculator(): {
  readonly Service: new () => InteropCalculator & Notebook & AsyncDisposable;
  readonly journal: ServiceJournal;
} {
  const journal = new ServiceJournal();

  @ServiceBehavior({ instanceContextMode: 'PerSession', concurrencyMode: 'Multiple' })
  class Service extends InteropCalculatorService {
    constructor() {
      super();
      journal.write('created');
    }

    override async echo(text: string): Promise<string> {
      journal.write(`echo ${text}`);
      const slow = /^slow (\d+)/.exec(text);
      if (slow !== null) await setTimeout(Number(slow[1]));
      return text;
    }

    override note(text: string): Promise<void> {
      journal.write(`note ${text}`);
      return super.note(text);
    }

    [Symbol.asyncDispose](): Promise<void> {
      journal.write('disposed');
      return Promise.resolve();
    }
  }
  return { Service, journal };
}
