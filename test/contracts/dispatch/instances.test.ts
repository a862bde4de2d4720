import test from 'ava';
import { ServiceHost, channelOf } from '../../../src/contracts/index.js';
import { InvalidOperationError } from '../../../src/core/errors/index.js';
import { Calculator, SessionCalculator, createService } from '../host/calculator.js';
import { withHost } from '../host/with-host.js';

test('PerCall makes an instance for each call and disposes of it after the call', async (t) => {
  const { CalculatorService, journal } = createService({ instanceContextMode: 'PerCall' });
  await withHost(CalculatorService, SessionCalculator, async ({ client }) => {
    await using calculator = await client();
    t.is(await calculator.instance(), 1);
    t.is(await calculator.instance(), 2);
    await journal.until('disposed 2');
    t.true(journal.entries.indexOf('disposed 1') < journal.entries.indexOf('created 2'));
  });
});

test('PerSession keeps one instance for each session, and one for each call without sessions', async (t) => {
  const { CalculatorService, journal } = createService();
  await withHost(CalculatorService, SessionCalculator, async ({ client }) => {
    const one = await client();
    const other = await client();
    t.is(await one.instance(), 1);
    t.is(await other.instance(), 2);
    t.is(await one.instance(), 1);
    await channelOf(one).close();
    await journal.until('disposed 1');
    t.false(journal.entries.includes('disposed 2'));
  });
  const sessionless = createService();
  await withHost(sessionless.CalculatorService, Calculator, async ({ client }) => {
    await using calculator = await client();
    t.is(await calculator.instance(), 1);
    t.is(await calculator.instance(), 2);
  });
});

test('Single serves all with one instance, which ends with the host', async (t) => {
  const { CalculatorService, journal } = createService({ instanceContextMode: 'Single' });
  await withHost(CalculatorService, SessionCalculator, async ({ client, host }) => {
    const one = await client();
    const other = await client();
    t.is(await one.instance(), 1);
    t.is(await other.instance(), 1);
    await channelOf(one).close();
    t.is(await other.instance(), 1);
    await host.close();
    t.deepEqual(journal.entries, ['created 1', 'disposed 1']);
  });
});

test('an instance that the application made serves all, and stays the application’s', async (t) => {
  const { CalculatorService, journal } = createService();
  await withHost(new CalculatorService(), Calculator, async ({ client, host }) => {
    await using calculator = await client();
    t.is(await calculator.instance(), 1);
    t.is(await calculator.instance(), 1);
    await host.close();
    t.deepEqual(journal.entries, ['created 1']);
  });
  const perCall = createService({ instanceContextMode: 'PerCall' });
  t.throws(() => new ServiceHost(new perCall.CalculatorService()), {
    instanceOf: InvalidOperationError,
    message: /marked PerCall, but the host was given an instance/,
  });
});

test('Single concurrency lets calls into an instance one after the other, through awaits, in their order', async (t) => {
  const { CalculatorService, journal } = createService({ instanceContextMode: 'Single' });
  await withHost(CalculatorService, Calculator, async ({ client }) => {
    await using calculator = await client();
    const calls = Promise.all(['a', 'b'].map((key) => calculator.wait(key)));
    await journal.until('holding a');
    t.false(journal.entries.includes('begin b'));
    journal.release('a');
    await journal.until('holding b');
    journal.release('b');
    t.deepEqual(await calls, ['a', 'b']);
    t.deepEqual(
      journal.entries.filter((entry) => /^(?:begin|end)/.test(entry)),
      ['begin a', 'end a', 'begin b', 'end b'],
    );
  });
});

test('Multiple concurrency lets calls in at once', async (t) => {
  const { CalculatorService, journal } = createService({
    instanceContextMode: 'Single',
    concurrencyMode: 'Multiple',
  });
  await withHost(CalculatorService, Calculator, async ({ client }) => {
    await using calculator = await client();
    const calls = Promise.all(['a', 'b'].map((key) => calculator.wait(key)));
    await Promise.all([journal.until('holding a'), journal.until('holding b')]);
    journal.release('b');
    journal.release('a');
    t.deepEqual(await calls, ['a', 'b']);
  });
});

test('calls of different sessions do not wait for one another', async (t) => {
  const { CalculatorService, journal } = createService();
  await withHost(CalculatorService, SessionCalculator, async ({ client }) => {
    const one = await client();
    const other = await client();
    const held = one.wait('a');
    await journal.until('holding a');
    t.is(await other.add(1, 2), 3);
    journal.release('a');
    t.is(await held, 'a');
  });
});
