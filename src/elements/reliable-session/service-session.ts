import type { Channel, Exchange } from '../../core/channel/index.js';
import type { EndpointAddress } from '../../core/message/index.js';
import type { ByteBudget } from './byte-budget.js';
import type { SequenceReference } from './sequence-bodies.js';
import type { SequenceEvents } from './sequence-events.js';
import type { SequenceFault } from './sequence-faults.js';
import type { SequenceHeaders } from './sequence-headers.js';
import type { SessionJournal } from './sequence-store.js';

/** What the listener tells a new session. */
export interface SessionInit {
  /** The sequence of the client's messages; also the id of the session. */
  readonly identifier: string;
  /** The sequence that the client offered for the way back, or null for a one-way session. */
  readonly replyIdentifier: string | null;
  readonly localAddress: EndpointAddress;
  /** The channel below, for property queries. */
  readonly inner: Channel;
  readonly journal: SessionJournal;
  /** The bytes that all sessions of the listener may keep. */
  readonly budget: ByteBudget;
  /** Called once, when the session is over and its identifier is forgotten. */
  onEnded(): void;
}

/** What a listener hands on to a session, after it found out whose message it is. */
export interface ServiceSession {
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
