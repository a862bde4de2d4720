import type { BodyWriter, Message } from '../../core/message/index.js';
import type { XmlReader, XmlWriter } from '../../core/xml/index.js';
import { readChildren } from '../data-contract/complex-serializer.js';
import { errorAt, ValueError } from '../data-contract/value-error.js';
import type { MessagePart } from './message-part.js';

/** The element around the parts of a body. */
export interface BodyWrapper {
  readonly name: string;
  readonly namespace: string;
}

/** The body of a message: its parts in order, in a wrapper or right in the body. */
export interface BodyFormat {
  write(values: readonly unknown[]): BodyWriter;
  read(message: Message): unknown[];
}

/** What a serialiser wants of the bodies that its parts are in. */
export interface BodyStyle {
  /** Parts are taken in order only: what comes too late is skipped. */
  readonly isOrdered: boolean;
  /** Writes what has to stand on the body's own element. */
  readonly begin: ((writer: XmlWriter) => void) | null;
}

/** Compiles a body; without a wrapper the parts stand right in it. */
export function compileBody(
  wrapper: BodyWrapper | null,
  parts: readonly MessagePart[],
  { isOrdered, begin }: BodyStyle,
): BodyFormat {
  return {
    write: (values) => (writer) => {
      begin?.(writer);
      if (wrapper !== null) writer.writeStartElement(null, wrapper.name, wrapper.namespace);
      for (let index = 0; index < parts.length; index++) {
        const part = parts[index];
        if (part !== undefined) writePart(writer, part, values[index]);
      }
      if (wrapper !== null) writer.writeEndElement();
    },
    read: (message) =>
      message.readBody((reader) => {
        try {
          return wrapper === null
            ? readBare(reader, new PartReader(parts, isOrdered))
            : readWrapped(reader, wrapper, new PartReader(parts, isOrdered));
        } catch (error) {
          throw errorAt('', error);
        }
      }),
  };
}

function writePart(writer: XmlWriter, part: MessagePart, value: unknown): void {
  try {
    part.write(writer, value);
  } catch (error) {
    throw errorAt(part.path, error);
  }
}

function readWrapped(reader: XmlReader, wrapper: BodyWrapper, read: PartReader): unknown[] {
  requireWrapper(reader, wrapper);
  readChildren(reader, () => {
    read.next(reader);
  });
  requireEnd(reader, wrapper.name);
  return read.values;
}

function readBare(reader: XmlReader, read: PartReader): unknown[] {
  while (reader.moveToContent() === 'element') read.next(reader);
  return read.values;
}

/** Each part but lists is taken once; what is unknown, doubled or (where the order counts) too late is skipped, as in .NET. */
class PartReader {
  readonly values: unknown[];
  readonly #parts: readonly MessagePart[];
  readonly #isOrdered: boolean;
  /** Those that came, where they may come in any order. */
  readonly #taken: boolean[] = [];
  #next = 0;

  constructor(parts: readonly MessagePart[], isOrdered: boolean) {
    this.#parts = parts;
    this.#isOrdered = isOrdered;
    this.values = parts.map((part) => (part.repeats ? [] : part.missing));
  }

  /** Takes the element that the reader stands on. */
  next(reader: XmlReader): void {
    const index = this.#find(reader.localName, reader.namespaceUri);
    const part = this.#parts[index];
    if (part === undefined) {
      reader.skip();
      return;
    }
    if (part.repeats) {
      this.#takeItem(reader, part, this.values[index] as unknown[]);
      return;
    }
    try {
      this.values[index] = part.read(reader);
    } catch (error) {
      throw errorAt(part.path, error);
    }
    if (this.#isOrdered) this.#next = index + 1;
    else this.#taken[index] = true;
  }

  #takeItem(reader: XmlReader, part: MessagePart, items: unknown[]): void {
    try {
      items.push(part.read(reader));
    } catch (error) {
      throw errorAt(`${part.path}[${String(items.length)}]`, error);
    }
  }

  #find(name: string, namespace: string): number {
    for (let index = this.#next; index < this.#parts.length; index++) {
      const part = this.#parts[index];
      if (part?.name === name && part.namespace === namespace && this.#taken[index] !== true)
        return index;
    }
    return -1;
  }
}

function requireWrapper(reader: XmlReader, { name, namespace }: BodyWrapper): void {
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
