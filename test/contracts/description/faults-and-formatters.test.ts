import test from 'ava';
import { xsd } from '../../../src/contracts/data-contract/index.js';
import {
  contractOnly,
  DataContract,
  DataMember,
  Operation,
  ServiceContract,
} from '../../../src/contracts/decorators/index.js';
import { describeContract, FaultError } from '../../../src/contracts/description/index.js';
import type { OperationDescription } from '../../../src/contracts/description/index.js';
import { InvalidOperationError, SerializationError } from '../../../src/core/errors/index.js';
import { FaultCode, MessageFault, MessageFaultError } from '../../../src/core/message/index.js';
import { readerOn, written } from '../data-contract/xml-text.js';
import { messageWith, replyBody, requestBody } from './message-text.js';

@DataContract({ namespace: 'urn:faults' })
class MathFault {
  @DataMember(xsd.string) operation!: string;
  @DataMember(xsd.string) problemType!: string;
}

@ServiceContract({ namespace: 'urn:calc' })
class Calculator {
  @Operation({
    parameters: [
      ['n1', xsd.double],
      ['n2', xsd.double],
    ],
    returns: xsd.double,
    faults: [MathFault],
  })
  divide(n1: number, n2: number): Promise<number> {
    return contractOnly(n1, n2);
  }

  @Operation({ isOneWay: true, parameters: [['text', xsd.string]] })
  fire(text: string): Promise<void> {
    return contractOnly(text);
  }

  @Operation()
  ping(): Promise<void> {
    return contractOnly();
  }
}

function operation(name: string): OperationDescription {
  const found = describeContract(Calculator).operations.find((each) => each.name === name);
  if (found === undefined) throw new Error(name);
  return found;
}

const detailText =
  '<MathFault xmlns="urn:faults" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><operation>divide</operation><problemType>by zero</problemType></MathFault>';

test('A fault writes its detail and reads it back as an object of its class', (t) => {
  const [fault] = operation('divide').faults;
  if (fault === undefined) throw new Error('no fault');
  t.is(fault.detailType, MathFault);
  t.is(written(fault.write({ operation: 'divide', problemType: 'by zero' })), detailText);
  const element = readerOn(detailText).readElement();
  t.true(fault.matches(element));
  const detail = fault.read(element);
  t.true(detail instanceof MathFault);
  t.is((detail as MathFault).problemType, 'by zero');
});

test('A FaultError has its detail apart, and .NET defaults for reason and code', (t) => {
  const error = new FaultError(MathFault, { operation: 'divide', problemType: 'by zero' });
  t.true(error instanceof MessageFaultError);
  t.is(error.message, 'The creator of this fault did not specify a Reason.');
  t.true(error.fault.code.isSender);
  t.is(error.detailType, MathFault);
  t.is(error.detail.operation, 'divide');
  t.is(error.action, null);
});

test('A FaultError takes a reason, a code and an action', (t) => {
  const code = FaultCode.receiver(new FaultCode('Full', 'urn:codes'));
  const plain = new FaultError('The disk is full.', { code, action: 'urn:full' });
  t.is(plain.message, 'The disk is full.');
  t.is(plain.fault.code, code);
  t.is(plain.action, 'urn:full');
  t.is(plain.detailType, null);
  t.is(plain.detail, undefined);
  const typed = new FaultError(xsd.string, 'C:', { reason: 'The disk is full.', code });
  t.is(typed.detail, 'C:');
  t.is(typed.message, 'The disk is full.');
});

test('A fault that came has its detail when its description is known', (t) => {
  const [description] = operation('divide').faults;
  const fault = new MessageFault({
    code: FaultCode.sender(),
    reason: 'why',
    detail: readerOn(detailText).readElement(),
  });
  const known = FaultError.received(fault, 'urn:fault', description ?? null);
  t.is(known.detailType, MathFault);
  t.is((known.detail as MathFault).problemType, 'by zero');
  t.is(known.action, 'urn:fault');
  const unknown = FaultError.received(fault, null, null);
  t.is(unknown.detailType, null);
  t.is(unknown.fault, fault);
});

test('Arguments that do not fit are refused with the name of the parameter', (t) => {
  const { formatter } = operation('divide');
  t.throws(() => requestBody(formatter, [1, 'abc']), {
    instanceOf: SerializationError,
    message: "divide.n2: 'abc' is not a number",
  });
  t.throws(() => requestBody(formatter, [1]), {
    message: /^divide\.n2: undefined is not of the type double/,
  });
  t.throws(() => requestBody(formatter, [1, 2, 3]), {
    message: /^divide: the operation has 2 parameters, but got 3 arguments/,
  });
  t.throws(() => replyBody(formatter, 'x'), {
    message: "divide.result: 'x' is not a number",
  });
});

test('A body that cannot be read is refused with the name of the parameter', (t) => {
  const { formatter } = operation('divide');
  t.throws(
    () =>
      formatter.readRequest(messageWith('<divide xmlns="urn:calc"><n1>1</n1><n2>x</n2></divide>')),
    { instanceOf: SerializationError, message: /^divide\.n2: / },
  );
  t.throws(() => formatter.readRequest(messageWith('<add xmlns="urn:calc"/>')), {
    instanceOf: SerializationError,
    message:
      /should hold the element divide of the namespace 'urn:calc', but holds the element add/,
  });
});

test('A missing parameter is the default of its type, and of doubled ones the first counts', (t) => {
  const { formatter } = operation('divide');
  const read = (content: string): unknown[] =>
    formatter.readRequest(messageWith(`<divide xmlns="urn:calc">${content}</divide>`));
  t.deepEqual(read(''), [0, 0]);
  t.deepEqual(read('<n2>2</n2>'), [0, 2]);
  t.deepEqual(read('<n2>2</n2><n1>1</n1>'), [0, 2]);
  t.deepEqual(read('<n1>1</n1><n1>3</n1><x/><n2>2</n2>'), [1, 2]);
});

test('A one-way operation has no reply, and one without result an empty one', (t) => {
  t.throws(() => replyBody(operation('fire').formatter, undefined), {
    instanceOf: InvalidOperationError,
  });
  const { formatter } = operation('ping');
  t.is(replyBody(formatter, undefined), '<pingResponse xmlns="urn:calc"/>');
  t.is(formatter.readReply(messageWith('<pingResponse xmlns="urn:calc"/>')), undefined);
});
