import '../default-elements.js';

export { compositeDuplex } from './composite-duplex/index.js';
export type { CompositeDuplexElement, CompositeDuplexOptions } from './composite-duplex/index.js';
export { oneWay } from './one-way/index.js';
export type { OneWayElement, OneWayOptions } from './one-way/index.js';
export {
  InMemorySequenceStore,
  ReliableSessionState,
  SequenceStoreToken,
  reliableSession,
} from './reliable-session/index.js';
export type {
  AcknowledgementRange,
  IncomingSequenceState,
  OutgoingSequenceState,
  ReliableMessagingVersionName,
  ReliableSessionElement,
  ReliableSessionOptions,
  RememberedSession,
  SentRecord,
  SequenceChange,
  SequenceStore,
  SessionJournal,
  SessionRecord,
} from './reliable-session/index.js';
export { retry } from './retry/index.js';
export type { RetryElement, RetryOptions } from './retry/index.js';
export { textEncoding } from './text-encoding/index.js';
export type {
  TextEncodingElement,
  TextEncodingOptions,
  TextWriteEncoding,
} from './text-encoding/index.js';
