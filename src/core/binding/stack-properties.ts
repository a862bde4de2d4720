import { propertyKey } from '../message/index.js';
import type { MessageVersion } from '../message/index.js';

/** The message version of the stack: answered by its encoding, or by its transport when there is none. */
export const MessageVersionKey = propertyKey<MessageVersion>('messageVersion');

/** How a transport moves bodies; reliable sessions need `Buffered`. */
export type TransferMode = 'Buffered' | 'Streamed' | 'StreamedRequest' | 'StreamedResponse';

/** What the elements above need to know of the transport. */
export interface TransportCapabilities {
  /** The scheme of its addresses, such as `https`. */
  readonly scheme: string;
  readonly transferMode: TransferMode;
  /** True when the application sets To and the other addressing headers itself. */
  readonly manualAddressing: boolean;
  /** Longest message that it takes, in bytes. */
  readonly maxReceivedMessageSize: number;
}

/** Answered by the transport. */
export const TransportCapabilitiesKey = propertyKey<TransportCapabilities>('transportCapabilities');
