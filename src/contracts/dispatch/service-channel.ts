import type { Subscription } from 'rxjs';
import type {
  DuplexChannel,
  InputChannel,
  OperationOptions,
  SessionChannel,
} from '../../core/channel/index.js';
import { diagnostics } from '../../core/diagnostics/index.js';
import { CommunicationError, TimeoutError } from '../../core/errors/index.js';
import type { Clock, Timer } from '../../core/time/index.js';
import { CallDispatcher } from './call-dispatcher.js';
import type { DispatchSettings } from './call-dispatcher.js';
import type { InstanceScopes } from './instance-scope.js';
import { isThenable } from './service-instance.js';

/** What the channels of one listener share. */
export interface ServiceChannelSettings extends DispatchSettings {
  readonly scopes: InstanceScopes;
  readonly address: string;
  readonly hasSession: boolean;
  readonly isDuplex: boolean;
  readonly clock: Clock;
  /** Milliseconds after which a session without messages and without running calls is aborted. */
  readonly receiveTimeout: number;
}

/** Serves one accepted channel: each exchange becomes a call or a refusal, until the peer ends it or the host does. */
export class ServiceChannel {
  readonly #channel: InputChannel;
  readonly #settings: ServiceChannelSettings;
  readonly #onEnd: (channel: ServiceChannel) => void;
  #calls: CallDispatcher | null = null;
  #subscription: Subscription | null = null;
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
    const calls = this.#createDispatcher();
    this.#calls = calls;
    this.#watchIdle();
    this.#subscription = this.#channel.exchanges$.subscribe({
      next: (exchange) => {
        calls.dispatch(exchange);
      },
      error: (error: unknown) => {
        this.#report(error);
        this.abort(error);
      },
      complete: () => {
        calls.stopCallbacks(new CommunicationError('The client ended the session.'));
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
    this.#calls?.abort();
    this.#channel.abort(reason);
    this.#subscription?.unsubscribe();
    void this.#idle().then(() => this.#endScope());
    this.#onEnd(this);
  }

  #createDispatcher(): CallDispatcher {
    const { scopes, hasSession, isDuplex, address, clock } = this.#settings;
    const channel = this.#channel;
    return new CallDispatcher(this.#settings, {
      scope: scopes.forChannel(hasSession),
      // The shape says that the channel sends as well, or has a session.
      duplex: isDuplex ? (channel as DuplexChannel) : null,
      sessionId: hasSession ? (channel as InputChannel & SessionChannel).session.id : null,
      address,
      onTerminated: () => {
        this.#endQuietly();
      },
      onIdle: () => {
        if (hasSession) this.#lastActive = clock.now();
      },
    });
  }

  /** Ends a session whose client says nothing for `receiveTimeout`: what it holds here is not held for ever. */
  #watchIdle(): void {
    if (!this.#settings.hasSession) return;
    this.#lastActive = this.#settings.clock.now();
    this.#armIdleTimer(this.#settings.receiveTimeout);
  }

  #armIdleTimer(delay: number): void {
    if (delay === Infinity) return;
    const { clock, receiveTimeout, address } = this.#settings;
    const onTime = (): void => {
      const isBusy = (this.#calls?.running ?? 0) > 0;
      const idle = isBusy ? 0 : clock.now() - this.#lastActive;
      if (idle < receiveTimeout) {
        this.#armIdleTimer(receiveTimeout - idle);
        return;
      }
      const error = new TimeoutError(
        `The session at ${address} had no message for ${receiveTimeout.toString()} ms, the binding's receiveTimeout.`,
      );
      this.#report(error);
      this.abort(error);
    };
    this.#idleTimer = clock.schedule(delay, onTime, { background: true });
  }

  #idle(): Promise<void> {
    return this.#calls?.idle() ?? Promise.resolve();
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
    if (!this.#wasAborted) this.#onEnd(this);
  }

  /** Asked for after a wait, in which it may have changed. */
  get #wasAborted(): boolean {
    return this.#isAborted;
  }

  async #endScope(): Promise<void> {
    try {
      const ended = this.#calls?.scope.end();
      if (isThenable(ended)) await ended;
    } catch (error) {
      this.#report(error);
    }
  }

  #report(error: unknown): void {
    if (!diagnostics.error.hasSubscribers) return;
    const { address } = this.#settings;
    diagnostics.error.publish({ source: 'service channel', error, address });
  }
}
