import test from 'ava';
import fc from 'fast-check';
import { Throttle } from '../../../src/contracts/dispatch/throttle.js';
import type { Waiting } from '../../../src/contracts/dispatch/throttle.js';

/** Comes in with `enter`, now or later. */
function visit(throttle: Throttle, owner: object, onEnter: () => void): Waiting {
  const waiting = { proceed: onEnter };
  if (throttle.enter(owner, waiting)) onEnter();
  return waiting;
}

test('no more are inside than there are places, in the order in which they came, whether they end at once or later', (t) => {
  const isInOrder = fc.property(
    fc.array(fc.boolean(), { maxLength: 40 }),
    fc.integer({ min: 1, max: 3 }),
    (endsAtOnce, limit) => {
      const throttle = new Throttle(limit);
      const entered: number[] = [];
      let inside = 0;
      endsAtOnce.forEach((isInstant, call) => {
        visit(throttle, throttle, () => {
          entered.push(call);
          inside += 1;
          if (inside > limit) throw new Error('Too many are inside.');
          if (!isInstant) return;
          inside -= 1;
          throttle.leave();
        });
      });
      while (inside > 0) {
        inside -= 1;
        throttle.leave();
      }
      const isEmpty = throttle.running === 0 && throttle.queued === 0;
      return (
        isEmpty &&
        entered.length === endsAtOnce.length &&
        entered.every((call, index) => call === index)
      );
    },
  );
  t.notThrows(() => {
    fc.assert(isInOrder);
  });
});

test('any number of waiting calls that end at once leave the stack alone', (t) => {
  const throttle = new Throttle(1);
  let calls = 0;
  visit(throttle, throttle, () => {
    calls += 1;
  });
  for (let index = 0; index < 100_000; index += 1) {
    visit(throttle, throttle, () => {
      calls += 1;
      throttle.leave();
    });
  }
  throttle.leave();
  t.is(calls, 100_001);
});

test('an owner with many who wait does not keep another with one waiting', (t) => {
  const throttle = new Throttle(1);
  const entered: string[] = [];
  const [busy, quiet] = [{}, {}];
  visit(throttle, busy, () => undefined);
  for (const name of ['busy 1', 'busy 2', 'busy 3'])
    visit(throttle, busy, () => entered.push(name));
  visit(throttle, quiet, () => entered.push('quiet 1'));
  for (let places = 0; places < 4; places += 1) throttle.leave();
  t.deepEqual(entered, ['busy 1', 'quiet 1', 'busy 2', 'busy 3']);
});

test('who gives up is passed over, and who comes back is let in first', (t) => {
  const throttle = new Throttle(1);
  const entered: string[] = [];
  visit(throttle, throttle, () => undefined);
  const gone = visit(throttle, throttle, () => entered.push('gone'));
  visit(throttle, throttle, () => entered.push('second'));
  t.false(throttle.enterFirst({ proceed: () => entered.push('first') }));
  throttle.cancel(throttle, gone);
  throttle.cancel(throttle, gone);
  t.is(throttle.queued, 2);
  throttle.leave();
  throttle.leave();
  t.deepEqual(entered, ['first', 'second']);
});
