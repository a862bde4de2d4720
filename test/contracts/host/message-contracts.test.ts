import test from 'ava';
import {
  MessageBodyMember,
  MessageContract,
  MessageHeaderArray,
  MessageHeaderMember,
  MessageProperty,
  Operation,
  ServiceContract,
  TypedHeader,
  contractOnly,
  describeContract,
  typedHeader,
  untypedMessage,
  xsd,
} from '../../../src/contracts/index.js';
import { FaultError } from '../../../src/contracts/index.js';
import { InvalidBindingError, InvalidOperationError } from '../../../src/core/errors/index.js';
import {
  Message,
  MessageHeader,
  MessageVersion,
  propertyKey,
} from '../../../src/core/message/index.js';
import { withHost } from './with-host.js';

const seen = propertyKey<string>('seen');

@MessageContract()
class Base {
  @MessageHeaderMember(xsd.string, { name: 'Tenant', mustUnderstand: true }) tenant!: string;
}

@MessageContract({ wrapperName: 'Order' })
class Order extends Base {
  @MessageHeaderMember(typedHeader(xsd.int)) depth!: TypedHeader<number> | null;
  @MessageHeaderArray(xsd.string) tags!: string[] | null;
  @MessageBodyMember(xsd.string, { order: 1 }) item!: string;
  @MessageBodyMember(xsd.int) count!: number;
  @MessageProperty(seen) seenBy!: string | null;
}

@MessageContract({ isWrapped: false })
class Answer {
  @MessageHeaderMember(xsd.string, { mustUnderstand: true }) node!: string;
  @MessageBodyMember(xsd.string) text!: string;
}

@ServiceContract({ namespace: 'urn:messages' })
class Messages {
  @Operation({ parameters: [['order', Order]], returns: Answer })
  place(order: Order): Promise<Answer> {
    return contractOnly(order);
  }

  @Operation({
    parameters: [
      ['a', xsd.int],
      ['b', xsd.int],
    ],
    returns: xsd.string,
    outputs: [
      ['b', xsd.int],
      ['rest', xsd.double],
    ],
  })
  divide(a: number, b: number): Promise<{ result: string; b: number; rest: number }> {
    return contractOnly(a, b);
  }

  @Operation({ parameters: [['m', untypedMessage]], returns: untypedMessage })
  raw(m: Message): Promise<Message> {
    return contractOnly(m);
  }

  @Operation({
    action: '*',
    replyAction: '*',
    parameters: [['m', untypedMessage]],
    returns: untypedMessage,
  })
  other(m: Message): Promise<Message> {
    return contractOnly(m);
  }
}

class MessageService implements Messages {
  order: Order | null = null;

  place(order: Order): Promise<Answer> {
    const depth = order.depth === null ? 'none' : String(order.depth.content);
    const tags = order.tags ?? [];
    const text = [order.item, order.count, depth, order.depth?.actor, ...tags].join(' ');
    return Promise.resolve(Object.assign(new Answer(), { node: order.tenant, text }));
  }

  divide(a: number, b: number): Promise<{ result: string; b: number; rest: number }> {
    return Promise.resolve({ result: `${String(a)}/${String(b)}`, b: a % b, rest: a / b });
  }

  raw(m: Message): Promise<Message> {
    const text = m.readBody((reader) => reader.readElementText());
    return Promise.resolve(textMessage(m.version, null, `raw ${text}`));
  }

  other(m: Message): Promise<Message> {
    return Promise.resolve(textMessage(m.version, 'urn:any', `other ${m.headers.action ?? ''}`));
  }
}

function textMessage(version: MessageVersion, action: string | null, text: string): Message {
  return Message.create(version, action, (writer) => {
    writer.writeStartElement('', 'text', 'urn:text');
    writer.writeText(text);
    writer.writeEndElement();
  });
}

const version = MessageVersion.soap12WSAddressing10;
const textOf = (message: Message): string => message.readBody((reader) => reader.readElementText());

function orderOf(parts: Pick<Order, 'tags' | 'depth'>): Order {
  const order = { tenant: 'acme', item: 'tea', count: 2, seenBy: null, ...parts };
  return Object.assign(new Order(), order);
}

