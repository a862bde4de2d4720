import type { ExecutionContext } from 'ava';
import { ChannelStackError } from '../../src/core/errors/index.js';
import {
  EndpointAddress,
  FaultCode,
  Message,
  MessageFault,
  MessageHeader,
  MessageVersion,
  addressMessage,
  createFaultMessage,
  endpointHeader,
  messageIdHeader,
  readFault,
  relatesToHeader,
  toHeader,
} from '../../src/core/message/index.js';
import { XmlElement, XmlTextReader } from '../../src/core/xml/index.js';
import type { XmlWriter } from '../../src/core/xml/index.js';
import { textEncoding } from '../../src/elements/text-encoding/index.js';
import { canonical } from './canonical.js';
import { vectorSuite } from './vector-suite.js';
import type { Vector } from './vector-suite.js';

const serialization = 'http://schemas.microsoft.com/2003/10/Serialization/';
const instance = 'http://www.w3.org/2001/XMLSchema-instance';
const person = 'http://example.org/person';

interface EnvelopeVector extends Vector {
  readonly messageVersion: string;
  readonly message: {
    readonly action: string | null;
    readonly body?: string;
    readonly setInOrder?: string;
    readonly fault?: string;
  };
  readonly contentType?: string;
  readonly xml?: string;
  readonly error?: unknown;
}

interface EncodingVector extends Vector {
  readonly messageVersion: string;
  readonly writeEncoding: string;
  readonly contentType?: string;
  readonly hex?: string;
  readonly error?: unknown;
}

interface ContentTypesVector extends Vector {
  readonly messageVersion: string;
  readonly supported: readonly { readonly contentType: string; readonly supported: boolean }[];
}

interface ReadResult {
  readonly action: string | null;
  readonly to: string | null;
  readonly messageId: string | null;
  readonly relatesTo: string | null;
  readonly replyTo: string | null;
  readonly from: string | null;
  readonly faultTo: string | null;
  readonly isFault: boolean;
  readonly isEmpty: boolean;
  readonly headers: readonly {
    readonly name: string;
    readonly namespace: string;
    readonly actor: string;
    readonly mustUnderstand: boolean;
    readonly relay: boolean;
    readonly isReferenceParameter: boolean;
  }[];
  readonly body?: string;
  readonly fault?: {
    readonly code: string;
    readonly codeNamespace: string;
    readonly reason: string;
    readonly hasDetail: boolean;
    readonly actor: string;
  };
}

interface ReadVector extends Vector {
  readonly messageVersion: string;
  readonly xml: string;
  readonly result?: ReadResult;
  readonly error?: unknown;
}

vectorSuite<EnvelopeVector & EncodingVector & ContentTypesVector & ReadVector>(
  'message-vectors.json',
  {
    envelope: checkEnvelope,
    encoding: checkEncoding,
    contentTypes: checkContentTypes,
    read: checkRead,
  },
);

function checkEnvelope(t: ExecutionContext, vector: EnvelopeVector): void {
  const version = versionOf(vector.messageVersion);
  const encoder = textEncoding({ messageVersion: version }).createEncoder();
  const write = (): string =>
    Buffer.concat(encoder.write(makeMessage(version, vector.message))).toString();
  if (vector.error !== undefined) {
    t.throws(write, { instanceOf: ChannelStackError });
    return;
  }
  t.is(encoder.contentType, vector.contentType ?? '');
  if (vector.xml === '') t.is(write(), '');
  else t.is(canonical(write()), canonical(vector.xml ?? ''));
}

function checkEncoding(t: ExecutionContext, vector: EncodingVector): void {
  const version = versionOf(vector.messageVersion);
  const make = (): ReturnType<ReturnType<typeof textEncoding>['createEncoder']> =>
    // The vectors try names that the type does not allow.
    textEncoding({
      messageVersion: version,
      writeEncoding: vector.writeEncoding as 'utf-8',
    }).createEncoder();
  if (vector.error !== undefined) {
    t.throws(make, { instanceOf: ChannelStackError });
    return;
  }
  const encoder = make();
  const bytes = Buffer.concat(
    encoder.write(Message.create(version, 'urn:act', textBody('\u00e9\u4e16'))),
  );
  t.is(encoder.contentType, vector.contentType ?? '');
  t.is(bytes.toString('hex'), vector.hex ?? '');
  const read = encoder.read({ bytes, contentType: encoder.contentType });
  t.is(
    read.readBody((reader) => reader.readElementText()),
    '\u00e9\u4e16',
  );
}

function checkContentTypes(t: ExecutionContext, vector: ContentTypesVector): void {
  const encoder = textEncoding({
    messageVersion: versionOf(vector.messageVersion),
  }).createEncoder();
  for (const { contentType, supported } of vector.supported) {
    t.is(encoder.isContentTypeSupported(contentType), supported, contentType);
  }
}

