import { Message } from '../../core/message/index.js';
import { compileBody } from './body-format.js';
import type { BodyStyle, BodyWrapper } from './body-format.js';
import type { MessageFormat } from './message-format.js';
import { collectBytes, toByteStream } from './byte-stream.js';
import type { MessagePart } from './message-part.js';
import { streamBody } from './stream-body.js';
import type { StreamPart } from './stream-body.js';

/** A message of parameters, or of a result and what follows it: parts in an element that is named after the operation. */
export function parameterFormat(
  wrapper: BodyWrapper,
  parts: readonly MessagePart[],
  style: BodyStyle,
): MessageFormat {
  const body = compileBody(wrapper, parts, style);
  return {
    headers: [],
    write: (version, values) => Message.create(version, null, body.write(values)),
    read: (message) => body.read(message),
    openStream: null,
  };
}

/** A message whose only part is a stream of bytes. */
export function streamFormat(wrapper: BodyWrapper, part: StreamPart): MessageFormat {
  const body = streamBody(wrapper, part);
  return {
    headers: [],
    write: (version, values) => Message.create(version, null, body.write(values)),
    read: (message) => body.read(message),
    openStream: ([value], maxBytes) => {
      const stream = toByteStream(value, part.path);
      return maxBytes === null
        ? [stream]
        : collectBytes(stream, part.path, maxBytes).then((bytes) => [bytes]);
    },
  };
}
