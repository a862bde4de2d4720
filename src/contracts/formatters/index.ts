export { compileBody } from './body-format.js';
export type { BodyFormat, BodyStyle, BodyWrapper } from './body-format.js';
export type { HeaderContent } from './header-content.js';
export { understandHeaders } from './message-format.js';
export type { HeaderName, MessageFormat, OpenStream } from './message-format.js';
export type {
  HeaderDescription,
  MessageDescription,
  PartContent,
  PartDescription,
} from './message-description.js';
export { compilePart } from './message-part.js';
export type { MessagePart } from './message-part.js';
export { operationFormatter, resultObject, singleResult } from './operation-formatter.js';
export type { OperationFormatter } from './operation-formatter.js';
export { parameterFormat, streamFormat } from './parameter-format.js';
export { collectBytes, toByteStream } from './byte-stream.js';
export { streamBody } from './stream-body.js';
