import { TransportCapabilitiesKey } from '../../core/binding/index.js';
import type { Binding } from '../../core/binding/index.js';
import type { Services } from '../../core/container/index.js';

/** Bytes of a stream that is collected where no transport says how long messages may be. */
const defaultLimit = 65_536;

/**
 * How streams are sent over a binding: null when as they come, else the number of bytes that are collected first. A client
 * sends requests, a service replies.
 */
export function streamLimit(
  binding: Binding,
  services: Services,
  sends: 'Request' | 'Response',
): number | null {
  const transport = binding.getProperty(TransportCapabilitiesKey, services);
  if (transport === null) return defaultLimit;
  const { transferMode, maxReceivedMessageSize } = transport;
  return transferMode === 'Streamed' || transferMode === `Streamed${sends}`
    ? null
    : maxReceivedMessageSize;
}
