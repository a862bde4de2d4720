import '../default-elements.js';

export { reliableSession } from './reliable-session/index.js';
export type {
  ReliableMessagingVersionName,
  ReliableSessionOptions,
} from './reliable-session/index.js';
export { textEncoding } from './text-encoding/index.js';
export type { TextEncodingOptions, TextWriteEncoding } from './text-encoding/index.js';
