import test from 'ava';
import type { ClosableClient } from '../../../src/contracts/index.js';
import { FaultError, channelOf } from '../../../src/contracts/index.js';
import { CommunicationObjectFaultedError } from '../../../src/core/errors/index.js';
import { Calculator, SessionCalculator, createService } from '../host/calculator.js';
import { withHost } from '../host/with-host.js';

async function failure(
  calculator: ClosableClient<Calculator>,
  how: string,
): Promise<FaultError<unknown>> {
  try {
    await calculator.fail(how);
  } catch (error) {
    if (error instanceof FaultError) return error as FaultError<unknown>;
    throw error;
  }
  throw new Error('The call succeeded.');
}

for (const how of ['throw', 'reject', 'not an error']) {
  test(`a method that fails unexpectedly (${how}) answers with a fault that tells nothing, and the service is told all`, async (t) => {
    const { CalculatorService } = createService();
    await withHost(CalculatorService, Calculator, async ({ client, errors }) => {
      await using calculator = await client();
      const error = await failure(calculator, how);
      t.is(error.fault.code.toString().replace(/\{[^}]*\}/, ''), 'Receiver > InternalServiceFault');
      t.false(error.message.includes('secret'));
      t.is(error.fault.detail, null);
      t.like(errors, { 0: { source: 'ICalculator.Fail' } });
      t.regex((errors[0]?.error as Error).message, /secret/);
      t.is(await calculator.add(1, 2), 3);
    });
  });
}

test('with exception details the client learns message, type, stack and cause', async (t) => {
  const { CalculatorService } = createService({ includeExceptionDetailInFaults: true });
  await withHost(CalculatorService, Calculator, async ({ client }) => {
    await using calculator = await client();
    const error = await failure(calculator, 'reject');
    t.is(error.message, 'secret that was rejected');
    const detail = error.fault.detailElement;
    const namespace = 'http://schemas.datacontract.org/2004/07/System.ServiceModel';
    t.true(detail?.is('ExceptionDetail', namespace));
    t.deepEqual(
      detail?.elements.map(({ localName }) => localName),
      ['HelpLink', 'InnerException', 'Message', 'StackTrace', 'Type'],
    );
    t.is(
      detail?.element('InnerException', namespace)?.element('Message', namespace)?.text,
      'its cause',
    );
    t.is(detail?.element('Type', namespace)?.text, 'Error');
  });
});

test('a plain fault is sent as it is, and one that the operation does not declare without its detail', async (t) => {
  const { CalculatorService } = createService();
  await withHost(CalculatorService, Calculator, async ({ client, errors }) => {
    await using calculator = await client();
    t.like(await failure(calculator, 'fault'), { message: 'A plain fault.', detail: undefined });
    t.is(errors.length, 0);
    t.is((await failure(calculator, 'undeclared')).fault.detail, null);
    t.is(errors.length, 1, 'the service is told that the declaration is missing');
  });
});

test('an unexpected error faults the session of the client, as in WCF', async (t) => {
  const { CalculatorService, journal } = createService();
  await withHost(CalculatorService, SessionCalculator, async ({ client }) => {
    await using calculator = await client();
    await failure(calculator, 'reject');
    t.is(channelOf(calculator).state, 'faulted');
    await t.throwsAsync(calculator.add(1, 2), { instanceOf: CommunicationObjectFaultedError });
    await t.throwsAsync(channelOf(calculator).close(), {
      instanceOf: CommunicationObjectFaultedError,
    });
    await journal.until('disposed 1');
  });
});

test('a one-way call is accepted when it starts: neither its error nor its end is waited for', async (t) => {
  const { CalculatorService, journal } = createService({ concurrencyMode: 'Multiple' });
  await withHost(CalculatorService, Calculator, async ({ client, errors }) => {
    await using calculator = await client();
    await calculator.notify('bad');
    await calculator.notify('forever');
    t.deepEqual(
      journal.entries.filter((entry) => entry.startsWith('notified')),
      ['notified bad', 'notified forever'],
    );
    t.like(errors, { length: 1, 0: { source: 'ICalculator.Notify' } });
  });
});

test('an error in the constructor or while disposing is the service’s own: the host lives', async (t) => {
  const { CalculatorService } = createService({ instanceContextMode: 'PerCall' });
  let isBroken = true;
  class Fragile extends CalculatorService {
    constructor() {
      super();
      if (isBroken) throw new Error('secret of the constructor');
    }

    override [Symbol.asyncDispose](): Promise<void> {
      return Promise.reject(new Error('secret of dispose'));
    }
  }
  await withHost(Fragile, Calculator, async ({ client, errors, host }) => {
    await using calculator = await client();
    const error = await t.throwsAsync(calculator.add(1, 2), { instanceOf: FaultError });
    t.false(error.message.includes('secret'));
    isBroken = false;
    t.is(await calculator.add(1, 2), 3);
    await host.close();
    t.deepEqual(
      errors.map(({ error: one }) => (one as Error).message),
      ['secret of the constructor', 'secret of dispose'],
    );
  });
});

test('what a method settles twice counts once', async (t) => {
  const { CalculatorService } = createService();
  class Twice extends CalculatorService {
    override add(n1: number, n2: number): Promise<number> {
      // A promise of another make, which keeps to no rule.
      const broken = {
        then: (resolve: (value: number) => void, reject: (error: Error) => void) => {
          resolve(n1 + n2);
          resolve(0);
          reject(new Error('too late'));
        },
      };
      return broken as unknown as Promise<number>;
    }
  }
  await withHost(Twice, Calculator, async ({ client, errors }) => {
    await using calculator = await client();
    t.is(await calculator.add(1, 2), 3);
    t.is(await calculator.add(2, 2), 4);
    t.deepEqual(errors, []);
  });
});
