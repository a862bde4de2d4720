import type { Exchange } from '../../core/channel/index.js';
import type { ProtocolMessage } from './protocol-message.js';
import type { SequenceReference } from './sequence-bodies.js';
import type { SequenceEvents } from './sequence-events.js';
import type { SequenceFault } from './sequence-faults.js';
import type { SequenceHeaders } from './sequence-headers.js';

/** A session, to whoever finds out whose message it is that came in. */
export interface ProtocolSession {
  readonly events: SequenceEvents;
  /** Takes a message of the session's sequence, or one that only carries acknowledgements or asks for one. */
  take(exchange: Exchange, headers: SequenceHeaders): void;
  /** Version 1.1: CloseSequence. */
  takeClose(exchange: Exchange, reference: SequenceReference, headers: SequenceHeaders): void;
  /** TerminateSequence, of both versions. */
  takeTerminate(exchange: Exchange, reference: SequenceReference, headers: SequenceHeaders): void;
  /** The other side reported a fault of the protocol. */
  takeFault(error: Error): void;
  /** A message of the session that breaks the protocol: it is answered with the fault, and the session cannot go on. */
  refuse(exchange: Exchange, fault: SequenceFault): void;
}

/** A message that is about a sequence. */
export type SessionMessage = Extract<ProtocolMessage, { readonly identifier: string }>;

/** Gives a message to the session that it is about. */
export function handToSession(
  session: ProtocolSession,
  exchange: Exchange,
  message: SessionMessage,
): void {
  switch (message.type) {
    case 'sequence':
    case 'ackRequested':
    case 'acknowledgement':
      session.take(exchange, message.headers);
      break;
    case 'closeSequence':
      session.takeClose(exchange, message.reference, message.headers);
      break;
    case 'terminateSequence':
      session.takeTerminate(exchange, message.reference, message.headers);
      break;
  }
}
