import { encodeXmlName } from '../data-contract/contract-names.js';
import type { SerializerCompiler } from '../data-contract/serializer-compiler.js';
import type { TypeReference } from '../data-contract/index.js';
import type { ClassReference } from '../decorators/decorator-metadata.js';
import type {
  FormatMetadata,
  OperationFormatStyle,
  OperationMetadata,
} from '../decorators/contract-metadata.js';
import {
  compileBody,
  compilePart,
  operationFormatter,
  parameterFormat,
  resultObject,
  singleResult,
} from '../formatters/index.js';
import type { MessageFormat, OperationFormatter } from '../formatters/index.js';
import {
  compileHeader,
  describeMessageContract,
  isMessageContract,
  messageContractFormat,
  untypedFormat,
  untypedMessage,
} from '../message-contract/index.js';

/** Where the messages of an operation are compiled. */
export interface MessageContext {
  /** The operation's name on the wire. */
  readonly operationName: string;
  /** The namespace of the contract. */
  readonly namespace: string;
  readonly format: Omit<FormatMetadata, 'methodName'>;
  readonly compiler: SerializerCompiler;
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
  /** Whether all types are simple: .NET has a formatter of its own for that, which declares namespaces otherwise. */
  readonly #isPlain: boolean;
  readonly #style: OperationFormatStyle;

  constructor(methodName: string, context: MessageContext, parts: readonly Part[]) {
    this.#methodName = methodName;
    this.#context = context;
    this.#style = context.format.style;
    this.#isPlain =
      this.#style === 'Document' &&
      parts.every(
        ({ type }) => !isWholeMessage(type) && context.compiler.serializerOf(type).isPlain,
      );
  }

  /** The format of a message: of parts, or of one value that is the whole message. */
  compile(
    parts: readonly Part[],
    wrapper: { readonly name: string; readonly namespace: string },
  ): MessageFormat {
    const whole = parts.find(({ type }) => isWholeMessage(type));
    if (whole !== undefined) return this.#compileWhole(whole, parts.length);
    const { namespace } = this.#context;
    const partNamespace = this.#style === 'Rpc' ? '' : namespace;
    return parameterFormat(
      wrapper,
      parts.map((part) => this.#compilePart(part, partNamespace)),
    );
  }

  #compileWhole({ type, path }: Part, count: number): MessageFormat {
    const { compiler } = this.#context;
    if (count > 1) {
      compiler.report(
        `The operation ${this.#methodName} has ${path} beside other parameters or results; a message contract, or untypedMessage, is the whole message and stands alone.`,
      );
    }
    if (!isMessageContract(type)) return untypedFormat(path);
    if (this.#style === 'Rpc') {
      compiler.report(
        `The operation ${this.#methodName} has the message contract ${type.name} and the style Rpc, in which messages are made of parameters; take one off.`,
      );
    }
    return this.#compileMessageContract(type);
  }

  #compileMessageContract(type: ClassReference): MessageFormat {
    const { compiler, namespace } = this.#context;
    const { wrapper, headers, body, properties } = describeMessageContract(
      type,
      namespace,
      compiler,
    );
    return messageContractFormat({
      type,
      headers: headers.map((header) => compileHeader(header, type.name, compiler)),
      body: compileBody(
        wrapper,
        body.map(({ name, namespace: memberNamespace, metadata }) =>
          this.#compilePart(
            { name, path: `${type.name}.${metadata.key}`, type: metadata.type },
            memberNamespace,
          ),
        ),
      ),
      bodyKeys: body.map(({ metadata }) => metadata.key),
      properties,
    });
  }

  #compilePart({ name, path, type }: Part, namespace: string): ReturnType<typeof compilePart> {
    const serializer = this.#context.compiler.serializerOf(type);
    return compilePart({ name, namespace, path, serializer, isPlain: this.#isPlain });
  }
}

/** Whether a value of the type is a message and not a part of one. */
function isWholeMessage(type: TypeReference): boolean {
  return type === untypedMessage || isMessageContract(type);
}