function checkRead(t: ExecutionContext, vector: ReadVector): void {
  const version = versionOf(vector.messageVersion);
  const encoder = textEncoding({ messageVersion: version }).createEncoder();
  const read = (): ReadResult =>
    describe(encoder.read({ bytes: Buffer.from(vector.xml), contentType: encoder.contentType }));
  if (vector.result === undefined) {
    t.throws(read, { instanceOf: ChannelStackError });
    return;
  }
  const { body, fault, ...rest } = vector.result;
  const { body: readBody, fault: readFaultPart, ...readRest } = read();
  t.deepEqual(readRest, rest);
  if (body !== undefined)
    t.is(readBody === '' ? '' : canonical(readBody ?? ''), body === '' ? '' : canonical(body));
  if (fault !== undefined) {
    t.like(readFaultPart, {
      reason: fault.reason,
      hasDetail: fault.hasDetail,
      actor: fault.actor,
      code: fault.code,
    });
  }
}

function describe(message: Message): ReadResult {
  const { headers, isFault, isEmpty } = message;
  const uri = (address: EndpointAddress | null): string | null => address?.uri ?? null;
  const described = {
    action: headers.action,
    to: headers.to,
    messageId: headers.messageId,
    relatesTo: headers.relatesTo,
    replyTo: uri(headers.replyTo),
    from: uri(headers.from),
    faultTo: uri(headers.faultTo),
    isFault,
    isEmpty,
    headers: [...headers].map(
      ({ name, namespace, actor, mustUnderstand, relay, isReferenceParameter }) => ({
        name,
        namespace,
        actor,
        mustUnderstand,
        relay,
        isReferenceParameter,
      }),
    ),
  };
  if (isFault) {
    const fault = readFault(message);
    const { code, reason, actor } = fault;
    return {
      ...described,
      fault: {
        code: code.name,
        codeNamespace: code.namespace,
        reason,
        hasDetail: fault.detailElement !== null,
        actor,
      },
    };
  }
  if (isEmpty) return described;
  const reader = message.getReaderAtBodyContents();
  return {
    ...described,
    body: reader.nodeType === 'element' ? writeElement(reader.readElement()) : '',
  };
}

function writeElement(element: XmlElement): string {
  const message = Message.create(MessageVersion.none, null, element);
  return Buffer.concat(
    textEncoding({ messageVersion: 'None' }).createEncoder().write(message),
  ).toString();
}

function versionOf(description: string): MessageVersion {
  const [, envelope = '', addressing = ''] = /^(\w+) .* Addressing(\w+) /.exec(description) ?? [];
  const names = { None: '', '10': 'WSAddressing10', '200408': 'WSAddressingAugust2004' } as const;
  if (envelope === 'EnvelopeNone') return MessageVersion.none;
  return MessageVersion.parse(`${envelope}${names[addressing as keyof typeof names]}`);
}

function makeMessage(
  version: MessageVersion,
  { action, body, setInOrder, fault }: EnvelopeVector['message'],
): Message {
  if (fault !== undefined) return createFaultMessage(version, makeFault(fault), action);
  const message = Message.create(version, action, body === undefined ? null : makeBody(body));
  return setInOrder === undefined ? message : setHeaders(message, setInOrder);
}

function makeBody(body: string): (writer: XmlWriter) => void {
  if (body === 'int 5') return element('int', serialization, '5');
  if (body.startsWith('string ')) return textBody('a<b>&"\r\n世\u0001');
  if (body.startsWith('null')) return writeNull;
  if (body.startsWith('Person')) {
    return (writer) => {
      writer.writeStartElement('', 'Person', person);
      writer.writeNamespace('i', instance);
      writePersonContent(writer, 'n', 'c');
      writer.writeEndElement();
    };
  }
  if (body.startsWith('writer:')) return writeOddBody;
  if (body.startsWith('two elements')) {
    return (writer) => {
      element('a', 'urn:a', '1')(writer);
      element('b', 'urn:b', '2')(writer);
    };
  }
  if (body.startsWith('text')) {
    return (writer) => {
      writer.writeText('only text');
    };
  }
  const source = `<r xmlns='urn:r' xmlns:p='urn:p' p:a='1'><p:c/> <!--x--><d><![CDATA[<]]></d></r>`;
  const reader = new XmlTextReader(Buffer.from(source));
  reader.moveToContent();
  const tree = reader.readElement();
  return (writer) => {
    writer.writeElement(tree);
  };
}

