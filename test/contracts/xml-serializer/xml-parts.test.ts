import test from 'ava';
import {
  DateTime,
  MessageBodyMember,
  MessageContract,
  Operation,
  ServiceContract,
  XmlElementMember,
  XmlSerializerFormat,
  XmlType,
  arrayOf,
  contractOnly,
  describeContract,
  nullable,
  xsd,
} from '../../../src/contracts/index.js';
import type { ClassReference } from '../../../src/contracts/decorators/decorator-metadata.js';
import { Message, MessageHeaders, MessageVersion } from '../../../src/core/message/index.js';
import { readerOn, written } from '../data-contract/xml-text.js';

@XmlType()
class Line {
  @XmlElementMember(xsd.string) text = '';
}

@XmlSerializerFormat()
@ServiceContract({ name: 'IPeer', namespace: 'urn:peer' })
class Peer {
  @Operation({
    parameters: [
      ['id', xsd.int, { form: 'Unqualified' }],
      ['limit', nullable(xsd.int), { form: 'Unqualified', isOptional: true }],
      ['day', xsd.dateTime, { namespace: 'urn:other', dataType: 'date' }],
      ['note', nullable(xsd.string), { isNullable: true }],
      ['tag', arrayOf(xsd.string), { form: 'Unqualified' }],
      ['lines', arrayOf(Line), { kind: 'array', itemName: 'line', itemNamespace: 'urn:lines' }],
    ],
    returns: arrayOf(xsd.int),
    resultName: 'return',
    resultXml: { form: 'Unqualified' },
  })
  find(
    id: number,
    limit: number | null,
    day: DateTime | Date,
    note: string | null,
    tag: string[],
    lines: Line[],
  ): Promise<number[]> {
    return contractOnly(id, limit, day, note, tag, lines);
  }
}

const version = MessageVersion.soap11;

function operationOf(Contract: ClassReference) {
  const [operation] = describeContract(Contract).operations;
  if (operation === undefined) throw new Error('There is no operation.');
  return operation;
}

function bodyOf(message: Message): string {
  const text = written((writer) => {
    message.writeMessage(writer);
  });
  const [, body = ''] = /<s:Body[^>]*>(.*)<\/s:Body>/.exec(text) ?? [];
  return body;
}

const line = Object.assign(new Line(), { text: 'a' });
const day = DateTime.parse('2026-11-28T00:00:00');

test('A parameter is written as its options say', (t) => {
  const { formatter } = operationOf(Peer);
  const request = (...args: readonly unknown[]): string =>
    bodyOf(formatter.writeRequest(version, args));
  t.is(
    request(7, 5, day, null, ['x', 'y'], [line]),
    '<find xmlns="urn:peer"><id xmlns="">7</id><limit xmlns="">5</limit><day xmlns="urn:other">2026-11-28</day>' +
      '<note xsi:nil="true"/><tag xmlns="">x</tag><tag xmlns="">y</tag><lines><line xmlns="urn:lines"><text xmlns="urn:peer">a</text></line></lines></find>',
  );
  t.is(
    request(7, null, day, 'n', [], null),
    '<find xmlns="urn:peer"><id xmlns="">7</id><day xmlns="urn:other">2026-11-28</day><note>n</note></find>',
  );
});

test('It is read in any order; a list is all its elements, and empty without one', (t) => {
  const { formatter } = operationOf(Peer);
  const read = (content: string): unknown[] =>
    formatter.readRequest(
      Message.received(
        new MessageHeaders(version, []),
        readerOn(`<find xmlns="urn:peer">${content}</find>`),
        0,
        null,
      ),
    );
  const values = read(
    '<tag xmlns="">x</tag><lines><line xmlns="urn:lines"><text xmlns="urn:peer">a</text></line><other/></lines><id xmlns="">7</id><id>8</id><tag xmlns="">y</tag>',
  );
  t.like(values, { 0: 7, 1: null, 3: null, 4: ['x', 'y'], 5: { 0: { text: 'a' } } });
  t.throws(() => read('<lines/><id xmlns="">7</id><tag xmlns="">x</tag><tag xmlns=""><e/></tag>'), {
    message: /tag\[1\]/,
  });
});

@MessageContract({ wrapperNamespace: 'urn:wrap' })
class Request {
  @MessageBodyMember(arrayOf(xsd.string), { order: 0, namespace: 'urn:wrap', xml: {} })
  items!: string[];

  @MessageBodyMember(xsd.int, { order: 1, xml: { form: 'Unqualified' } })
  attr!: number;
}

@XmlSerializerFormat()
@ServiceContract({ name: 'ITyped', namespace: 'urn:typed' })
class Typed {
  @Operation({ parameters: [['request', Request]] })
  send(request: Request): Promise<void> {
    return contractOnly(request);
  }
}

test('A body member of a message contract is written as its options say', (t) => {
  const { formatter } = operationOf(Typed);
  const request = Object.assign(new Request(), { items: ['a', 'b'], attr: 3 });
  t.is(
    bodyOf(formatter.writeRequest(version, [request])),
    '<Request xmlns="urn:wrap"><items>a</items><items>b</items><attr xmlns="">3</attr></Request>',
  );
});

test('Options that would count for nothing are refused', (t) => {
  class Plain {
    @Operation({ parameters: [['a', xsd.int, { form: 'Unqualified' }]] })
    one(a: number): Promise<void> {
      return contractOnly(a);
    }
  }
  class Rpc {
    @Operation({ parameters: [['a', xsd.int, { namespace: 'urn:a' }]] })
    one(a: number): Promise<void> {
      return contractOnly(a);
    }

    @Operation({ parameters: [['a', arrayOf(xsd.int), {}]] })
    two(a: number[]): Promise<void> {
      return contractOnly(a);
    }
  }
  class Wrong {
    @Operation({ parameters: [['a', xsd.int, { kind: 'array' }]] })
    one(a: number): Promise<void> {
      return contractOnly(a);
    }

    @Operation({ parameters: [['whole', Request, { isNullable: true }]] })
    three(whole: Request): Promise<void> {
      return contractOnly(whole);
    }

    @Operation({ parameters: [['a', xsd.int, { dataType: 'date' }]] })
    two(a: number): Promise<void> {
      return contractOnly(a);
    }
  }
  ServiceContract()(Plain);
  for (const [Contract, style] of [
    [Rpc, 'Rpc'],
    [Wrong, 'Document'],
  ] as const) {
    XmlSerializerFormat({ style })(Contract);
    ServiceContract()(Contract);
  }
  const problemsOf = (Contract: ClassReference): string =>
    t.throws(() => describeContract(Contract)).message;
  t.regex(problemsOf(Plain), /one\.a says how the XmlSerializer writes it.*@XmlSerializerFormat/);
  t.regex(problemsOf(Rpc), /one\.a has a form or a namespace, and the style is Rpc/);
  t.regex(problemsOf(Rpc), /two\.a is a list of elements right in the message/);
  t.regex(problemsOf(Wrong), /one\.a has kind: 'array', but is no list/);
  t.regex(problemsOf(Wrong), /three\.whole .*is a stream or a whole message/);
  t.regex(problemsOf(Wrong), /two\.a has the dataType date, which is not for values of xsd\.int/);
});
