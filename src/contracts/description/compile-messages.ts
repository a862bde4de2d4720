import { Message } from '../../core/message/index.js';
import { encodeXmlName } from '../data-contract/contract-names.js';
import { defaultGraphSettings } from '../data-contract/object-graph.js';
import type { SerializerCompiler } from '../data-contract/serializer-compiler.js';
import { graphSettings } from '../data-contract/serializer-settings.js';
import type { TypeReference } from '../data-contract/index.js';
import type { ClassReference } from '../decorators/decorator-metadata.js';
import type { ParameterList } from '../decorators/signature.js';
import type { OperationFormat, OperationMetadata } from '../decorators/contract-metadata.js';
import {
  compileBody,
  operationFormatter,
  parameterFormat,
  resultObject,
  singleResult,
  streamBody,
  streamFormat,
} from '../formatters/index.js';
import type {
  BodyWrapper,
  MessageDescription,
  MessageFormat,
  OperationFormatter,
  PartContent,
  PartDescription,
} from '../formatters/index.js';
import {
  byteStream,
  compileHeader,
  describeMessageContract,
  isMessageContract,
  messageContractFormat,
  typedHeaderContent,
  untypedFormat,
  untypedMessage,
} from '../message-contract/index.js';
import { encodedFormat } from '../soap-encoding/index.js';
import type { EncodedCompiler } from '../soap-encoding/index.js';
import { partNamespace } from '../xml-serializer/index.js';
import type { XmlMappingCompiler, XmlPartOptions } from '../xml-serializer/index.js';
import { dataContractParts, xmlSerializerParts } from './part-compiler.js';
import type { PartCompiler, PartPlace } from './part-compiler.js';
import { xmlOptionsProblem } from './xml-options-check.js';

/** Where the messages of an operation are compiled. */
export interface MessageContext {
  /** The operation's name on the wire. */
  readonly operationName: string;
  /** The namespace of the contract. */
  readonly namespace: string;
  readonly format: OperationFormat;
  readonly compiler: SerializerCompiler;
  readonly xmlMappings: XmlMappingCompiler;
  readonly encodedTypes: EncodedCompiler;
}

/** A parameter, or a value of a reply. */
interface Part {
  readonly name: string;
  /** For error messages: `divide.n1`. */
  readonly path: string;
  readonly type: TypeReference;
  readonly xml: XmlPartOptions | null;
}

/** The messages of an operation: how they are written and read, and what metadata says of them. */
export interface CompiledMessages {
  readonly formatter: OperationFormatter;
  readonly request: MessageDescription;
  /** Null for a one-way operation. */
  readonly reply: MessageDescription | null;
}

/** One message. */
interface CompiledMessage {
  readonly format: MessageFormat;
  readonly description: MessageDescription;
}

/** Compiles the messages of an operation. */
export function compileMessages(
  { methodName, options }: OperationMetadata,
  context: MessageContext,
): CompiledMessages {
  const { operationName, namespace } = context;
  const partsOf = (list: ParameterList = []): Part[] =>
    list.map(([name, type, xml = null]) => ({
      name: encodeXmlName(name),
      path: `${methodName}.${name}`,
      type,
      xml,
    }));
  const parameters = partsOf(options.parameters);
  const result: Part | null =
    options.returns === undefined
      ? null
      : {
          name: encodeXmlName(options.resultName ?? `${operationName}Result`),
          path: `${methodName}.result`,
          type: options.returns,
          xml: options.resultXml ?? null,
        };
  const outputs = partsOf(options.outputs);
  const replies = result === null ? outputs : [result, ...outputs];
  const messages = new MessageCompiler(methodName, context, [...parameters, ...replies]);
  const outputNames = (options.outputs ?? []).map(([name]) => name);
  const request = messages.compile(parameters, { name: operationName, namespace });
  const reply =
    options.isOneWay === true
      ? null
      : messages.compile(replies, { name: `${operationName}Response`, namespace });
  const formatter = operationFormatter({
    methodName,
    parameterCount: parameters.length,
    request: request.format,
    reply: reply?.format ?? null,
    result:
      outputs.length === 0
        ? singleResult
        : resultObject(methodName, result === null ? outputNames : ['result', ...outputNames]),
  });
  return { formatter, request: request.description, reply: reply?.description ?? null };
}

