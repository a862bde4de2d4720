import type { MessageEncoder } from '../../core/binding/index.js';
import type { CommunicationTimeouts } from '../../core/channel/index.js';
import type { PropertyKey } from '../../core/message/index.js';
import type { Clock } from '../../core/time/index.js';
import type { InProcessSettings } from './in-process-options.js';

/** What a factory and its channels share. */
export interface InProcessParts {
  readonly encoder: MessageEncoder;
  readonly settings: InProcessSettings;
  readonly clock: Clock;
  readonly timeouts: CommunicationTimeouts;
  getProperty<T>(key: PropertyKey<T>): T | null;
}
