import {
  DataContract,
  DataContractFormat,
  DataMember,
  Fault,
  FaultError,
  MessageBodyMember,
  MessageContract,
  MessageHeaderArray,
  MessageHeaderMember,
  Operation,
  ServiceContract,
  TypedHeader,
  XmlAnyAttributeMember,
  XmlAnyElementMember,
  XmlArrayMember,
  XmlAttributeMember,
  XmlElementMember,
  XmlInclude,
  XmlRoot,
  XmlSerializerFormat,
  XmlTextMember,
  XmlType,
  arrayOf,
  choiceOf,
  contractOnly,
  enumOf,
  lazy,
  nullable,
  typedHeader,
  untypedMessage,
  xsd,
} from '../../src/contracts/index.js';
import type { DateTime, Decimal, Infer } from '../../src/contracts/index.js';
import { FaultCode, Message } from '../../src/core/message/index.js';
import type { XmlAttribute, XmlElement } from '../../src/core/xml/index.js';
import { Circle, Member } from './types-contract.js';

// The types of dotnet/MessageContracts.cs.

const namespace = 'urn:messages';

@MessageContract({ wrapperName: 'Order', wrapperNamespace: 'urn:wrap' })
class PlaceOrder {
  @MessageHeaderMember(nullable(xsd.string), { name: 'Tenant', mustUnderstand: true })
  tenant!: string | null;
  @MessageHeaderMember(typedHeader(xsd.int), { name: 'trace-id', namespace: 'urn:trace' })
  trace!: TypedHeader<number> | null;
  @MessageHeaderArray(xsd.string, { name: 'Tag', namespace: 'urn:tags' }) tags!: string[] | null;
  @MessageHeaderMember(nullable(Circle), { name: 'Shape' }) shape!: Circle | null;
  @MessageBodyMember(nullable(xsd.string), { name: 'Item', order: 1 }) item!: string | null;
  @MessageBodyMember(xsd.int, { name: 'Count', namespace: 'urn:count' }) number!: number;
}

@MessageContract({ isWrapped: false })
class OrderPlaced {
  @MessageHeaderMember(nullable(xsd.string), { name: 'Node', mustUnderstand: true })
  node!: string | null;
  @MessageBodyMember(xsd.string, { name: 'Text', order: 1 }) text!: string;
  @MessageBodyMember(nullable(Circle), { name: 'Shape', order: 2 }) shape!: Circle | null;
}

@DataContract({ namespace })
class Problem {
  @DataMember(xsd.int, { name: 'Code' }) code!: number;
}

@DataContract({ namespace })
class OtherProblem {
  @DataMember(xsd.string, { name: 'Why' }) why!: string;
}

const State = enumOf('XsState', { Open: 0, Sent: { value: 1, text: 'sent off' } });
const Payment = choiceOf([
  ['card', xsd.string],
  ['cash', xsd.decimal],
]);

@XmlType({ namespace: 'urn:xml-lines' })
class Line {
  @XmlAttributeMember(xsd.decimal, { name: 'Price' }) price!: Decimal;
  @XmlTextMember(xsd.string) name!: string;
  @XmlAnyAttributeMember() attributes!: XmlAttribute[];
}

@XmlType({ name: 'Order', namespace: 'urn:xml-orders' })
@XmlInclude(lazy(() => Gift))
class Order {
  @XmlAttributeMember(xsd.int) id!: number;
  @XmlAttributeMember(xsd.base64Binary, { name: 'Digest', dataType: 'hexBinary' })
  digest!: Uint8Array;
  @XmlAttributeMember(xsd.string, {
    name: 'lang',
    namespace: 'http://www.w3.org/XML/1998/namespace',
  })
  language!: string;
  @XmlElementMember(xsd.string, { name: 'Customer' }) customer!: string;
  @XmlElementMember(xsd.string, { name: 'Note', isNullable: true }) note!: string;
  @XmlElementMember(nullable(xsd.int), { name: 'Discount' }) discount!: number | null;
  @XmlElementMember(arrayOf(Line), { name: 'line' }) lines!: Line[];
  @XmlArrayMember(nullable(xsd.string), {
    name: 'tags',
    itemName: 'tag',
    itemNamespace: 'urn:tags',
    missing: 'null',
  })
  tags!: (string | null)[] | null;
  @XmlElementMember(xsd.dateTime, { name: 'Day', dataType: 'date' }) day!: DateTime;
  @XmlElementMember(State, { name: 'State' }) state!: Infer<typeof State>;
  @XmlElementMember(Payment) payment!: Infer<typeof Payment>;
  @XmlElementMember(xsd.anyType, { name: 'Anything' }) anything!: unknown;
  @XmlAnyElementMember() rest!: XmlElement[];
}

