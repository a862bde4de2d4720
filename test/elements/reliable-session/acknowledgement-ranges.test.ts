import test from 'ava';
import fc from 'fast-check';
import {
  AcknowledgementRanges,
  rangesAreExactly,
  rangesHave,
} from '../../../src/elements/reliable-session/acknowledgement-ranges.js';

test('holds the same numbers as a set, as the fewest sorted ranges', (t) => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 40 })), (numbers) => {
      const ranges = new AcknowledgementRanges();
      const expected = new Set<number>();
      for (const number of numbers) {
        t.is(
          ranges.wouldAddRange(number),
          !expected.has(number) && !expected.has(number - 1) && !expected.has(number + 1),
        );
        ranges.add(number);
        expected.add(number);
      }
      for (let number = 1; number <= 41; number += 1) {
        t.is(ranges.has(number), expected.has(number));
        t.is(rangesHave(ranges.list, number), expected.has(number));
      }
      for (const [index, range] of ranges.list.entries()) {
        const before = ranges.list[index - 1];
        t.true(
          range.lower <= range.upper && (before === undefined || before.upper + 1 < range.lower),
        );
      }
      t.is(ranges.highest, Math.max(0, ...expected));
    }),
  );
});

test('knows whether it is exactly 1 to a number', (t) => {
  const ranges = new AcknowledgementRanges();
  t.true(ranges.isExactly(0) && rangesAreExactly(ranges.list, 0));
  for (const number of [2, 1, 3]) ranges.add(number);
  t.true(ranges.isExactly(3) && rangesAreExactly(ranges.list, 3));
  t.false(ranges.isExactly(2) || rangesAreExactly(ranges.list, 4) || ranges.isExactly(0));
  ranges.add(5);
  t.false(ranges.isExactly(5));
  t.is(ranges.contiguousUpTo, 3);
});
