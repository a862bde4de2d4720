import type { Subscription } from 'rxjs';
import type { DuplexChannel, Exchange, LifeStep } from '../../core/channel/index.js';
import { CommunicationError } from '../../core/errors/index.js';
import type { Message } from '../../core/message/index.js';

/**
 * What connects a client's session to its service: a duplex channel, and another one when that breaks. The session is
 * independent of it: what was lost with a connection is sent again over the next.
 */
export class ClientLink {
  readonly #connect: () => DuplexChannel;
  readonly #onMessage: (exchange: Exchange) => void;
  #channel: DuplexChannel;
  #subscription: Subscription | null = null;
  #opening: Promise<void> | null = null;
  #isReleased = false;

  /** `connect` makes a new channel, not yet open. */
  constructor(connect: () => DuplexChannel, onMessage: (exchange: Exchange) => void) {
    this.#connect = connect;
    this.#onMessage = onMessage;
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
    if (this.#channel.state !== 'opened') await this.#reconnect();
    await this.#channel.send(message);
  }

  async close(step: LifeStep): Promise<void> {
    this.#isReleased = true;
    if (this.#channel.state === 'opened') await this.#channel.close(step);
    else this.#channel.abort();
    this.#subscription?.unsubscribe();
  }

  abort(reason: unknown): void {
    this.#isReleased = true;
    this.#subscription?.unsubscribe();
    this.#channel.abort(reason);
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
    this.#subscription = channel.exchanges$.subscribe({
      next: this.#onMessage,
      // A connection that breaks is replaced when there is something to send.
      error: () => undefined,
    });
    await channel.open(step);
  }
}
