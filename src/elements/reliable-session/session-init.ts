import type { Channel } from '../../core/channel/index.js';
import type { EndpointAddress } from '../../core/message/index.js';
import type { ByteBudget } from './byte-budget.js';
import type { ControlReplies } from './control-replies.js';
import type { SessionJournal } from './sequence-store.js';

/** What a listener tells a new session. */
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
  /** Finds the answers to protocol messages on duplex channels. */
  readonly replies: ControlReplies;
  /** Called once, when the session is over and its identifier is forgotten. */
  readonly onEnded: () => void;
}
