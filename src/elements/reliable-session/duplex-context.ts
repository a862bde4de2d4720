import type { Message } from '../../core/message/index.js';
import type { SequenceEvents } from './sequence-events.js';
import type { ReliableSessionParts } from './sequence-parts.js';
import type { SequenceChange } from './sequence-store.js';

/** What the two sequences of a duplex session need of it. */
export interface DuplexContext {
  readonly parts: ReliableSessionParts;
  readonly events: SequenceEvents;
  /** Who is at the other end, for errors. */
  readonly peer: string;
  /** What went wrong when something was last sent, or null. */
  readonly lastSendError: Error | null;
  /** Sends a message of the protocol, or one that belongs to a sequence; what gets lost is sent again, or asked for. */
  send(message: Message): void;
  /** Gives a change to the store, and goes on when it is kept. */
  keep(change: SequenceChange, onKept: () => void): void;
  /** Ends the session for a reason found here, and tells the other side. */
  fail(error: Error, toldReason: string, blames: 'Sender' | 'Receiver'): void;
}
