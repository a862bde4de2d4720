import { encodeXmlName } from '../../src/contracts/data-contract/contract-names.js';
import { arrayOf, lazy, nullable, xsd } from '../../src/contracts/data-contract/index.js';
import type { DateTime } from '../../src/contracts/data-contract/index.js';
import {
  DataContractFormat,
  Fault,
  KnownTypes,
  MessageBodyMember,
  MessageContract,
  MessageHeaderArray,
  MessageHeaderMember,
  MessageProperty,
  Operation,
  ServiceContract,
  XmlArrayMember,
  XmlAttributeMember,
  XmlElementMember,
  XmlSerializerFormat,
  XmlType,
} from '../../src/contracts/decorators/index.js';
import type { ContractClass } from '../../src/contracts/description/index.js';
import {
  TypedHeader,
  typedHeader,
  untypedMessage,
} from '../../src/contracts/message-contract/index.js';
import { Message, propertyKey } from '../../src/core/message/index.js';
import type { MessageVersion } from '../../src/core/message/index.js';
import { compileXmlReader, compileXmlWriter } from '../../src/contracts/xml-serializer/index.js';
import { readerOn, written } from '../contracts/data-contract/xml-text.js';
import { canonical } from './canonical.js';
import { emptyClass, vectorCodec } from './data-contract-types.js';
import type { VectorCodec, VectorContract } from './data-contract-types.js';

/** What the file tells of its contracts: as the .NET client described them, and in C#. */
export interface OperationFileAbout {
  readonly contracts: Readonly<Record<string, VectorServiceContract>>;
  readonly types: VectorContract['types'];
  readonly source: string;
}

interface VectorServiceContract {
  readonly name: string;
  readonly namespace: string;
  readonly operations: Readonly<Record<string, VectorOperation>>;
}

interface VectorOperation {
  readonly name: string;
  readonly isOneWay?: boolean;
  readonly serializer: string;
  readonly style?: string;
  readonly use?: string;
  readonly input: VectorMessage;
  readonly output?: VectorMessage;
  readonly faults?: readonly {
    readonly name: string;
    readonly namespace: string;
    readonly action: string;
    readonly detail: string;
  }[];
}

interface VectorMessage {
  readonly action: string;
  readonly messageType?: string;
  readonly wrapperName?: string;
  readonly wrapperNamespace?: string;
  readonly parts: readonly VectorPart[];
  readonly headers?: readonly VectorPart[];
  readonly returnValue?: VectorPart;
}

interface VectorPart {
  readonly name: string;
  readonly namespace: string;
  readonly type: string;
}

/** An operation of a vector in our terms. */
export interface OperationCodec {
  readonly contract: ContractClass;
  readonly methodName: string;
  readonly parameters: readonly VectorCodec[];
  readonly result: VectorCodec;
  /** The codecs of the outputs, by name. */
  readonly outputs: ReadonlyMap<string, VectorCodec>;
  /** The codecs of the details of the faults, by their type. */
  readonly details: ReadonlyMap<unknown, VectorCodec>;
}

/** Makes the contract of one operation, as it is declared in C#. @throws Error for what has no word in the type language */
export function operationCodec(
  about: OperationFileAbout,
  contractName: string,
  operationName: string,
  messageVersion: MessageVersion,
): OperationCodec {
  const contract = about.contracts[contractName];
  const operation = contract?.operations[operationName];
  if (contract === undefined || operation === undefined) throw new Error(operationName);
  const codecs = vectorCodec({ root: 'string', types: about.types });
  const { input, output } = operation;
  const codecOf = (message: VectorMessage) => (part: VectorPart) => {
    if (part.type === 'message') return messageCodec(messageVersion, message.action);
    if (part.type === 'stream') return streamCodec;
    return part.type.startsWith('xml:') ? xmlCodec(part.type) : codecs.codecOf(part.type);
  };
  const contractCodec = (message: VectorMessage): VectorCodec | null =>
    message.messageType === undefined
      ? null
      : messageContractCodec(
          about.source,
          message.messageType,
          message,
          codecOf(message),
          contract,
        );
  const whole = contractCodec(input);
  const parameters = whole === null ? input.parts.map(codecOf(input)) : [whole];
  const reply = output === undefined ? null : contractCodec(output);
  const returned = output?.returnValue;
  const result =
    output === undefined || returned === undefined || returned.type === 'void'
      ? reply
      : codecOf(output)(returned);
  const outputs = new Map(
    reply === null ? output?.parts.map((part) => [part.name, codecOf(output)(part)]) : [],
  );
  const details = new Map<unknown, VectorCodec>();
  const Contract = emptyClass();
  decorate(
    Operation({
      name: operation.name,
      action: input.action,
      ...(operation.isOneWay === true ? {} : { replyAction: output?.action }),
      isOneWay: operation.isOneWay ?? false,
      parameters: parameters.map(
        ({ type }, index) => [input.parts[index]?.name ?? 'm', type] as const,
      ),
      returns: result?.type,
      resultName: result === null ? undefined : returned?.name,
      outputs: [...outputs].map(([name, { type }]) => [name, type] as const),
    }),
    Contract,
    operationName,
  );
  for (const fault of operation.faults ?? []) {
    const codec = codecs.codecOf(fault.detail);
    details.set(codec.type, codec);
    const isDerived = fault.action.endsWith(fault.name);
    const { action, name, namespace } = fault;
    decorate(
      Fault(codec.type, isDerived ? {} : { action, name, namespace }),
      Contract,
      operationName,
    );
  }
  const style = operation.style === 'rpc' ? 'Rpc' : 'Document';
  if (operation.serializer === 'XmlSerializer')
    decorate(
      XmlSerializerFormat({ style, use: operation.use === 'encoded' ? 'Encoded' : 'Literal' }),
      Contract,
      operationName,
    );
  else if (style === 'Rpc') decorate(DataContractFormat({ style }), Contract, operationName);
  const known = [...about.source.matchAll(/ServiceKnownType\(typeof\((\w+)\)\)/g)];
  KnownTypes(...known.map(([, name = '']) => codecs.codecOf(`@${name}`).type))(Contract);
  // An inherited operation keeps the namespace of its own contract.
  const namespace = input.wrapperNamespace ?? contract.namespace;
  ServiceContract({
    name: contract.name,
    namespace: whole === null ? namespace : contract.namespace,
  })(Contract);
  return {
    contract: Contract,
    methodName: operationName,
    parameters,
    result: result ?? nothing,
    outputs,
    details,
  };
}

