import type { Subscription } from 'rxjs';
import { CommunicationObjectFaultedError } from '../errors/index.js';
import type { PropertyKey } from '../message/index.js';
import type { Clock } from '../time/index.js';
import type { Channel } from './channel.js';
import { CommunicationObject } from './communication-object.js';
import type { LifeStep } from './communication-object.js';
import type { CommunicationTimeouts } from './timeouts.js';

/** A channel over one inner channel: it opens, closes, aborts and faults with it, and passes queries down. */
export abstract class LayeredChannel<Inner extends Channel>
  extends CommunicationObject
  implements Channel
{
  protected readonly inner: Inner;
  readonly #innerStates: Subscription;

  constructor(inner: Inner, clock: Clock, timeouts: CommunicationTimeouts) {
    super(clock, timeouts);
    this.inner = inner;
    this.#innerStates = inner.state$.subscribe((state) => {
      if (state === 'faulted') this.onInnerFaulted();
    });
  }

  getProperty<T>(key: PropertyKey<T>): T | null {
    return this.inner.getProperty(key);
  }

  protected onOpen({ signal, timeout }: LifeStep): Promise<void> | void {
    return this.inner.open({ signal, timeout });
  }

  protected onClose({ signal, timeout }: LifeStep): Promise<void> | void {
    return this.inner.close({ signal, timeout });
  }

  protected onAbort(reason: unknown): void {
    this.#innerStates.unsubscribe();
    this.inner.abort(reason);
  }

  /** What happens when the inner channel faults; by default this one does too. */
  protected onInnerFaulted(): void {
    const reason = this.inner instanceof CommunicationObject ? this.inner.faultReason : null;
    this.fault(
      reason ??
        new CommunicationObjectFaultedError(`The channel below the ${this.description} faulted.`),
    );
  }
}
