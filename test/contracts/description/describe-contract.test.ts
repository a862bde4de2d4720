import test from 'ava';
import { arrayOf, xsd } from '../../../src/contracts/data-contract/index.js';
import {
  contractOnly,
  DataContract,
  DataMember,
  Fault,
  Operation,
  ServiceBehavior,
  ServiceContract,
} from '../../../src/contracts/decorators/index.js';
import {
  describeContract,
  describeContractsOf,
  describeServiceBehavior,
} from '../../../src/contracts/description/index.js';
import { InvalidBindingError, InvalidOperationError } from '../../../src/core/errors/index.js';
import { requestBody } from './message-text.js';

@DataContract({ name: 'Math', namespace: 'urn:faults' })
class MathFault {
  @DataMember(xsd.string) operation!: string;
}

@ServiceContract({ name: 'IBase', namespace: 'urn:base' })
class Base {
  @Operation({ name: 'FromBase', parameters: [['s', xsd.string]], returns: xsd.string })
  fromBase(s: string): Promise<string> {
    return contractOnly(s);
  }
}

@ServiceContract({ name: 'IDerived', namespace: 'http://example.org/derived/' })
class Derived extends Base {
  @Operation({ faults: [MathFault, xsd.string] })
  plain(): Promise<void> {
    return contractOnly();
  }

  @Fault(MathFault, { name: 'Second', namespace: 'urn:second' })
  @Fault(MathFault, { action: 'urn:first' })
  @Operation({ action: 'urn:do', replyAction: 'urn:done' })
  named(): Promise<void> {
    return contractOnly();
  }

  @Operation({ isOneWay: true })
  fire(): Promise<void> {
    return contractOnly();
  }
}

test('Names and actions are derived as in WCF, and a class or method name counts as it is', (t) => {
  const { name, namespace, configurationName, sessionMode, callbackType, operations } =
    describeContract(Derived);
  t.deepEqual(
    { name, namespace, configurationName, sessionMode, callbackType },
    {
      name: 'IDerived',
      namespace: 'http://example.org/derived/',
      configurationName: 'IDerived',
      sessionMode: 'Allowed',
      callbackType: null,
    },
  );
  t.deepEqual(
    operations.map(({ name, action, replyAction }) => [name, action, replyAction]),
    [
      ['FromBase', 'urn:base/IBase/FromBase', 'urn:base/IBase/FromBaseResponse'],
      [
        'plain',
        'http://example.org/derived/IDerived/plain',
        'http://example.org/derived/IDerived/plainResponse',
      ],
      ['named', 'urn:do', 'urn:done'],
      ['fire', 'http://example.org/derived/IDerived/fire', ''],
    ],
  );
});

test('An inherited operation keeps the namespace of its own contract in its body', (t) => {
  const [fromBase] = describeContract(Derived).operations;
  t.is(
    fromBase === undefined ? '' : requestBody(fromBase.formatter, ['x']),
    '<FromBase xmlns="urn:base"><s>x</s></FromBase>',
  );
});

test('Faults have the names and actions of WCF unless they set their own', (t) => {
  const [, plain, named] = describeContract(Derived).operations;
  t.deepEqual(
    [...(plain?.faults ?? []), ...(named?.faults ?? [])].map(({ action, name, namespace }) => [
      action,
      name,
      namespace,
    ]),
    [
      [
        'http://example.org/derived/IDerived/plainMathFaultFault',
        'MathFaultFault',
        'http://example.org/derived/',
      ],
      [
        'http://example.org/derived/IDerived/plainStringFault',
        'StringFault',
        'http://example.org/derived/',
      ],
      ['http://example.org/derived/IDerived/namedSecond', 'Second', 'urn:second'],
      ['urn:first', 'MathFaultFault', 'http://example.org/derived/'],
    ],
  );
});

test('A contract is described once', (t) => {
  t.is(describeContract(Derived), describeContract(Derived));
});

