export { compileBody } from './body-format.js';
export type { BodyFormat, BodyStyle, BodyWrapper } from './body-format.js';
export type { HeaderContent } from './header-content.js';
export { understandHeaders } from './message-format.js';
export type { HeaderName, MessageFormat } from './message-format.js';
export { compilePart } from './message-part.js';
export type { MessagePart, MessagePartInit } from './message-part.js';
export { operationFormatter, resultObject, singleResult } from './operation-formatter.js';
export type {
  OperationFormatter,
  OperationFormatterInit,
  ResultShape,
} from './operation-formatter.js';
export { parameterFormat } from './parameter-format.js';
