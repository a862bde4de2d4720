import type { Subscription } from 'rxjs';
import type {
  DuplexChannel,
  Exchange,
  InputChannel,
  OperationOptions,
} from '../../core/channel/index.js';
import { diagnostics } from '../../core/diagnostics/index.js';
import type { Message } from '../../core/message/index.js';
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
    for (const resolve of this.#onIdle.splice(0)) resolve();
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
