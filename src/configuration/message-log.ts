import { subscribeDiagnostics } from '../core/diagnostics/index.js';
import type { MessageEvent } from '../core/diagnostics/index.js';
import type { MessageLogging } from './diagnostics-section.js';

/** A message as it went over the wire. */
export interface MessageLogEntry {
  readonly direction: 'sent' | 'received';
  readonly side: 'client' | 'service';
  readonly address: string;
  /** '' for a message without one. */
  readonly action: string;
  /** The length of the whole message. */
  readonly bytes: number;
  /** The envelope; without `logEntireMessage` up to its body. */
  readonly text: string;
}

/**
 * Logs the messages of all hosts and clients of the process, as `<messageLogging>` says: `startMessageLog(file.messageLogging, write)`.
 * Nothing is logged for null. Returns what ends it.
 */
export function startMessageLog(
  logging: MessageLogging | null,
  write: (entry: MessageLogEntry) => void,
): () => void {
  if (logging === null) return () => undefined;
  const { maxMessagesToLog, maxSizeOfMessageToLog, logEntireMessage } = logging;
  let left = maxMessagesToLog;
  const stop = subscribeDiagnostics('channelstack:message', (event) => {
    if (left <= 0) return;
    const bytes = event.bytes.reduce((sum, { length }) => sum + length, 0);
    if (bytes > maxSizeOfMessageToLog) return;
    left -= 1;
    write(entryOf(event, bytes, logEntireMessage));
    if (left <= 0) stop();
  });
  return stop;
}

function entryOf(
  { direction, side, address, message, bytes: chunks }: MessageEvent,
  bytes: number,
  isWhole: boolean,
): MessageLogEntry {
  const text = Buffer.concat(chunks).toString();
  return {
    direction,
    side,
    address,
    action: message.headers.action ?? '',
    bytes,
    text: isWhole ? text : text.replace(/<(?:[\w.-]+:)?Body[\s/>][^]*$/, ''),
  };
}