test('A message contract takes headers, body and inherited members, and gives them back', async (t) => {
  await withHost(MessageService, Messages, async ({ client }) => {
    const messages = await client();
    const [actor = ''] = version.envelope.ultimateActors;
    const order = orderOf({ tags: ['x', 'y'], depth: new TypedHeader(7, { actor }) });
    const answer = await messages.place(order);
    t.true(answer instanceof Answer);
    t.deepEqual([answer.node, answer.text], ['acme', `tea 2 7 ${actor} x y`]);
    const without = await messages.place(orderOf({ tags: [], depth: null }));
    t.is(without.text, 'tea 2 none ');
  });
});

test('A header that nobody understands is still refused', async (t) => {
  await withHost(MessageService, Messages, async ({ client }) => {
    const messages = await client();
    const order = orderOf({ tags: null, depth: null });
    const stranger = MessageHeader.create('Else', 'urn:else', '1', { mustUnderstand: true });
    await t.throwsAsync(messages.place(order, { headers: [stranger] }), { name: 'ProtocolError' });
  });
});

test('ref and out values come as one object beside the result', async (t) => {
  await withHost(MessageService, Messages, async ({ client }) => {
    const messages = await client();
    t.deepEqual(await messages.divide(7, 2), { result: '7/2', b: 1, rest: 3.5 });
  });
});

test('An untyped message goes through as it is, with the action of the operation', async (t) => {
  await withHost(MessageService, Messages, async ({ client }) => {
    const messages = await client();
    const reply = await messages.raw(textMessage(version, null, 'hello'));
    t.is(reply.headers.action, 'urn:messages/Messages/rawResponse');
    t.is(textOf(reply), 'raw hello');
    await t.throwsAsync(messages.raw(textMessage(version, 'urn:other', '')), {
      instanceOf: InvalidOperationError,
      message: /has the action 'urn:other', but the contract says/,
    });
    await t.throwsAsync(messages.raw('x' as never), { message: /'x' is not a Message/ });
    await t.throwsAsync(messages.raw(textMessage(MessageVersion.soap11, null, '')), {
      message: /the message is Soap11.*, but the binding has/,
    });
  });
});

test('An operation with the action * takes what no other takes', async (t) => {
  await withHost(MessageService, Messages, async ({ client }) => {
    const messages = await client();
    const reply = await messages.other(textMessage(version, 'urn:stranger', ''));
    t.is(reply.headers.action, 'urn:any');
    t.is(textOf(reply), 'other urn:stranger');
  });
});

test('A service that gives no object where there are outputs is told so, and its client a fault', async (t) => {
  class Wrong extends MessageService {
    override divide(): Promise<{ result: string; b: number; rest: number }> {
      return Promise.resolve('x' as never);
    }
  }
  await withHost(Wrong, Messages, async ({ client, errors }) => {
    const messages = await client();
    await t.throwsAsync(messages.divide(1, 2), { instanceOf: FaultError });
    t.regex(String(errors[0]?.error), /the operation has several results: \{ result, b, rest \}/);
  });
});

test('What is wrong with messages is found when the contract is described, all at once', (t) => {
  class Plain {
    x = 1;
  }
  @MessageContract({ wrapperName: '' })
  class Doubled extends Plain {
    @MessageBodyMember(xsd.int, { name: 'Same' }) a!: number;
    @MessageBodyMember(xsd.int, { name: 'Same', order: -2 }) b!: number;
    @MessageHeaderMember(xsd.int, { name: '' }) @MessageBodyMember(xsd.int) c!: number;
  }
  @ServiceContract()
  class Broken {
    @Operation({
      parameters: [
        ['m', Doubled],
        ['n', xsd.int],
      ],
      outputs: [['result', xsd.int]],
      returns: xsd.int,
    })
    both(m: Doubled, n: number): Promise<{ result: number }> {
      return contractOnly(m, n);
    }
    @Operation({ isOneWay: true, resultName: 'x' })
    fire(): Promise<void> {
      return contractOnly();
    }
  }
  const error = t.throws(() => describeContract(Broken), { instanceOf: InvalidBindingError });
  for (const problem of [
    'The class Plain, which Doubled extends, is no message contract',
    'The message contract Doubled has an empty wrapperName',
    'The member Doubled.a has the element Same of the member b',
    'The member Doubled.b has the order -2',
    'The member Doubled.c has two decorators of messages',
    'The member Doubled.c has an empty name',
    'has both.m beside other parameters or results',
    "The operation both has two outputs named 'result'",
    'The operation fire has a resultName, but no result',
  ])
    t.true(error.message.includes(problem), `${problem}\n${error.message}`);
});
