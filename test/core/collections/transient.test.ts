import test from 'ava';
import fc from 'fast-check';
import { TransientList, TransientMap } from '../../../src/core/collections/index.js';
import type { ListEntry } from '../../../src/core/collections/index.js';

type Step = readonly ['set' | 'delete', number];
const steps = fc.array(
  fc.tuple(fc.constantFrom<'set' | 'delete'>('set', 'delete'), fc.nat({ max: 12 })),
  { maxLength: 200 },
);

test('a transient map does what a map does', (t) => {
  fc.assert(
    fc.property(steps, (all: readonly Step[]) => {
      const map = new TransientMap<number, string>();
      const model = new Map<number, string>();
      for (const [index, [what, key]] of all.entries()) {
        if (what === 'set') {
          map.set(key, String(index));
          model.set(key, String(index));
        } else if (map.delete(key) !== model.delete(key)) return false;
        if (map.get(key) !== model.get(key) || map.has(key) !== model.has(key)) return false;
      }
      return (
        map.size === model.size &&
        JSON.stringify(map.entries()) === JSON.stringify([...model]) &&
        JSON.stringify(map.values()) === JSON.stringify([...model.values()]) &&
        JSON.stringify(map.keys()) === JSON.stringify([...model.keys()]) &&
        map.first === model.values().next().value &&
        map.firstKey === model.keys().next().value
      );
    }),
  );
  const cleared = new TransientMap<number, string>();
  cleared.set(1, 'value');
  cleared.clear();
  t.is(cleared.size, 0);
  t.is(cleared.first, undefined);
});

test('a transient list keeps the order, and takes out what its entry says, once', (t) => {
  const property = fc.property(steps, (all: readonly Step[]) => {
    const list = new TransientList<number>();
    const entries = new Map<number, ListEntry<number>>();
    for (const [what, key] of all) {
      const known = entries.get(key);
      if (what === 'set' && known === undefined) entries.set(key, list.add(key));
      else if (what === 'delete' && known !== undefined) {
        entries.delete(key);
        if (!list.delete(known) || list.delete(known)) return false;
      }
    }
    const expected = [...entries.keys()];
    return (
      list.size === expected.length &&
      list.first?.value === expected[0] &&
      JSON.stringify(list.values()) === JSON.stringify(expected)
    );
  });
  t.false(fc.check(property).failed);
});
