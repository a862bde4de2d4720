export { diagnostics, subscribeDiagnostics } from './diagnostics.js';
export type {
  CallEvent,
  DiagnosticsChannel,
  DiagnosticsChannels,
  ErrorEvent,
  MessageEvent,
  SequenceEvent,
  StateEvent,
} from './diagnostics.js';
