import type { CommunicationState } from '../../core/channel/index.js';

/** Places of one kind. */
export interface ThrottleLoad {
  readonly running: number;
  /** Those who wait for a place. */
  readonly queued: number;
  readonly limit: number;
}

/** How a host is: whether it serves, and how much it has to do. */
export interface ServiceHealth {
  readonly state: CommunicationState;
  /** True while it takes calls. */
  readonly isReady: boolean;
  readonly calls: ThrottleLoad;
  readonly sessions: ThrottleLoad;
  readonly instances: ThrottleLoad;
}
