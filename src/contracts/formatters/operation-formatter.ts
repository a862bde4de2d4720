import { InvalidOperationError } from '../../core/errors/index.js';
import type { Message, MessageVersion } from '../../core/message/index.js';
import { show, ValueError } from '../data-contract/value-error.js';
import type { HeaderName, MessageFormat, OpenStream } from './message-format.js';

/** Turns arguments and results into messages and back: compiled when the contract is described, used by every call. */
export interface OperationFormatter {
  /** Headers of requests that the contract reads, so that they are understood. */
  readonly requestHeaders: readonly HeaderName[];
  /** The same of replies. */
  readonly replyHeaders: readonly HeaderName[];
  /**
   * The request, without what a client adds (Action, MessageID, ReplyTo, To). The arguments are checked when the body is
   * written; an error names the parameter (`divide.n1`). @throws SerializationError
   */
  writeRequest(version: MessageVersion, args: readonly unknown[]): Message;
  /**
   * The arguments of a request. Lenient as .NET: unknown elements are skipped, a missing parameter is the default of its
   * type, of doubled ones the first counts. @throws SerializationError
   */
  readRequest(message: Message): unknown[];
  /** Opens the stream among the arguments before they are written; null where there is none. */
  readonly openRequest: OpenStream | null;
  /** Opens the stream in a result, which takes the place of the result; null where there is none. */
  readonly openReply: ((result: unknown, maxBytes: number | null) => unknown) | null;
  /** The reply, without Action and RelatesTo. @throws SerializationError */
  writeReply(version: MessageVersion, result: unknown): Message;
  /** The result in a reply; as lenient as {@link readRequest}. @throws SerializationError */
  readReply(message: Message): unknown;
}

/** How the values of a reply are the result of a method, and back. */
export interface ResultShape {
  toValues(result: unknown): readonly unknown[];
  fromValues(values: readonly unknown[]): unknown;
}

/** What a formatter is made of. */
export interface OperationFormatterInit {
  /** For error messages. */
  readonly methodName: string;
  readonly parameterCount: number;
  readonly request: MessageFormat;
  /** Null for a one-way operation. */
  readonly reply: MessageFormat | null;
  readonly result: ResultShape;
}

/** Makes the formatter of an operation out of the formats of its messages. */
export function operationFormatter(init: OperationFormatterInit): OperationFormatter {
  const { methodName, parameterCount, request, reply, result } = init;
  const requireReply = (): MessageFormat => {
    if (reply !== null) return reply;
    throw new InvalidOperationError(`The operation ${methodName} is one-way: it has no reply.`);
  };
  return Object.freeze({
    requestHeaders: request.headers,
    replyHeaders: reply?.headers ?? [],
    writeRequest(version, args) {
      requireCount(methodName, parameterCount, args);
      return request.write(version, args);
    },
    readRequest: (message) => request.read(message),
    openRequest: request.openStream,
    openReply: openReply(reply?.openStream ?? null),
    writeReply: (version, value) => requireReply().write(version, result.toValues(value)),
    readReply: (message) => result.fromValues(requireReply().read(message)),
  } satisfies OperationFormatter);
}

/** A reply with a stream has one value: the stream, or the message contract that holds it. */
function openReply(open: OpenStream | null): OperationFormatter['openReply'] {
  if (open === null) return null;
  return (result, maxBytes) => {
    const opened = open([result], maxBytes);
    return opened instanceof Promise ? opened.then(([value]) => value) : opened[0];
  };
}

/** One value, or none. */
export const singleResult: ResultShape = {
  toValues: (result) => [result],
  fromValues: (values) => values[0],
};

/** An object of several values, by these names. */
export function resultObject(methodName: string, names: readonly string[]): ResultShape {
  return {
    toValues(result) {
      if (typeof result !== 'object' || result === null) {
        throw new ValueError(
          `${methodName}.result`,
          `${show(result)} is not an object; the operation has several results: { ${names.join(', ')} }`,
        );
      }
      const values = result as Record<string, unknown>;
      return names.map((name) => values[name]);
    },
    fromValues: (values) => Object.fromEntries(names.map((name, index) => [name, values[index]])),
  };
}

function requireCount(methodName: string, count: number, args: readonly unknown[]): void {
  if (args.length <= count) return;
  throw new ValueError(
    methodName,
    `the operation has ${String(count)} parameters, but got ${String(args.length)} arguments (the last is ${show(args.at(-1))})`,
  );
}
