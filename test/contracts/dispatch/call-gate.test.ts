import test from 'ava';
import fc from 'fast-check';
import { CallGate } from '../../../src/contracts/dispatch/call-gate.js';

test('one call at a time is inside, in the order in which they came, whether they end at once or later', (t) => {
  const isInOrder = fc.property(fc.array(fc.boolean(), { maxLength: 40 }), (endsAtOnce) => {
    const gate = new CallGate();
    const entered: number[] = [];
    const inside = new Set<number>();
    endsAtOnce.forEach((isInstant, call) => {
      gate.enter(() => {
        entered.push(call);
        inside.add(call);
        if (inside.size > 1) throw new Error('Two calls are inside.');
        if (!isInstant) return;
        inside.delete(call);
        gate.leave();
      });
    });
    while (inside.size > 0) {
      inside.clear();
      gate.leave();
    }
    return entered.length === endsAtOnce.length && entered.every((call, index) => call === index);
  });
  t.notThrows(() => {
    fc.assert(isInOrder);
  });
});

test('any number of waiting calls that end at once leave the stack alone', (t) => {
  const gate = new CallGate();
  let calls = 0;
  gate.enter(() => {
    calls += 1;
  });
  for (let index = 0; index < 100_000; index += 1) {
    gate.enter(() => {
      calls += 1;
      gate.leave();
    });
  }
  gate.leave();
  t.is(calls, 100_001);
});
