import type { DuplexChannel, Exchange } from '../../core/channel/index.js';
import type { EndpointAddress } from '../../core/message/index.js';
import type { ContractClass } from '../description/index.js';

/** The way back over a duplex channel: whoever is called back is found by it, and its answers. */
export interface CallbackLink {
  /** A client of the peer; `replyTo` is where the request said that answers go. */
  createClient(contract: ContractClass, replyTo: EndpointAddress | null): object;
  /** Takes an answer to one of those clients' calls; false for any other message. */
  take(exchange: Exchange): boolean;
  /** The channel is over: nobody waits for answers any longer. */
  stop(reason: Error): void;
}

/** Makes the link of a channel. */
export type CreateCallbackLink = (channel: DuplexChannel) => CallbackLink;
