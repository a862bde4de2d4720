import { token } from '../../core/container/index.js';
import type { Message } from '../../core/message/index.js';
import type { AcknowledgementRange } from './acknowledgement-ranges.js';
import type { ReliableMessagingVersionName } from './protocol-version.js';

/** What a session is, from its creation on. */
export interface SessionRecord {
  /** The sequence that the service chose: the id of the session. */
  readonly identifier: string;
  /** The sequence that the client offered for the way back, or null. */
  readonly offered: string | null;
  readonly side: 'client' | 'service';
  readonly version: ReliableMessagingVersionName;
  /** The address of the service. */
  readonly address: string;
}

/** One thing that a session must not forget. */
export type SequenceChange =
  /** The destination took a message of the incoming sequence; it is acknowledged when this is kept. */
  | { readonly type: 'received'; readonly number: number; readonly message: Message }
  /** The application is done with a message that came in. */
  | { readonly type: 'consumed'; readonly number: number }
  /** A message got its number in the outgoing sequence; it is sent when this is kept. */
  | { readonly type: 'sent'; readonly number: number; readonly message: Message }
  /** `sent` and `consumed` in one: the application is done with the message `request`, and this is its reply. */
  | {
      readonly type: 'answered';
      readonly number: number;
      readonly message: Message;
      readonly request: number;
    }
  /** The other side has these messages of the outgoing sequence, and will not ask for them again. */
  | { readonly type: 'acknowledged'; readonly ranges: readonly AcknowledgementRange[] };

/** A session as a store remembers it. */
export interface RememberedSession {
  readonly session: SessionRecord;
  /** The numbers of all messages that came in. */
  readonly received: readonly AcknowledgementRange[];
  /** Messages that came in and that the application is not done with, by number. */
  readonly unfinished: ReadonlyMap<number, Message>;
  /** The highest number that was given out in the outgoing sequence, or 0. */
  readonly lastSent: number;
  /** Messages of the outgoing sequence that are not acknowledged, by number. */
  readonly unacknowledged: ReadonlyMap<number, SentRecord>;
}

/** A message of the outgoing sequence. */
export interface SentRecord {
  readonly message: Message;
  /** The message that it is the reply to, or null. */
  readonly request: number | null;
}

/** The memory of one session. */
export interface SessionJournal {
  /**
   * Keeps a change. Null: it is kept already; a promise: it is kept when that resolves. A rejection ends the session: what
   * cannot be kept must not be acknowledged. Changes are kept in the order in which they are given.
   */
  append(change: SequenceChange): Promise<void> | null;
  /** The session is over, in good order or not, and is forgotten. */
  end(): void;
}

/** Where reliable sessions keep what they must not forget. */
export interface SequenceStore {
  /** Begins to remember a session. @throws InvalidOperationError when that side remembers one of that identifier already */
  begin(session: SessionRecord): SessionJournal;
  /** The sessions that were begun and have not ended. */
  load(): Promise<readonly RememberedSession[]>;
}

/** The store of an application. Default: an `InMemorySequenceStore`, so that sessions end with the process. */
export const SequenceStoreToken = token<SequenceStore>('sequenceStore');

/** Gives a change to a journal; one of the two is called, at once when the journal keeps at once. */
export function keep(
  journal: SessionJournal,
  change: SequenceChange,
  onKept: () => void,
  onFailed: (error: unknown) => void,
): void {
  const kept = journal.append(change);
  if (kept === null) onKept();
  else kept.then(onKept, onFailed);
}
