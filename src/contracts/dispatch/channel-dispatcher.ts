import type {
  ChannelListener,
  InputChannel,
  LifeStep,
  OperationOptions,
} from '../../core/channel/index.js';
import { diagnostics } from '../../core/diagnostics/index.js';
import { ServiceChannel } from './service-channel.js';
import type { ServiceChannelSettings } from './service-channel.js';
import type { Waiting } from './throttle.js';

/** One listener and the channels it accepts. WCF's ChannelDispatcher. */
export class ChannelDispatcher implements Waiting {
  readonly #listener: ChannelListener;
  readonly #settings: Omit<ServiceChannelSettings, 'address'>;
  readonly #channels = new Set<ServiceChannel>();
  /** Waits for a place. */
  #accepted: InputChannel | null = null;

  constructor(listener: ChannelListener, settings: Omit<ServiceChannelSettings, 'address'>) {
    this.#listener = listener;
    this.#settings = settings;
  }

  /** Where it listens; complete with the port once it is open. */
  get uri(): string {
    return this.#listener.uri;
  }

  async open(step: LifeStep): Promise<void> {
    await this.#listener.open(step);
  }

  /** Accepts channels from now on, until the listener closes. */
  start(): void {
    this.#listener.accept().then(
      (channel) => {
        // null: the listener has closed.
        if (channel === null) return;
        this.#accepted = channel;
        const { hasSession, throttling } = this.#settings;
        // While there is no place for the session, no other is accepted: the listener's own limit holds for those to come.
        if (!hasSession || throttling.sessions.enter(this, this)) this.proceed();
      },
      (error: unknown) => {
        if (this.#listener.state !== 'opened') return;
        this.#report(error);
        // One channel failed on its way, not the listener. The turn of the clock keeps others running meanwhile.
        this.#settings.clock.schedule(0, () => {
          this.start();
        });
      },
    );
  }

  /** There is a place for the channel that was accepted. */
  proceed(): void {
    const channel = this.#accepted;
    this.#accepted = null;
    if (channel === null) return;
    this.#serve(channel);
    this.start();
  }

  /** Stops accepting, lets the running calls finish, closes the channels. */
  async close(options: OperationOptions): Promise<void> {
    this.#dropAccepted();
    await this.#listener.close(options);
    await Promise.all([...this.#channels].map((channel) => channel.close(options)));
  }

  abort(reason: unknown): void {
    this.#dropAccepted();
    this.#listener.abort(reason);
    for (const channel of [...this.#channels]) channel.abort(reason);
  }

  #serve(channel: InputChannel): void {
    const served = new ServiceChannel(channel, { ...this.#settings, address: this.uri }, () => {
      this.#channels.delete(served);
      this.#leave();
    });
    this.#channels.add(served);
    void served.open();
  }

  /** A session that never got its place. */
  #dropAccepted(): void {
    this.#settings.throttling.sessions.cancel(this, this);
    this.#accepted?.abort();
    this.#accepted = null;
  }

  #leave(): void {
    if (this.#settings.hasSession) this.#settings.throttling.sessions.leave();
  }

  #report(error: unknown): void {
    if (!diagnostics.error.hasSubscribers) return;
    diagnostics.error.publish({ source: 'channel dispatcher', error, address: this.uri });
  }
}
