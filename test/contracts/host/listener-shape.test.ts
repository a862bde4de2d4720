import test from 'ava';
import {
  Operation,
  ServiceContract,
  contractOnly,
  describeContract,
} from '../../../src/contracts/index.js';
import type { ContractDescription } from '../../../src/contracts/index.js';
import { chooseClientShape } from '../../../src/contracts/client/client-shape.js';
import { chooseListenerShape } from '../../../src/contracts/host/listener-shape.js';
import { CustomBinding } from '../../../src/core/binding/index.js';
import { clientShapes, listenerShapes } from '../../../src/core/channel/index.js';
import type { ClientShape, ListenerShape } from '../../../src/core/channel/index.js';
import { InvalidBindingError } from '../../../src/core/errors/index.js';
import { Calculator } from './calculator.js';

@ServiceContract()
class Sink {
  @Operation({ isOneWay: true })
  put(): Promise<void> {
    return contractOnly();
  }
}

/** A binding that offers the shapes; it is only asked which. */
class ShapesBinding extends CustomBinding {
  readonly #listener: readonly ListenerShape[];
  readonly #client: readonly ClientShape[];

  constructor(listener: readonly ListenerShape[], client: readonly ClientShape[]) {
    super('shapes', []);
    this.#listener = listener;
    this.#client = client;
  }

  override get offeredListenerShapes(): ListenerShape[] {
    return [...this.#listener];
  }

  override get offeredClientShapes(): ClientShape[] {
    return [...this.#client];
  }
}

const all = new ShapesBinding(listenerShapes, clientShapes);
const rows = [
  { contract: Calculator, sessionMode: 'Allowed', listener: 'reply', client: 'request' },
  {
    contract: Calculator,
    sessionMode: 'Required',
    listener: 'replySession',
    client: 'requestSession',
  },
  { contract: Calculator, sessionMode: 'NotAllowed', listener: 'reply', client: 'request' },
  { contract: Sink, sessionMode: 'Allowed', listener: 'input', client: 'output' },
  { contract: Sink, sessionMode: 'Required', listener: 'inputSession', client: 'outputSession' },
  { contract: Sink, sessionMode: 'NotAllowed', listener: 'input', client: 'output' },
] as const;

for (const { contract, sessionMode, listener, client } of rows) {
  test(`${contract.name} with sessions ${sessionMode} wants ${listener} and ${client} most`, (t) => {
    const description: ContractDescription = { ...describeContract(contract), sessionMode };
    t.is<string, string>(chooseListenerShape(all, [description]), listener);
    t.is<string, string>(chooseClientShape(all, description), client);
  });
}

test('of what a binding offers the first that suits is taken', (t) => {
  const binding = new ShapesBinding(
    ['duplexSession', 'replySession'],
    ['duplexSession', 'requestSession'],
  );
  t.is(chooseListenerShape(binding, [describeContract(Calculator)]), 'replySession');
  t.is(chooseListenerShape(binding, [describeContract(Sink)]), 'replySession');
  t.is(chooseClientShape(binding, describeContract(Sink)), 'requestSession');
});

test('contracts that share a listener share its shape, or are told that they cannot', (t) => {
  t.is(chooseListenerShape(all, [describeContract(Sink), describeContract(Calculator)]), 'reply');
  const required: ContractDescription = { ...describeContract(Sink), sessionMode: 'Required' };
  const refused: ContractDescription = {
    ...describeContract(Calculator),
    sessionMode: 'NotAllowed',
  };
  t.throws(() => chooseListenerShape(all, [required, refused]), {
    instanceOf: InvalidBindingError,
    message: /Sink and ICalculator cannot share one address/,
  });
});

test('a contract that refuses sessions is told when the binding has nothing else', (t) => {
  const binding = new ShapesBinding(['replySession'], ['requestSession']);
  const refused: ContractDescription = {
    ...describeContract(Calculator),
    sessionMode: 'NotAllowed',
  };
  const error = { instanceOf: InvalidBindingError, message: /refuses sessions.*it offers re/ };
  t.throws(() => chooseListenerShape(binding, [refused]), error);
  t.throws(() => chooseClientShape(binding, refused), error);
});