@XmlType({ name: 'Gift', namespace: 'urn:xml-orders' })
class Gift extends Order {
  @XmlElementMember(xsd.string, { name: 'For' }) for!: string;
}

@XmlRoot({ name: 'problem', namespace: 'urn:xml-orders' })
@XmlType()
class XsProblem {
  @XmlElementMember(xsd.string, { name: 'Why' }) why!: string;
}

/** Operations whose messages are laid out in every way that a contract can ask for. */
@ServiceContract({ name: 'IMessages', namespace })
export class Messages {
  @Operation({ name: 'Place', parameters: [['order', PlaceOrder]], returns: OrderPlaced })
  place(order: PlaceOrder): Promise<OrderPlaced> {
    return contractOnly(order);
  }

  @Operation({
    name: 'Divide',
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

  @Operation({ name: 'Raw', parameters: [['message', untypedMessage]], returns: untypedMessage })
  raw(message: Message): Promise<Message> {
    return contractOnly(message);
  }

  @Operation({
    name: 'Named',
    action: 'urn:messages:named',
    replyAction: 'urn:messages:answered',
    parameters: [['in-put', xsd.string]],
    returns: xsd.string,
    resultName: 'outcome',
  })
  named(text: string): Promise<string> {
    return contractOnly(text);
  }

  @DataContractFormat({ style: 'Rpc' })
  @Operation({
    name: 'Rpc',
    parameters: [
      ['member', nullable(Member)],
      ['numbers', arrayOf(xsd.int)],
    ],
    returns: nullable(Member),
  })
  rpc(member: Member | null, numbers: number[]): Promise<Member | null> {
    return contractOnly(member, numbers);
  }

  @Fault(OtherProblem, { name: 'Other', namespace: 'urn:other', action: 'urn:other:fault' })
  @Operation({ name: 'Fail', parameters: [['how', xsd.string]], faults: [Problem] })
  fail(how: string): Promise<void> {
    return contractOnly(how);
  }

  @XmlSerializerFormat()
  @Operation({
    name: 'EchoXml',
    parameters: [
      ['order', nullable(Order)],
      ['number', xsd.int],
    ],
    returns: nullable(Order),
  })
  echoXml(order: Order | null, number: number): Promise<Order | null> {
    return contractOnly(order, number);
  }

  @XmlSerializerFormat({ style: 'Rpc' })
  @Operation({ name: 'RpcXml', parameters: [['order', nullable(Order)]], returns: nullable(Order) })
  rpcXml(order: Order | null): Promise<Order | null> {
    return contractOnly(order);
  }

  @XmlSerializerFormat({ supportFaults: true })
  @Operation({ name: 'FailXml', parameters: [['why', xsd.string]], faults: [XsProblem] })
  failXml(why: string): Promise<void> {
    return contractOnly(why);
  }
}

/** Says what it got, or gives it back: read into objects of these classes, and written from them. */
export class MessagesService implements Messages {
  place(order: PlaceOrder): Promise<OrderPlaced> {
    const { tenant, trace, tags, shape, item, number } = order;
    const parts = [tenant, item, number, trace?.content, tags?.join(','), shape?.label];
    const text = parts.map((part) => String(part ?? 'null')).join(' ');
    return Promise.resolve(Object.assign(new OrderPlaced(), { node: tenant, text, shape }));
  }

  divide(a: number, b: number): Promise<{ result: string; b: number; rest: number }> {
    return Promise.resolve({ result: `${String(a)}/${String(b)}`, b: a % b, rest: a / b });
  }

  raw(message: Message): Promise<Message> {
    const text = message.readBody((reader) => reader.readElementText());
    return Promise.resolve(
      Message.create(message.version, null, (writer) => {
        writer.writeStartElement(
          '',
          'string',
          'http://schemas.microsoft.com/2003/10/Serialization/',
        );
        writer.writeText(`raw ${text}`);
        writer.writeEndElement();
      }),
    );
  }

  named(text: string): Promise<string> {
    return Promise.resolve(text);
  }

  rpc(member: Member | null): Promise<Member | null> {
    return Promise.resolve(member);
  }

  fail(how: string): Promise<void> {
    return Promise.reject(
      how === 'problem'
        ? new FaultError(Problem, { code: 5 }, { reason: 'why', code: FaultCode.receiver() })
        : new FaultError(OtherProblem, { why: 'because' }),
    );
  }

  echoXml(order: Order | null): Promise<Order | null> {
    return Promise.resolve(order);
  }

  rpcXml(order: Order | null): Promise<Order | null> {
    return Promise.resolve(order);
  }

  failXml(why: string): Promise<void> {
    return Promise.reject(new FaultError(XsProblem, { why }));
  }
}
