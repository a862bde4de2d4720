import test from 'ava';
import { expectTypeOf } from 'expect-type';
import {
  arrayOf,
  char,
  dictionaryOf,
  enumOf,
  guid,
  lazy,
  nullable,
  xsd,
} from '../../../src/contracts/data-contract/index.js';
import type {
  Accepts,
  DateTime,
  Decimal,
  Duration,
  Infer,
  QualifiedName,
} from '../../../src/contracts/data-contract/index.js';
import { FaultError } from '../../../src/contracts/description/index.js';
import type { CallOptions, Client } from '../../../src/contracts/description/index.js';
import { Calculator, Color, MathFault } from '../../fixtures/standard-decorators/calculator.js';

const Rights = enumOf('Rights', { Read: 1, Write: 2 }, { flags: true });

test('A wire type has the TypeScript type that is honest for its values', (t) => {
  expectTypeOf<Infer<typeof xsd.boolean>>().toEqualTypeOf<boolean>();
  expectTypeOf<Infer<typeof xsd.int>>().toEqualTypeOf<number>();
  expectTypeOf<Infer<typeof xsd.long>>().toEqualTypeOf<bigint>();
  expectTypeOf<Infer<typeof xsd.unsignedLong>>().toEqualTypeOf<bigint>();
  expectTypeOf<Infer<typeof xsd.decimal>>().toEqualTypeOf<Decimal>();
  expectTypeOf<Infer<typeof xsd.dateTime>>().toEqualTypeOf<DateTime>();
  expectTypeOf<Infer<typeof xsd.duration>>().toEqualTypeOf<Duration>();
  expectTypeOf<Infer<typeof xsd.base64Binary>>().toEqualTypeOf<Uint8Array>();
  expectTypeOf<Infer<typeof xsd.QName>>().toEqualTypeOf<QualifiedName>();
  expectTypeOf<Infer<typeof guid>>().toEqualTypeOf<string>();
  expectTypeOf<Infer<typeof char>>().toEqualTypeOf<string>();
  t.is(xsd.int.label, 'xsd.int');
});

test('Composed types follow their parts', (t) => {
  const lists = arrayOf(nullable(xsd.int));
  expectTypeOf<Infer<typeof lists>>().toEqualTypeOf<(number | null)[]>();
  const totals = dictionaryOf(xsd.string, arrayOf(xsd.long));
  expectTypeOf<Infer<typeof totals>>().toEqualTypeOf<Map<string, bigint[]>>();
  const people = arrayOf(lazy(() => MathFault));
  expectTypeOf<Infer<typeof people>>().toEqualTypeOf<MathFault[]>();
  expectTypeOf<Infer<typeof MathFault>>().toEqualTypeOf<MathFault>();
  t.deepEqual(
    [lists.label, totals.label, people.label],
    [
      'arrayOf(nullable(xsd.int))',
      'dictionaryOf(xsd.string, arrayOf(xsd.long))',
      'arrayOf(lazy(...))',
    ],
  );
});

test('An enumeration is the union of its names, and flags are a list of them', (t) => {
  expectTypeOf<Color>().toEqualTypeOf<'Red' | 'Green'>();
  expectTypeOf(Color.values.Red).toEqualTypeOf<'Red'>();
  expectTypeOf<Infer<typeof Rights>>().toEqualTypeOf<readonly ('Read' | 'Write')[]>();
  t.is(Color.values.Green, 'Green');
  t.is(Rights.values.Write, 'Write');
});

test('Writing accepts what converts without doubt', (t) => {
  expectTypeOf<Accepts<typeof xsd.long>>().toEqualTypeOf<bigint | number>();
  expectTypeOf<Accepts<typeof xsd.dateTime>>().toEqualTypeOf<DateTime | Date>();
  expectTypeOf<Accepts<typeof xsd.duration>>().toEqualTypeOf<Duration | number>();
  expectTypeOf<Accepts<typeof xsd.anyURI>>().toEqualTypeOf<string | URL>();
  t.is(xsd.dateTime.label, 'xsd.dateTime');
});

test('A client has the operations of its contract, with the call options as an optional last argument', (t) => {
  expectTypeOf<Client<Calculator>['divide']>().toEqualTypeOf<
    (n1: number, n2: number, options?: CallOptions) => Promise<number>
  >();
  expectTypeOf<Client<Calculator>['ping']>().toEqualTypeOf<
    (options?: CallOptions) => Promise<void>
  >();
  t.is(typeof Calculator, 'function');
});

test('A client is used as the contract says and not otherwise', (t) => {
  const use = (client: Client<Calculator>): void => {
    void client.divide(22, 7);
    void client.divide(22, 7, { timeout: 5_000 });
    // @ts-expect-error a string is no number
    void client.divide('22', 7);
    // @ts-expect-error there is no such option
    void client.divide(22, 7, { time: 5_000 });
  };
  // @ts-expect-error there is no such operation
  expectTypeOf<Client<Calculator>['multiply']>().toBeFunction();
  t.is(typeof use, 'function');
});

test('The detail of a fault is checked against its type', (t) => {
  const fault = new FaultError(xsd.string, 'full', { reason: 'The disk is full.' });
  expectTypeOf(fault).toEqualTypeOf<FaultError<string>>();
  expectTypeOf(new FaultError('reason')).toEqualTypeOf<FaultError>();
  expectTypeOf<FaultError<MathFault>['detail']>().toEqualTypeOf<MathFault>();
  t.throws(() => {
    // @ts-expect-error members of the detail are missing
    throw new FaultError(MathFault, { operation: 'divide' });
  });
});
