import type { ServiceThrottlingSettings } from '../behaviors/index.js';
import { Throttle } from './throttle.js';

/** The places of one host. */
export class ServiceThrottling {
  readonly calls: Throttle;
  readonly sessions: Throttle;
  readonly instances: Throttle;
  readonly #maxQueuedCalls: number;
  #queuedCalls = 0;

  constructor(settings: ServiceThrottlingSettings) {
    this.calls = new Throttle(settings.maxConcurrentCalls);
    this.sessions = new Throttle(settings.maxConcurrentSessions);
    this.instances = new Throttle(settings.maxConcurrentInstances);
    this.#maxQueuedCalls = settings.maxQueuedCalls;
  }

  /** Calls that wait for their turn, for a place or for an instance. */
  get queuedCalls(): number {
    return this.#queuedCalls;
  }

  /** True when calls without a session are refused; those of a session are bounded by its window. */
  get isFull(): boolean {
    return this.#queuedCalls >= this.#maxQueuedCalls;
  }

  /** A call begins to wait. */
  beginWait(): void {
    this.#queuedCalls += 1;
  }

  /** A call waits no longer. */
  endWait(): void {
    this.#queuedCalls -= 1;
  }
}
