import type {
  ChannelListener,
  InputChannel,
  LifeStep,
  OperationOptions,
} from '../../core/channel/index.js';
import { diagnostics } from '../../core/diagnostics/index.js';
import type { Clock } from '../../core/time/index.js';
import { ServiceChannel } from './service-channel.js';
import type { ServiceChannelSettings } from './service-channel.js';

/** One listener and the channels it accepts. WCF's ChannelDispatcher. */
export class ChannelDispatcher {
  readonly #listener: ChannelListener;
  readonly #settings: Omit<ServiceChannelSettings, 'address'>;
  readonly #clock: Clock;
  readonly #channels = new Set<ServiceChannel>();

  constructor(
    listener: ChannelListener,
    settings: Omit<ServiceChannelSettings, 'address'>,
    clock: Clock,
  ) {
    this.#listener = listener;
    this.#settings = settings;
    this.#clock = clock;
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
        this.#serve(channel);
        this.start();
      },
      (error: unknown) => {
        if (this.#listener.state !== 'opened') return;
        this.#report(error);
        // One channel failed on its way, not the listener. The turn of the clock keeps others running meanwhile.
        this.#clock.schedule(0, () => {
          this.start();
        });
      },
    );
  }

  /** Stops accepting, lets the running calls finish, closes the channels. */
  async close(options: OperationOptions): Promise<void> {
    await this.#listener.close(options);
    await Promise.all([...this.#channels].map((channel) => channel.close(options)));
  }

  abort(reason: unknown): void {
    this.#listener.abort(reason);
    for (const channel of [...this.#channels]) channel.abort(reason);
  }

  #serve(channel: InputChannel): void {
    const served = new ServiceChannel(channel, { ...this.#settings, address: this.uri }, () => {
      this.#channels.delete(served);
    });
    this.#channels.add(served);
    void served.open();
  }

  #report(error: unknown): void {
    if (!diagnostics.error.hasSubscribers) return;
    diagnostics.error.publish({ source: 'channel dispatcher', error, address: this.uri });
  }
}
