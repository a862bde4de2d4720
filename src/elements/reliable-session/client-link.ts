import type { Subscription } from 'rxjs';
import type { DuplexChannel, Exchange, LifeStep } from '../../core/channel/index.js';
import { CommunicationError } from '../../core/errors/index.js';
import type { Message } from '../../core/message/index.js';
import type { Clock, Timer } from '../../core/time/index.js';

/** How long after a connection that could not be made the next one is tried, in ms: twice as long each time, up to the most. */
const firstPause = 1_000;
const longestPause = 30_000;

/** What a link tells its session. */
export interface LinkOwner {
  onMessage(exchange: Exchange): void;
  /** A new connection was made in the place of a broken one. The service knows of it when something comes over it. */
  onReconnected(): void;
}

/**
 * What connects a client's session to its service: a duplex channel, and another one when that breaks. The session is
 * independent of it: what was lost with a connection is sent again over the next.
 */
export class ClientLink {
  readonly #connect: () => DuplexChannel;
  readonly #clock: Clock;
  readonly #owner: LinkOwner;
  #channel: DuplexChannel;
  #subscription: Subscription | null = null;
  #opening: Promise<void> | null = null;
  /** Nothing comes over the channel of now any more. */
  #isGone = false;
  #isReleased = false;
  #pause: Timer | null = null;

  /** `connect` makes a new channel, not yet open. */
  constructor(connect: () => DuplexChannel, clock: Clock, owner: LinkOwner) {
    this.#connect = connect;
    this.#clock = clock;
    this.#owner = owner;
    this.#channel = connect();
  }

  /** The channel of now. */
  get channel(): DuplexChannel {
    return this.#channel;
  }

  /** Opens the channel of now; whoever asks meanwhile waits for the same. */
  open(step: Partial<LifeStep>): Promise<void> {
    this.#opening ??= this.#open(step).finally(() => {
      this.#opening = null;
    });
    return this.#opening;
  }

  /** Sends over the connection of now, or a new one when there is none. */
  async send(message: Message): Promise<void> {
    if (this.#opening !== null) await this.#opening;
    if (!this.#isConnected) await this.#reconnect();
    await this.#channel.send(message);
  }

  async close(step: LifeStep): Promise<void> {
    this.#release();
    if (this.#channel.state === 'opened') await this.#channel.close(step);
    else this.#channel.abort();
    this.#subscription?.unsubscribe();
  }

  abort(reason: unknown): void {
    this.#release();
    this.#subscription?.unsubscribe();
    this.#channel.abort(reason);
  }

  get #isConnected(): boolean {
    return !this.#isGone && this.#channel.state === 'opened';
  }

  #release(): void {
    this.#isReleased = true;
    this.#pause?.cancel();
  }

  /** The service may have something to send, and cannot reach this side until there is a connection again. */
  async #replace(pause: number): Promise<void> {
    try {
      if (this.#opening !== null) await this.#opening;
      if (!this.#isConnected) await this.#reconnect();
    } catch {
      if (this.#isReleased) return;
      const next = (): void => void this.#replace(Math.min(pause * 2, longestPause));
      this.#pause = this.#clock.schedule(pause, next, { background: true });
      return;
    }
    if (!this.#isReleased) this.#owner.onReconnected();
  }

  async #reconnect(): Promise<void> {
    if (this.#isReleased)
      throw new CommunicationError('The connection of the reliable session has been closed.');
    this.#subscription?.unsubscribe();
    this.#channel.abort();
    this.#channel = this.#connect();
    await this.open({});
  }

  async #open(step: Partial<LifeStep>): Promise<void> {
    const channel = this.#channel;
    this.#isGone = false;
    let wasOpened = false;
    const onGone = (): void => {
      if (channel !== this.#channel) return;
      this.#isGone = true;
      if (wasOpened) void this.#replace(firstPause);
    };
    this.#subscription = channel.exchanges$.subscribe({
      next: (exchange) => {
        this.#owner.onMessage(exchange);
      },
      error: onGone,
      complete: onGone,
    });
    await channel.open(step);
    wasOpened = true;
  }
}