function setHeaders(message: Message, setInOrder: string): Message {
  const { version, headers } = message;
  const endpoint = (name: 'ReplyTo' | 'From' | 'FaultTo', uri: string): MessageHeader =>
    endpointHeader(name, version, new EndpointAddress(uri));
  const anonymous = endpointHeader('ReplyTo', version, EndpointAddress.anonymous);
  const add = (...added: MessageHeader[]): Message => message.withHeaders(headers.with(...added));
  if (setInOrder.startsWith('MessageID')) {
    return add(
      messageIdHeader(version, 'urn:uuid:00112233-4455-6677-8899-aabbccddeeff'),
      anonymous,
      endpoint('FaultTo', 'http://127.0.0.1/fault'),
      endpoint('From', 'http://127.0.0.1/from'),
      relatesToHeader(version, 'urn:rel'),
      toHeader(version, 'http://127.0.0.1:8080/svc?x=1&y=2'),
    );
  }
  const parameter = (name: string, write: (writer: XmlWriter) => void): XmlElement =>
    treeOf(name, 'urn:rp', write);
  const seven = parameter('rp', (writer) => {
    writer.writeInteger(7);
  });
  if (setInOrder.startsWith('EndpointAddress(')) {
    return addressMessage(message, new EndpointAddress('http://127.0.0.1/t', { headers: [seven] }));
  }
  if (setInOrder.startsWith('ReplyTo EndpointAddress.None'))
    return add(endpointHeader('ReplyTo', version, EndpointAddress.none));
  if (setInOrder.startsWith('ReplyTo http')) {
    const other = parameter('rp2', (writer) => {
      writer.writeNamespace('i', instance);
      writePersonContent(writer, 'z', null);
    });
    const address = new EndpointAddress('http://127.0.0.1/r', {
      headers: [seven, other],
      identity: { dns: 'dns.name' },
    });
    return add(endpointHeader('ReplyTo', version, address));
  }
  if (setInOrder.startsWith('To EndpointAddress.Anonymous'))
    return add(toHeader(version, EndpointAddress.anonymous.uri), anonymous);
  if (setInOrder === 'To http://127.0.0.1:8080/svc')
    return add(toHeader(version, 'http://127.0.0.1:8080/svc'));
  if (setInOrder.startsWith('To http'))
    return add(
      toHeader(version, 'http://127.0.0.1:8080/svc'),
      messageIdHeader(version, 'urn:my-id'),
    );
  if (setInOrder.startsWith('h1')) return withManyHeaders(message);
  const next = version.envelope.nextActor;
  return add(
    ...[next, ...version.envelope.ultimateActors, next].map((actor) =>
      MessageHeader.create('h', 'urn:h', 'x', { actor }),
    ),
  );
}

function withManyHeaders(message: Message): Message {
  const { headers } = message;
  const h = (name: string, text: string, options = {}): MessageHeader =>
    MessageHeader.create(name, 'urn:h', text, options);
  return message.withHeaders(
    headers
      .with(
        h('h1', '1'),
        h('h2', 'two', { mustUnderstand: true }),
        h('h3', '3', { actor: 'urn:actor' }),
        h('h4', '4', { mustUnderstand: true, actor: 'urn:actor', relay: true }),
        MessageHeader.create('h5', '', (writer) => {
          writer.writeNamespace('i', instance);
          writePersonContent(writer, 'p', null);
        }),
        MessageHeader.create('h6', 'urn:h', (writer) => {
          writer.writeAttribute('i', 'nil', instance, 'true');
        }),
      )
      .withFirst(h('first', 'inserted at 0')),
  );
}