class MessageCompiler {
  readonly #methodName: string;
  readonly #context: MessageContext;
  readonly #parts: PartCompiler;
  /** One of the messages is described by a class, or not at all: then nothing is an empty body, and no empty element in it. */
  readonly #isTyped: boolean;

  constructor(methodName: string, context: MessageContext, parts: readonly Part[]) {
    const { compiler, xmlMappings, format, namespace } = context;
    this.#methodName = methodName;
    this.#context = context;
    this.#isTyped = parts.some(({ type }) => isWholeMessage(type));
    if (format.serializer === 'XmlSerializer') {
      this.#parts = xmlSerializerParts(xmlMappings, namespace);
      return;
    }
    const settings = graphSettings(format.settings);
    const isPlain =
      format.style === 'Document' &&
      settings === defaultGraphSettings &&
      parts.every(
        ({ type }) =>
          !isWholeMessage(type) && type !== byteStream && compiler.serializerOf(type).isPlain,
      );
    this.#parts = dataContractParts(compiler, settings, isPlain);
  }

  /** A message: of parts, or of one value that is the whole message. */
  compile(parts: readonly Part[], wrapper: BodyWrapper): CompiledMessage {
    for (const { path, type, xml } of parts) this.#checkXml(path, type, xml);
    const whole = parts.find(({ type }) => isWholeMessage(type));
    if (whole !== undefined) return this.#compileWhole(whole, parts.length);
    if (parts.length === 0 && this.#isTyped) return emptyMessage;
    const { namespace, format } = this.#context;
    const own = format.style === 'Rpc' ? '' : namespace;
    const stream = parts.find(({ type }) => type === byteStream);
    const description: MessageDescription = {
      contractName: null,
      serializer: format.serializer,
      wrapper,
      parts: parts.map(({ name, type, xml }) => ({
        name,
        namespace: partNamespace(own, xml),
        content: this.#describe(type, xml),
      })),
      headers: [],
    };
    if (stream !== undefined)
      return { description, format: this.#compileStream(stream, parts.length, wrapper) };
    if (format.use === 'Encoded')
      return { description, format: this.#compileEncoded(parts, wrapper) };
    const compiled = parts.map(({ name, path, type, xml }) =>
      this.#parts.part(type, { name, path, namespace: partNamespace(own, xml), xml }),
    );
    return { description, format: parameterFormat(wrapper, compiled, this.#parts.bodyStyle) };
  }

  #checkXml(path: string, type: TypeReference, xml: XmlPartOptions | null): void {
    const { compiler, format } = this.#context;
    const problem = xmlOptionsProblem({ path, methodName: this.#methodName, type, xml }, format);
    if (problem !== null) compiler.report(problem);
  }

  #describe(type: TypeReference, xml: XmlPartOptions | null, context?: string): PartContent {
    if (type === byteStream) return { kind: 'stream' };
    const { format, namespace } = this.#context;
    if (format.use === 'Encoded') return { kind: 'encoded', type, namespace };
    return this.#parts.describe(type, xml, context);
  }

  #compileStream({ name, path }: Part, count: number, wrapper: BodyWrapper): MessageFormat {
    const { compiler, format, namespace } = this.#context;
    if (count > 1) {
      compiler.report(
        `The operation ${this.#methodName} has ${path} beside other parameters or results; a stream is the whole body. Put the others into headers of a message contract.`,
      );
    }
    if (format.use === 'Encoded') {
      compiler.report(
        `The operation ${this.#methodName} has the stream ${path} and use: 'Encoded', in which there are no streams.`,
      );
    }
    const own = format.style === 'Rpc' ? '' : namespace;
    return streamFormat(wrapper, { name, path, namespace: own });
  }

  #compileEncoded(parts: readonly Part[], wrapper: BodyWrapper): MessageFormat {
    const { compiler, format, encodedTypes } = this.#context;
    if (format.style !== 'Rpc') {
      compiler.report(
        `The operation ${this.#methodName} has use: 'Encoded' with the style Document, which WCF does not know; set style: 'Rpc'.`,
      );
    }
    return encodedFormat(
      wrapper,
      parts.map(({ name, path, type }) => ({ name, path, mapping: encodedTypes.mappingOf(type) })),
    );
  }

  #compileWhole({ type, name, path }: Part, count: number): CompiledMessage {
    const { compiler, format } = this.#context;
    if (count > 1) {
      compiler.report(
        `The operation ${this.#methodName} has ${path} beside other parameters or results; a message contract, or untypedMessage, is the whole message and stands alone.`,
      );
    }
    if (!isMessageContract(type)) {
      const part: PartDescription = { name, namespace: '', content: { kind: 'message' } };
      return {
        description: {
          contractName: null,
          serializer: format.serializer,
          wrapper: null,
          parts: [part],
          headers: [],
        },
        format: untypedFormat(path),
      };
    }
    if (format.style === 'Rpc') {
      compiler.report(
        `The operation ${this.#methodName} has the message contract ${type.name} and the style Rpc, in which messages are made of parameters; take one off.`,
      );
    }
    return this.#compileMessageContract(type);
  }

  #compileMessageContract(type: ClassReference): CompiledMessage {
    const { compiler, namespace } = this.#context;
    const parts = this.#parts;
    const { wrapper, headers, body, properties } = describeMessageContract(
      type,
      namespace,
      compiler,
    );
    const place = (member: (typeof body)[number]): PartPlace => ({
      name: member.name,
      namespace: partNamespace(member.namespace, member.metadata.options.xml ?? null),
      path: `${type.name}.${member.metadata.key}`,
      xml: member.metadata.options.xml ?? null,
    });
    const streamed = body.find(({ metadata }) => metadata.type === byteStream);
    if (streamed !== undefined && body.length > 1) {
      compiler.report(
        `The message contract ${type.name} has the stream ${streamed.metadata.key} beside other body members; a stream is the whole body. Make the others headers.`,
      );
    }
    for (const { metadata } of body)
      this.#checkXml(`${type.name}.${metadata.key}`, metadata.type, metadata.options.xml ?? null);
    const description: MessageDescription = {
      contractName: type.name,
      serializer: this.#context.format.serializer,
      wrapper,
      parts: body.map((member) => {
        const { name, namespace: own, xml } = place(member);
        return { name, namespace: own, content: this.#describe(member.metadata.type, xml, own) };
      }),
      headers: headers.map(({ name, namespace: own, metadata }) => ({
        name,
        namespace: own,
        memberName: encodeXmlName(metadata.key),
        isArray: metadata.isArray,
        content: this.#describe(typedHeaderContent(metadata.type) ?? metadata.type, null, own),
      })),
    };
    const format = messageContractFormat({
      type,
      headers: headers.map((header) =>
        compileHeader(header, type.name, (content) =>
          parts.headerContent(content, header.namespace),
        ),
      ),
      body:
        streamed === undefined
          ? compileBody(
              wrapper,
              // Here a type without a namespace is in that of its element.
              body.map((member) =>
                parts.part(member.metadata.type, place(member), member.namespace),
              ),
              parts.bodyStyle,
            )
          : streamBody(wrapper, place(streamed)),
      bodyKeys: body.map(({ metadata }) => metadata.key),
      properties,
      stream:
        streamed === undefined ? null : { key: streamed.metadata.key, path: place(streamed).path },
    });
    return { description, format };
  }
}

/** A message with nothing in it. */
const emptyMessage: CompiledMessage = {
  description: {
    contractName: null,
    serializer: 'DataContractSerializer',
    wrapper: null,
    parts: [],
    headers: [],
  },
  format: {
    headers: [],
    write: (version) => Message.create(version, null),
    read: () => [],
    openStream: null,
  },
};

/** Whether a value of the type is a message and not a part of one. */
function isWholeMessage(type: TypeReference): boolean {
  return type === untypedMessage || isMessageContract(type);
}