test('The contracts of a service are those it is or extends, the most derived first', (t) => {
  class Service extends Derived {}
  t.deepEqual(
    describeContractsOf(Service).map(({ name }) => name),
    ['IDerived', 'IBase'],
  );
  t.deepEqual(describeContractsOf(MathFault), []);
});

test('The methods of a contract only declare', (t) => {
  t.throws(() => new Derived().plain(), { instanceOf: InvalidOperationError });
});

@ServiceContract({ callback: MathFault })
class Impossible {
  @Operation({
    name: 'Same',
    isOneWay: true,
    returns: xsd.int,
    faults: [MathFault],
    isTerminating: true,
  })
  one(): Promise<number> {
    return contractOnly();
  }

  // prettier-ignore
  @Operation({ name: 'Same', parameters: [['a', xsd.int], ['a', arrayOf(Base)]], isInitiating: false })
  two(a: number, b: Base[]): Promise<void> {
    return contractOnly(a, b);
  }

  @Fault(MathFault)
  three(): Promise<void> {
    return contractOnly();
  }

  @Operation({ faults: [MathFault, MathFault] })
  four(): Promise<void> {
    return contractOnly();
  }
}

test('Everything that is wrong with a contract is told at once, each with a remedy', (t) => {
  const error = t.throws(() => describeContract(Impossible), { instanceOf: InvalidBindingError });
  const [first, ...problems] = error.message.split('\n');
  t.is(first, 'The contract Impossible (class Impossible) cannot work:');
  t.deepEqual(problems.sort(), [
    '- Its callback MathFault is no service contract; decorate it with @ServiceContract().',
    '- The class Base is no data contract: decorate it with @DataContract().',
    '- The method three has a @Fault; decorate it with @Operation() too.',
    "- The methods one and two have the same action 'http://tempuri.org/Impossible/Same'; change one.",
    "- The methods one and two have the same operation name 'Same'; change one.",
    "- The operation four has two faults with the action 'http://tempuri.org/Impossible/fourMathFaultFault'; take one off, or give it a name.",
    "- The operation one has isTerminating: true, which needs a session; set sessionMode: 'Required' on the contract.",
    "- The operation one is one-way, but has a result; take off 'returns' or 'isOneWay'.",
    "- The operation one is one-way, but has faults; take off 'faults' or 'isOneWay'.",
    "- The operation two has isInitiating: false, which needs a session; set sessionMode: 'Required' on the contract.",
    "- The operation two has two parameters named 'a'; rename one.",
  ]);
});

test('A class without decorator, and one without operations, are no contracts', (t) => {
  t.throws(() => describeContract(MathFault), {
    message: 'The class MathFault is no service contract: decorate it with @ServiceContract().',
  });
  @ServiceContract()
  class Empty {
    readonly isEmpty = true;
  }
  t.throws(() => describeContract(Empty), { message: /has no operations; decorate its methods/ });
});

test('Decorators refuse static members', (t) => {
  t.throws(
    () => {
      const decorate = Operation();
      Reflect.apply(decorate, undefined, [Base, 'create', {}]);
    },
    { message: /^@Operation stands on create, which is static, private or named by a symbol/ },
  );
});

test('A service behaves as WCF says unless its class, or a base class, says otherwise', (t) => {
  @ServiceBehavior({ instanceContextMode: 'Single', concurrencyMode: 'Multiple' })
  class Service {
    readonly isService = true;
  }
  class Special extends Service {}
  t.deepEqual(describeServiceBehavior(Special), {
    name: 'Special',
    namespace: 'http://tempuri.org/',
    configurationName: 'Special',
    instanceContextMode: 'Single',
    concurrencyMode: 'Multiple',
    addressFilterMode: 'Exact',
    includeExceptionDetailInFaults: false,
    validateMustUnderstand: true,
  });
  t.is(describeServiceBehavior(MathFault).instanceContextMode, 'PerSession');
});
