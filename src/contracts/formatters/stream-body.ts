import type { Message } from '../../core/message/index.js';
import type { XmlReader } from '../../core/xml/index.js';
import { errorAt, ValueError } from '../data-contract/value-error.js';
import type { BodyFormat, BodyWrapper } from './body-format.js';
import { once } from './byte-stream.js';

/** Where a stream stands in a body. */
export interface StreamPart {
  readonly name: string;
  readonly namespace: string;
  readonly path: string;
}

/**
 * A body whose only part is a stream of bytes. Written are async iterables where the transport sends piece by piece, and bytes
 * elsewhere; read are async iterables.
 */
export function streamBody(wrapper: BodyWrapper | null, part: StreamPart): BodyFormat {
  return {
    write:
      ([value]) =>
      (writer) => {
        if (wrapper !== null) writer.writeStartElement(null, wrapper.name, wrapper.namespace);
        writer.writeStartElement(null, part.name, part.namespace);
        if (value instanceof Uint8Array) writer.writeBase64(value);
        else writer.writeBase64Stream(value as AsyncIterable<Uint8Array>);
        writer.writeEndElement();
        if (wrapper !== null) writer.writeEndElement();
      },
    read(message) {
      try {
        return [readStream(message, wrapper, part)];
      } catch (error) {
        throw errorAt(part.path, error);
      }
    },
  };
}

function readStream(
  message: Message,
  wrapper: BodyWrapper | null,
  part: StreamPart,
): AsyncIterable<Uint8Array> {
  const streamed = message.takeStream();
  if (streamed !== null) {
    enter(streamed.openReader(), wrapper, part);
    return streamed.content;
  }
  return message.readBody((reader) => {
    enter(reader, wrapper, part);
    // The message has its own limit; that of arrays is not for streams.
    return once(reader.readElementBase64(largestArray));
  });
}

const largestArray = 2_147_483_647;

/** Goes to the start tag of the stream's element. */
function enter(reader: XmlReader, wrapper: BodyWrapper | null, part: StreamPart): void {
  if (wrapper !== null) {
    require(reader, wrapper);
    reader.read();
    reader.moveToContent();
  }
  require(reader, part);
}

function require(
  reader: XmlReader,
  { name, namespace }: { readonly name: string; readonly namespace: string },
): void {
  if (reader.isStartElement(name, namespace)) return;
  throw new ValueError(
    '',
    `the body should hold the element ${name} of the namespace '${namespace}', but holds '${reader.localName}' of '${reader.namespaceUri}'; do both sides have the same contract?`,
  );
}