const nothing: VectorCodec = {
  type: untypedMessage,
  toValue: () => undefined,
  toNotation: () => null,
};

function decorate(decorator: unknown, Contract: ContractClass, methodName: string): void {
  Reflect.apply(decorator as () => void, undefined, [Contract.prototype, methodName]);
}

@XmlType({ namespace: 'http://example.org/xs' })
class XsPerson {
  @XmlAttributeMember(xsd.int) Id!: number;
  @XmlElementMember(xsd.string) Name!: string;
  @XmlElementMember(arrayOf(xsd.string), { name: 'Mail' }) Mails!: string[];
  @XmlArrayMember(xsd.string, { itemName: 'Tag' }) Tags!: string[];
  @XmlElementMember(xsd.string, { isNullable: true }) Nick!: string;
  @XmlElementMember(xsd.dateTime) Born!: DateTime;
  @XmlElementMember(nullable(xsd.int)) Age!: number | null;
}

@XmlType({ namespace: 'http://example.org/enc' })
class EncPerson {
  @XmlElementMember(xsd.int) Id!: number;
  @XmlElementMember(xsd.string) Name!: string;
  @XmlElementMember(nullable(lazy(() => EncPerson))) Friend!: EncPerson | null;
}

/** Objects for the XmlSerializer are told as what it writes. */
function xmlCodec(reference: string): VectorCodec {
  const type = { 'xml:XsPerson': XsPerson, 'xml:EncPerson': EncPerson }[reference];
  if (type === undefined) throw new Error(`no class ${reference}`);
  const read = compileXmlReader(type);
  const write = compileXmlWriter(type);
  return {
    type,
    toValue(notation) {
      if (typeof notation !== 'object' || notation === null) return notation;
      return read(readerOn((notation as { readonly xmlSerialized: string }).xmlSerialized));
    },
    toNotation: (value) =>
      value === null
        ? null
        : canonical(
            written((writer) => {
              write(writer, value as never);
            }),
          ),
  };
}

/** A stream is bytes on the wire. */
const streamCodec: VectorCodec = {
  type: xsd.base64Binary,
  toValue: (notation) => Buffer.from((notation as { readonly stream: string }).stream, 'base64'),
  toNotation: (value) => ({ stream: Buffer.from(value as Uint8Array).toString('base64') }),
};

/** The messages of the vectors all have one body; which action and whether a body, the name of the vector tells. */
function messageCodec(version: MessageVersion, action: string): VectorCodec {
  return {
    type: untypedMessage,
    toValue(notation) {
      const name = String(notation);
      const chosen = name.includes('other-action')
        ? 'urn:not:the:operation'
        : action === '*'
          ? 'urn:my:action'
          : action;
      return Message.create(
        version,
        name.includes('no-action') ? null : chosen,
        name.includes('empty')
          ? null
          : (writer) => {
              writer.writeStartElement(
                '',
                'string',
                'http://schemas.microsoft.com/2003/10/Serialization/',
              );
              writer.writeText('body');
              writer.writeEndElement();
            },
      );
    },
    toNotation: (value) => value,
  };
}