function makeFault(fault: string): MessageFault {
  const why = { reason: 'why' };
  const unspecified = { reason: 'The creator of this fault did not specify a Reason.' };
  const sender = FaultCode.sender();
  const problem = (writer: XmlWriter): void => {
    writer.writeStartElement('', 'Problem', 'http://example.org/faults');
    writer.writeNamespace('i', instance);
    element('Code', 'http://example.org/faults', '5')(writer);
    element('Text', 'http://example.org/faults', 'bad')(writer);
    writer.writeEndElement();
  };
  const other = (writer: XmlWriter): void => {
    writer.writeStartElement('', 'Other', 'urn:other');
    writer.writeNamespace('i', instance);
    element('Why', 'urn:other', 'w')(writer);
    writer.writeEndElement();
  };
  switch (fault) {
    case 'CreateSenderFaultCode(Sub urn:s)':
      return new MessageFault({ code: FaultCode.sender(new FaultCode('Sub', 'urn:s')), ...why });
    case 'FaultCode Receiver > {urn:s}Sub':
      return new MessageFault({ code: FaultCode.receiver(new FaultCode('Sub', 'urn:s')), ...why });
    case "FaultCode('Client')":
      return new MessageFault({ code: new FaultCode('Client'), ...why });
    case "FaultCode('Mine')":
      return new MessageFault({ code: new FaultCode('Mine'), ...why });
    case "FaultCode('Mine','urn:mine')":
      return new MessageFault({ code: new FaultCode('Mine', 'urn:mine'), ...why });
    case "FaultCode('Receiver')":
      return new MessageFault({ code: FaultCode.receiver(), ...why });
    case 'MustUnderstand':
    case 'VersionMismatch':
      return new MessageFault({ code: new FaultCode(fault), ...why });
    case 'Sender > {urn:a}A > {urn:b}B':
      return new MessageFault({
        code: FaultCode.sender(new FaultCode('A', 'urn:a', new FaultCode('B', 'urn:b'))),
        ...why,
      });
    case 'detail OtherProblem':
      return new MessageFault({ code: sender, ...why, detail: other });
    case 'detail Problem {5, bad}':
    case 'new FaultException<Problem>(detail, two reasons, FaultCode Sender, action)':
      return new MessageFault({ code: sender, ...why, ...twoReasons(fault), detail: problem });
    case 'detail Problem, actor urn:actor, node urn:node':
      return new MessageFault({
        code: sender,
        ...why,
        detail: problem,
        actor: 'urn:actor',
        node: 'urn:node',
      });
    case "detail string 'txt'":
      return new MessageFault({
        code: sender,
        ...why,
        detail: element('string', serialization, 'txt'),
      });
    case "new FaultException('msg')":
      return new MessageFault({ code: sender, reason: 'msg' });
    case 'new FaultException()':
      return new MessageFault({ code: sender, ...unspecified });
    case 'new FaultException<Problem>(detail)':
      return new MessageFault({ code: sender, ...unspecified, detail: problem });
    case 'new FaultException<Problem>(null)':
      return new MessageFault({ code: sender, ...unspecified, detail: writeNull });
    case "reason ''":
      return new MessageFault({ code: sender, reason: '' });
    case "reasons en-US 'why', de 'warum'":
      return new MessageFault({ code: sender, ...twoReasons('two reasons') });
    default:
      if (fault.includes('invariant'))
        return new MessageFault({ code: sender, reason: [{ text: 'why', language: '' }] });
      return new MessageFault({ code: sender, ...why });
  }
}

function twoReasons(fault: string): {
  readonly reason: { readonly text: string; readonly language: string }[];
} {
  const english = { text: 'why', language: 'en-US' };
  return {
    reason: fault.includes('two reasons')
      ? [english, { text: 'warum', language: 'de' }]
      : [english],
  };
}

function element(name: string, namespace: string, text: string): (writer: XmlWriter) => void {
  return (writer) => {
    writer.writeStartElement('', name, namespace);
    writer.writeText(text);
    writer.writeEndElement();
  };
}

function textBody(text: string): (writer: XmlWriter) => void {
  return element('string', serialization, text);
}

function writeNull(writer: XmlWriter): void {
  writer.writeStartElement('z', 'anyType', serialization);
  writer.writeAttribute('i', 'nil', instance, 'true');
  writer.writeEndElement();
}

function writePersonContent(writer: XmlWriter, name: string, city: string | null): void {
  element('Age', person, '0')(writer);
  writer.writeStartElement('', 'Home', person);
  if (city === null) {
    writer.writeAttribute('i', 'nil', instance, 'true');
    writer.writeNamespace(null, 'http://example.org/address');
  } else {
    const prefix = writer.writeNamespace(null, 'http://example.org/address');
    writer.writeStartElement(prefix, 'City', 'http://example.org/address');
    writer.writeText(city);
    writer.writeEndElement();
    writer.writeStartElement(prefix, 'Street', 'http://example.org/address');
    writer.writeAttribute('i', 'nil', instance, 'true');
    writer.writeEndElement();
  }
  writer.writeEndElement();
  element('Name', person, name)(writer);
}

function writeOddBody(writer: XmlWriter): void {
  writer.writeStartElement('x', 'root', 'urn:x');
  writer.writeAttribute('', 'k', '', 'v\n');
  writer.writeStartElement('', 'empty', '');
  writer.writeEndElement();
  writer.writeStartElement('', 'full', '');
  writer.writeEndElement();
  writer.writeText('<cd>');
  writer.writeEndElement();
}

function treeOf(name: string, namespace: string, write: (writer: XmlWriter) => void): XmlElement {
  const message = Message.create(MessageVersion.none, null, (writer) => {
    writer.writeStartElement('', name, namespace);
    write(writer);
    writer.writeEndElement();
  });
  return message.getReaderAtBodyContents().readElement();
}
