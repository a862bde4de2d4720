export { InMemorySequenceStore } from './in-memory-sequence-store.js';
export type { AcknowledgementRange } from './acknowledgement-ranges.js';
export type { ReliableMessagingVersionName } from './protocol-version.js';
export { ReliableSessionElement, reliableSession } from './reliable-session-element.js';
export type { ReliableSessionOptions } from './reliable-session-options.js';
export { ReliableSessionState } from './reliable-session-state.js';
export type { IncomingSequenceState, OutgoingSequenceState } from './reliable-session-state.js';
export { SequenceStoreToken } from './sequence-store.js';
export type {
  RememberedSession,
  SentRecord,
  SequenceChange,
  SequenceStore,
  SessionJournal,
  SessionRecord,
} from './sequence-store.js';
