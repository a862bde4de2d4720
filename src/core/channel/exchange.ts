import type { Message } from '../message/index.js';

/**
 * One message that came in, and the way to answer it. Each exchange is settled exactly once, by `reply` or by `settle`;
 * settling gives its place back to the transport, which stops reading when too many are open.
 */
export interface Exchange {
  readonly message: Message;
  /** True where the shape has replies; `reply` throws InvalidOperationError where it is false. */
  readonly canReply: boolean;
  /** Aborted when the peer has gone, or the channel has. Made when it is first asked for. */
  readonly signal: AbortSignal;
  /**
   * Sends the reply, or with null "nothing to say" (HTTP 202), and settles. Resolves when the transport has taken it;
   * a peer that has gone is no error. The reply must not have been settled before.
   */
  reply(message: Message | null): Promise<void>;
  /** Ends the exchange without a reply; with an error, it is refused as the transport refuses (HTTP: 500, or the connection closed). */
  settle(error?: unknown): void;
}
