import test from 'ava';
import fc from 'fast-check';
import { NamespaceScope } from '../../../src/core/xml/index.js';

type Step = { readonly declare: readonly [prefix: string, uri: string] } | 'leave';

const prefixes = ['', ...'abcdefghijklmnopqrstuvwxyz'.split('').map((letter) => `p${letter}`)];
const steps = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        declare: fc.tuple(fc.constantFrom(...prefixes), fc.constantFrom('urn:1', 'urn:2', '')),
      }),
    },
    { weight: 1, arbitrary: fc.constant('leave' as const) },
  ),
  { size: 'large', maxLength: 120 },
);

test('few declarations and many are looked up as in a plain list', (t) => {
  fc.assert(
    fc.property(steps, (script) => {
      const scope = new NamespaceScope();
      const model: [prefix: string, uri: string][] = [];
      for (const step of script) {
        apply(step, scope, model);
        t.deepEqual(scope.toMap(scope.count), new Map(model));
        for (const prefix of prefixes)
          t.is(scope.lookup(prefix), new Map(model).get(prefix) ?? null);
      }
    }),
    { numRuns: 50 },
  );
});

test('the version tells whether the declarations before a mark are the same', (t) => {
  const scope = new NamespaceScope();
  t.is(scope.versionAt(0), 0);
  scope.declare('p', 'urn:1');
  const before = scope.versionAt(1);
  scope.declare('q', 'urn:2');
  t.is(scope.versionAt(1), before);
  scope.truncate(0);
  scope.declare('p', 'urn:3');
  t.not(scope.versionAt(1), before);
});

test('the nearest prefix of a namespace is one that nothing hides', (t) => {
  const scope = new NamespaceScope();
  scope.declare('p', 'urn:1');
  scope.declare('', 'urn:1');
  t.is(scope.lookupPrefix('urn:1', true), '');
  t.is(scope.lookupPrefix('urn:1', false), 'p');
  scope.declare('p', 'urn:2');
  t.is(scope.lookupPrefix('urn:1', false), null);
  scope.truncate(1);
  t.is(scope.lookupPrefix('urn:1', true), 'p');
});

/** Leaving takes back a third of the declarations. */
function apply(step: Step, scope: NamespaceScope, model: [string, string][]): void {
  if (step === 'leave') {
    model.length = Math.floor((model.length * 2) / 3);
    scope.truncate(model.length);
  } else {
    const [prefix, uri] = step.declare;
    model.push([prefix, uri]);
    scope.declare(prefix, uri);
  }
}
