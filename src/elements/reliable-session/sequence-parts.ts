import type { CommunicationTimeouts } from '../../core/channel/index.js';
import type { IdGenerator, MessageVersion } from '../../core/message/index.js';
import type { Clock } from '../../core/time/index.js';
import type { ReliableMessagingVersion } from './protocol-version.js';
import type { ReliableSessionSettings } from './reliable-session-options.js';
import type { SequenceStore } from './sequence-store.js';

/** What all channels of one reliable-session element share; gathered when the binding is built. */
export interface ReliableSessionParts {
  readonly settings: ReliableSessionSettings;
  readonly protocol: ReliableMessagingVersion;
  readonly messageVersion: MessageVersion;
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly timeouts: CommunicationTimeouts;
  readonly store: SequenceStore;
}