interface SourceMember {
  readonly kind: string;
  readonly name: string;
  readonly type: string;
  /** The name that an XmlElement attribute gives, or ''. */
  readonly element: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Declares a message contract as its C# source does. */
function messageContractCodec(
  source: string,
  typeName: string,
  message: VectorMessage,
  codecOf: (part: VectorPart) => VectorCodec,
  service: VectorServiceContract,
): VectorCodec {
  const declaration = new RegExp(
    `\\[MessageContract(?:\\(([^)]*)\\))?\\] public class ${typeName}(?: : (\\w+))? \\{(.*)\\}`,
  ).exec(source);
  if (declaration === null) throw new Error(`no source of ${typeName}`);
  const [, attributes = '', baseName, content = ''] = declaration;
  const base =
    baseName === undefined
      ? null
      : messageContractCodec(source, baseName, message, codecOf, service);
  const Base = (base?.type ?? Object) as new () => object;
  const Class = base === null ? emptyClass() : class extends Base {};
  const { WrapperName, WrapperNamespace, IsWrapped } = argumentsOf(attributes);
  MessageContract({
    isWrapped: IsWrapped !== 'false',
    wrapperName: WrapperName ?? typeName,
    wrapperNamespace: WrapperNamespace,
  })(Class);
  const members = membersOf(content);
  const converters = new Map<string, VectorCodec>();
  for (const member of members) {
    const { Name, Namespace, Order, MustUnderstand } = member.attributes;
    const name = encodeXmlName(Name ?? member.name);
    const namespace = Namespace ?? service.namespace;
    const options = {
      name: member.element === '' ? (Name ?? member.name) : member.element,
      namespace: Namespace,
      order: Order === undefined ? undefined : Number(Order),
      mustUnderstand: MustUnderstand === 'true',
    };
    const part = [...message.parts, ...(message.headers ?? [])].find(
      (each) => each.name === name && each.namespace === namespace,
    );
    const codec = part === undefined ? null : codecOf(part);
    const type = codec === null ? untypedMessage : lazy(() => codec.type as never);
    switch (member.kind) {
      case 'MessageBodyMember':
        apply(MessageBodyMember(type, options), Class, member.name);
        break;
      case 'MessageHeaderArray':
        apply(MessageHeaderArray(type, options), Class, member.name);
        break;
      case 'MessageHeader':
        apply(
          MessageHeaderMember(
            member.type.startsWith('MessageHeader<')
              ? typedHeader(codec?.type ?? untypedMessage)
              : type,
            options,
          ),
          Class,
          member.name,
        );
        break;
      default:
        apply(MessageProperty(propertyKey(member.name)), Class, member.name);
    }
    converters.set(member.name, memberCodec(member, codec));
  }
  const prototype = Class.prototype as object;
  return {
    type: Class,
    toValue(notation) {
      if (notation === null) return null;
      const value = Object.assign(Object.create(prototype) as object, base?.toValue(notation));
      for (const [name, codec] of converters)
        Reflect.set(value, name, codec.toValue(Reflect.get(notation as object, name)));
      return value;
    },
    toNotation(value) {
      const notation = (base?.toNotation(value) ?? {}) as Record<string, unknown>;
      for (const [name, codec] of converters)
        notation[name] = codec.toNotation(Reflect.get(value as object, name));
      return notation;
    },
  };
}

function apply(decorator: unknown, Class: { readonly prototype: unknown }, name: string): void {
  Reflect.apply(decorator as () => void, undefined, [Class.prototype, name]);
}

function memberCodec(member: SourceMember, codec: VectorCodec | null): VectorCodec {
  // What is a property of the message is never on the wire: it comes back as nothing.
  if (codec === null) return { type: untypedMessage, toValue: () => null, toNotation: () => null };
  if (member.kind === 'MessageHeaderArray') {
    return {
      type: codec.type,
      toValue: (list) => (list as unknown[] | null)?.map((one) => codec.toValue(one)) ?? null,
      toNotation: (list) => (list as unknown[] | null)?.map((one) => codec.toNotation(one)) ?? null,
    };
  }
  if (!member.type.startsWith('MessageHeader<')) return codec;
  return {
    type: codec.type,
    toValue(notation) {
      if (notation === null) return null;
      const { content, ...attributes } = notation as { readonly content: unknown };
      return new TypedHeader(codec.toValue(content), attributes);
    },
    toNotation(value) {
      if (!(value instanceof TypedHeader)) return value;
      const { content, actor, mustUnderstand, relay } = value as TypedHeader<unknown>;
      return { content: codec.toNotation(content), actor, mustUnderstand, relay };
    },
  };
}

function membersOf(content: string): SourceMember[] {
  const pattern =
    /\[(Message\w+)(?:\(([^)]*)\))?(?:, XmlElement\("(\w+)"\))?\] public ([\w<>[\]]+) (\w+)(?:;| \{ get; set; \})/g;
  return [...content.matchAll(pattern)].map(
    ([, kind = '', attributes = '', element = '', type = '', name = '']) => ({
      kind,
      name,
      type,
      element,
      attributes: argumentsOf(attributes),
    }),
  );
}

function argumentsOf(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/(\w+) = "?([^",]*)"?/g)].map(([, name = '', value = '']) => [name, value]),
  );
}
