import { InvalidOperationError } from '../../core/errors/index.js';
import type { BodyWriter } from '../../core/message/index.js';
import type { XmlReader, XmlWriter } from '../../core/xml/index.js';
import { readChildren } from '../data-contract/complex-serializer.js';
import type { Serializer } from '../data-contract/serializer.js';
import { errorAt, show, ValueError } from '../data-contract/value-error.js';
import type { OperationFormatter } from './contract-description.js';
import { compilePart } from './message-part.js';
import type { MessagePart } from './message-part.js';

/** What a formatter is compiled from. */
export interface FormatterInit {
  /** For error messages. */
  readonly methodName: string;
  /** The operation's name on the wire, which wraps the parameters. */
  readonly operationName: string;
  readonly namespace: string;
  readonly parameters: readonly { readonly name: string; readonly serializer: Serializer }[];
  /** Null for an operation without result. */
  readonly result: Serializer | null;
  readonly isOneWay: boolean;
}

/** Compiles the formatter of an operation in the style Document, wrapped: .NET's default. */
export function compileFormatter(init: FormatterInit): OperationFormatter {
  const { methodName, operationName, namespace, isOneWay } = init;
  const types = init.parameters.map(({ serializer }) => serializer);
  const results = init.result === null ? [] : [init.result];
  // .NET has a formatter of its own for operations of simple types alone, and it declares namespaces otherwise.
  const isPlain = [...types, ...results].every((serializer) => serializer.isPlain);
  const request = compileWrapper(
    operationName,
    namespace,
    init.parameters.map(({ name, serializer }) =>
      compilePart({ name, namespace, path: `${methodName}.${name}`, serializer, isPlain }),
    ),
  );
  const reply = compileWrapper(
    `${operationName}Response`,
    namespace,
    results.map((serializer) =>
      compilePart({
        name: `${operationName}Result`,
        namespace,
        path: `${methodName}.result`,
        serializer,
        isPlain,
      }),
    ),
  );
  const requireReply = (): void => {
    if (!isOneWay) return;
    throw new InvalidOperationError(`The operation ${methodName} is one-way: it has no reply.`);
  };
  return Object.freeze({
    writeRequest(args) {
      requireCount(methodName, init.parameters.length, args);
      return request.write(args);
    },
    readRequest: (reader) => request.read(reader),
    writeReply(result) {
      requireReply();
      return reply.write([result]);
    },
    readReply(reader) {
      requireReply();
      return reply.read(reader)[0];
    },
  } satisfies OperationFormatter);
}

interface Wrapper {
  write(values: readonly unknown[]): BodyWriter;
  read(reader: XmlReader): unknown[];
}

/** The element around the parts of a body. */
function compileWrapper(name: string, namespace: string, parts: readonly MessagePart[]): Wrapper {
  return {
    write: (values) => (writer) => {
      writer.writeStartElement(null, name, namespace);
      for (let index = 0; index < parts.length; index++) {
        const part = parts[index];
        if (part !== undefined) writePart(writer, part, values[index]);
      }
      writer.writeEndElement();
    },
    read(reader) {
      try {
        requireWrapper(reader, name, namespace);
        const values = readParts(reader, parts);
        requireEnd(reader, name);
        return values;
      } catch (error) {
        throw errorAt('', error);
      }
    },
  };
}

function writePart(writer: XmlWriter, part: MessagePart, value: unknown): void {
  try {
    part.write(writer, value);
  } catch (error) {
    throw errorAt(part.path, error);
  }
}

/** Parts are taken in order; what is unknown, doubled or too late is skipped, as in .NET. */
function readParts(reader: XmlReader, parts: readonly MessagePart[]): unknown[] {
  const values = parts.map((part) => part.missing);
  let next = 0;
  readChildren(reader, () => {
    const index = findPart(parts, next, reader.localName, reader.namespaceUri);
    const part = parts[index];
    if (part === undefined) {
      reader.skip();
      return;
    }
    try {
      values[index] = part.read(reader);
    } catch (error) {
      throw errorAt(part.path, error);
    }
    next = index + 1;
  });
  return values;
}

function findPart(
  parts: readonly MessagePart[],
  from: number,
  name: string,
  namespace: string,
): number {
  for (let index = from; index < parts.length; index++) {
    const part = parts[index];
    if (part?.name === name && part.namespace === namespace) return index;
  }
  return -1;
}

function requireWrapper(reader: XmlReader, name: string, namespace: string): void {
  if (reader.isStartElement(name, namespace)) return;
  const found =
    reader.nodeType === 'element'
      ? `the element ${reader.localName} of the namespace '${reader.namespaceUri}'`
      : 'none';
  throw new ValueError(
    '',
    `The body should hold the element ${name} of the namespace '${namespace}', but holds ${found}; do both sides have the same contract?`,
  );
}

function requireEnd(reader: XmlReader, name: string): void {
  const node = reader.moveToContent();
  if (node === 'endElement' || node === 'endOfFile') return;
  throw new ValueError(
    '',
    `The body holds more than the element ${name}: ${node} '${reader.localName}' at ${reader.position}.`,
  );
}

function requireCount(methodName: string, count: number, args: readonly unknown[]): void {
  if (args.length <= count) return;
  throw new ValueError(
    methodName,
    `the operation has ${String(count)} parameters, but got ${String(args.length)} arguments (the last is ${show(args.at(-1))})`,
  );
}
