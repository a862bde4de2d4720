import '../default-elements.js';

export { reliableSession } from './reliable-session/index.js';
export type {
  ReliableMessagingVersionName,
  ReliableSessionElement,
  ReliableSessionOptions,
} from './reliable-session/index.js';
export { textEncoding } from './text-encoding/index.js';
export type {
  TextEncodingElement,
  TextEncodingOptions,
  TextWriteEncoding,
} from './text-encoding/index.js';
