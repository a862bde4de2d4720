import { encodeXmlName } from '../data-contract/contract-names.js';
import { defaultGraphSettings } from '../data-contract/object-graph.js';
import type { SerializerCompiler } from '../data-contract/serializer-compiler.js';
import { graphSettings } from '../data-contract/serializer-settings.js';
import type { TypeReference } from '../data-contract/index.js';
import type { ClassReference } from '../decorators/decorator-metadata.js';
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
  MessageFormat,
  OperationFormatter,
  StreamPart,
} from '../formatters/index.js';
import {
  byteStream,
  compileHeader,
  describeMessageContract,
  isMessageContract,
  messageContractFormat,
  untypedFormat,
  untypedMessage,
} from '../message-contract/index.js';
import { encodedFormat } from '../soap-encoding/index.js';
import type { EncodedCompiler } from '../soap-encoding/index.js';
import type { XmlMappingCompiler } from '../xml-serializer/index.js';
import { dataContractParts, xmlSerializerParts } from './part-compiler.js';
import type { PartCompiler } from './part-compiler.js';

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
}

/** Compiles the messages of an operation. */
export function compileMessages(
  { methodName, options }: OperationMetadata,
  context: MessageContext,
): OperationFormatter {
  const { operationName, namespace } = context;
  const parameters = (options.parameters ?? []).map(([name, type]) => ({
    name: encodeXmlName(name),
    path: `${methodName}.${name}`,
    type,
  }));
  const result: Part | null =
    options.returns === undefined
      ? null
      : {
          name: encodeXmlName(options.resultName ?? `${operationName}Result`),
          path: `${methodName}.result`,
          type: options.returns,
        };
  const outputs = (options.outputs ?? []).map(([name, type]) => ({
    name: encodeXmlName(name),
    path: `${methodName}.${name}`,
    type,
  }));
  const replies = result === null ? outputs : [result, ...outputs];
  const messages = new MessageCompiler(methodName, context, [...parameters, ...replies]);
  const outputNames = (options.outputs ?? []).map(([name]) => name);
  return operationFormatter({
    methodName,
    parameterCount: parameters.length,
    request: messages.compile(parameters, { name: operationName, namespace }),
    reply:
      options.isOneWay === true
        ? null
        : messages.compile(replies, { name: `${operationName}Response`, namespace }),
    result:
      outputs.length === 0
        ? singleResult
        : resultObject(methodName, result === null ? outputNames : ['result', ...outputNames]),
  });
}

class MessageCompiler {
  readonly #methodName: string;
  readonly #context: MessageContext;
  readonly #parts: PartCompiler;

  constructor(methodName: string, context: MessageContext, parts: readonly Part[]) {
    const { compiler, xmlMappings, format, namespace } = context;
    this.#methodName = methodName;
    this.#context = context;
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

  /** The format of a message: of parts, or of one value that is the whole message. */
  compile(parts: readonly Part[], wrapper: BodyWrapper): MessageFormat {
    const whole = parts.find(({ type }) => isWholeMessage(type));
    if (whole !== undefined) return this.#compileWhole(whole, parts.length);
    const { namespace, format } = this.#context;
    const stream = parts.find(({ type }) => type === byteStream);
    if (stream !== undefined) return this.#compileStream(stream, parts.length, wrapper);
    if (format.use === 'Encoded') return this.#compileEncoded(parts, wrapper);
    const partNamespace = format.style === 'Rpc' ? '' : namespace;
    return parameterFormat(
      wrapper,
      parts.map(({ name, path, type }) =>
        this.#parts.part(type, { name, path, namespace: partNamespace }),
      ),
      this.#parts.bodyStyle,
    );
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
    const partNamespace = format.style === 'Rpc' ? '' : namespace;
    return streamFormat(wrapper, { name, path, namespace: partNamespace });
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

  #compileWhole({ type, path }: Part, count: number): MessageFormat {
    const { compiler, format } = this.#context;
    if (count > 1) {
      compiler.report(
        `The operation ${this.#methodName} has ${path} beside other parameters or results; a message contract, or untypedMessage, is the whole message and stands alone.`,
      );
    }
    if (!isMessageContract(type)) return untypedFormat(path);
    if (format.style === 'Rpc') {
      compiler.report(
        `The operation ${this.#methodName} has the message contract ${type.name} and the style Rpc, in which messages are made of parameters; take one off.`,
      );
    }
    return this.#compileMessageContract(type);
  }

  #compileMessageContract(type: ClassReference): MessageFormat {
    const { compiler, namespace } = this.#context;
    const parts = this.#parts;
    const { wrapper, headers, body, properties } = describeMessageContract(
      type,
      namespace,
      compiler,
    );
    const place = (member: (typeof body)[number]): StreamPart => ({
      name: member.name,
      namespace: member.namespace,
      path: `${type.name}.${member.metadata.key}`,
    });
    const streamed = body.find(({ metadata }) => metadata.type === byteStream);
    if (streamed !== undefined && body.length > 1) {
      compiler.report(
        `The message contract ${type.name} has the stream ${streamed.metadata.key} beside other body members; a stream is the whole body. Make the others headers.`,
      );
    }
    return messageContractFormat({
      type,
      headers: headers.map((header) =>
        compileHeader(header, type.name, (content) => parts.headerContent(content)),
      ),
      body:
        streamed === undefined
          ? compileBody(
              wrapper,
              body.map((member) => parts.part(member.metadata.type, place(member))),
              parts.bodyStyle,
            )
          : streamBody(wrapper, place(streamed)),
      bodyKeys: body.map(({ metadata }) => metadata.key),
      properties,
      stream:
        streamed === undefined ? null : { key: streamed.metadata.key, path: place(streamed).path },
    });
  }
}

/** Whether a value of the type is a message and not a part of one. */
function isWholeMessage(type: TypeReference): boolean {
  return type === untypedMessage || isMessageContract(type);
}
