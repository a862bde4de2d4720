import type { Subscription } from 'rxjs';
import type {
  DuplexChannel,
  Exchange,
  InputChannel,
  OperationOptions,
} from '../../core/channel/index.js';
import { diagnostics } from '../../core/diagnostics/index.js';
import { TimeoutError } from '../../core/errors/index.js';
import type { Message } from '../../core/message/index.js';
import type { Clock, Timer } from '../../core/time/index.js';
import { readCorrelation, salvageCorrelation } from './correlation.js';
import type { Correlation } from './correlation.js';
import type { DispatchOperation } from './dispatch-operation.js';
import type { DispatchTable } from './dispatch-table.js';
import { createFaultReply } from './fault-reply.js';
import type { FaultReplySettings } from './fault-reply.js';
import type { InstanceScope, InstanceScopes } from './instance-scope.js';
import { ReplyPath } from './reply-path.js';
import { ServiceCall } from './service-call.js';
import type { CallEnvironment } from './service-call.js';
import { isThenable } from './service-instance.js';
import { SessionProgress } from './session-progress.js';

/** What the channels of one listener share. */
export interface ServiceChannelSettings {
  readonly table: DispatchTable;
  readonly scopes: InstanceScopes;
  readonly faults: FaultReplySettings;
  readonly address: string;
  readonly hasSession: boolean;
  readonly isDuplex: boolean;
  readonly clock: Clock;
  /** Milliseconds after which a session without messages and without running calls is aborted. */
  readonly receiveTimeout: number;
}

/** Serves one accepted channel: each exchange becomes a call or a refusal, until the peer ends it or the host does. */
export class ServiceChannel implements CallEnvironment {
  readonly scope: InstanceScope;
  readonly replies: ReplyPath;
  readonly #channel: InputChannel;
  readonly #settings: ServiceChannelSettings;
  readonly #onEnd: (channel: ServiceChannel) => void;
  readonly #session: SessionProgress | null;
  #subscription: Subscription | null = null;
  #running = 0;
  #onIdle: (() => void)[] = [];
  #ending: Promise<void> | null = null;
  #isAborted = false;
  #lastActive = 0;
  #idleTimer: Timer | null = null;

  /** `onEnd` is called once, when the channel is closed or aborted. */
  constructor(
    channel: InputChannel,
    settings: ServiceChannelSettings,
    onEnd: (channel: ServiceChannel) => void,
  ) {
    this.#channel = channel;
    this.#settings = settings;
    this.#onEnd = onEnd;
    this.#session = settings.hasSession ? new SessionProgress() : null;
    this.scope = settings.scopes.forChannel(settings.hasSession);
    // The shape says that the channel sends as well.
    const output = settings.isDuplex ? (channel as DuplexChannel) : null;
    this.replies = new ReplyPath(output, settings.faults, settings.address);
  }

  get faults(): FaultReplySettings {
    return this.#settings.faults;
  }

  get address(): string {
    return this.#settings.address;
  }

  get isAborted(): boolean {
    return this.#isAborted;
  }

  /** Opens the channel and serves what comes in. Never rejects: a channel that cannot be opened is over. */
  async open(): Promise<void> {
    try {
      await this.#channel.open();
    } catch (error) {
      this.#report(error);
      this.abort(error);
      return;
    }
    this.#watchIdle();
    this.#subscription = this.#channel.exchanges$.subscribe({
      next: (exchange) => {
        this.#dispatch(exchange);
      },
      error: (error: unknown) => {
        this.#report(error);
        this.abort(error);
      },
      complete: () => {
        this.#endQuietly();
      },
    });
  }

  /** Waits for the running calls and closes the channel. A failure aborts it and is thrown. */
  close(options: OperationOptions = {}): Promise<void> {
    this.#ending ??= this.#end(options);
    return this.#ending;
  }

  /** Ends at once: calls that wait do not start; the answers of those that run go nowhere. */
  abort(reason?: unknown): void {
    if (this.#isAborted) return;
    this.#isAborted = true;
    this.#ending ??= Promise.resolve();
    this.#idleTimer?.cancel();
    this.#channel.abort(reason);
    this.#subscription?.unsubscribe();
    void this.#idle().then(() => this.#endScope());
    this.#onEnd(this);
  }

  #dispatch(exchange: Exchange): void {
    let operation: DispatchOperation;
    let correlation: Correlation;
    try {
      operation = this.#settings.table.select(exchange.message, this.#session !== null);
      correlation = readCorrelation(exchange.message);
      this.#session?.enter(operation.description);
    } catch (error) {
      this.#refuse(exchange, error);
      return;
    }
    this.#running += 1;
    new ServiceCall(this, exchange, operation, correlation, () => {
      this.#callEnded();
      if (this.#session !== null && operation.description.isTerminating) this.#endQuietly();
    }).start();
  }

  #refuse(exchange: Exchange, error: unknown): void {
    this.#report(error);
    const correlation = salvageCorrelation(exchange.message);
    this.#running += 1;
    let fault: Message;
    try {
      fault = createFaultReply(error, null, this.#settings.faults);
    } catch (failure) {
      exchange.settle(failure);
      this.#callEnded();
      return;
    }
    void this.replies.fault(exchange, fault, correlation).then(() => {
      this.#callEnded();
    });
  }

  #callEnded(): void {
    this.#running -= 1;
    if (this.#running > 0) return;
    if (this.#session !== null) this.#lastActive = this.#settings.clock.now();
    for (const resolve of this.#onIdle.splice(0)) resolve();
  }

  /** Ends a session whose client says nothing for `receiveTimeout`: what it holds here is not held for ever. */
  #watchIdle(): void {
    if (this.#session === null) return;
    this.#lastActive = this.#settings.clock.now();
    this.#armIdleTimer(this.#settings.receiveTimeout);
  }

  #armIdleTimer(delay: number): void {
    if (delay === Infinity) return;
    const { clock, receiveTimeout } = this.#settings;
    const onTime = (): void => {
      const idle = this.#running > 0 ? 0 : clock.now() - this.#lastActive;
      if (idle < receiveTimeout) {
        this.#armIdleTimer(receiveTimeout - idle);
        return;
      }
      const error = new TimeoutError(
        `The session at ${this.address} had no message for ${receiveTimeout.toString()} ms, the binding's receiveTimeout.`,
      );
      this.#report(error);
      this.abort(error);
    };
    this.#idleTimer = clock.schedule(delay, onTime, { background: true });
  }

  #idle(): Promise<void> {
    if (this.#running === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#onIdle.push(resolve);
    });
  }

  /** The session is over in good order; what goes wrong now is nobody's to catch. */
  #endQuietly(): void {
    this.close().catch((error: unknown) => {
      this.#report(error);
    });
  }

  async #end(options: OperationOptions): Promise<void> {
    await this.#idle();
    this.#idleTimer?.cancel();
    if (this.#isAborted) return;
    try {
      await this.#channel.close(options);
    } catch (error) {
      this.abort(error);
      throw error;
    }
    // Calls may have come in while it closed.
    await this.#idle();
    await this.#endScope();
    this.#subscription?.unsubscribe();
    if (!this.isAborted) this.#onEnd(this);
  }

  async #endScope(): Promise<void> {
    try {
      const ended = this.scope.end();
      if (isThenable(ended)) await ended;
    } catch (error) {
      this.#report(error);
    }
  }

  #report(error: unknown): void {
    if (!diagnostics.error.hasSubscribers) return;
    diagnostics.error.publish({ source: 'service channel', error, address: this.address });
  }
}
