import { Message } from '../../core/message/index.js';
import { compileBody } from './body-format.js';
import type { BodyStyle, BodyWrapper } from './body-format.js';
import type { MessageFormat } from './message-format.js';
import type { MessagePart } from './message-part.js';

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
  };
}
