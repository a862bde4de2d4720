import type { Observable } from 'rxjs';
import type { SequenceEvent } from '../../core/diagnostics/index.js';
import { propertyKey } from '../../core/message/index.js';
import type { PropertyKey } from '../../core/message/index.js';
import type { AcknowledgementRange } from './acknowledgement-ranges.js';
import type { DestinationState } from './rm-destination.js';
import { lastNumberSent } from './rm-source.js';
import type { SourceState } from './rm-source.js';
import { retransmissionDelay, roundTripTime } from './transmission-strategy.js';

/** The state of a reliable session, as it is when it is read: `channel.getProperty(ReliableSessionState)`. */
export interface ReliableSessionState {
  readonly side: 'client' | 'service';
  /** The id of the session: the sequence that the service chose. */
  readonly identifier: string;
  /** The sequence of what this side sends, or null when it sends nothing. */
  readonly outgoing: OutgoingSequenceState | null;
  /** The sequence of what this side receives, or null when it receives nothing. */
  readonly incoming: IncomingSequenceState | null;
  /** Why the session ended before its time, or null. */
  readonly lastFault: Error | null;
  /** What happens to the session from now on; completes when it is over. */
  readonly events$: Observable<SequenceEvent>;
}

/** What a source knows. */
export interface OutgoingSequenceState {
  readonly identifier: string;
  /** The highest number that was sent, or 0. */
  readonly highestNumber: number;
  /** Messages that were sent and are not done with. */
  readonly unacknowledged: number;
  /** Messages that wait for room in the window. */
  readonly queued: number;
  /** Messages that may be under way at a time. */
  readonly window: number;
  /** What the other side has room for, or null when it has not told. */
  readonly bufferRemaining: number | null;
  /** How often the message that was repeated most, of those under way, was sent again. */
  readonly retries: number;
  /** The estimate of the round trip, in ms; null for replies over request-reply, which are not timed. */
  readonly roundTripTime: number | null;
  /** How long an answer is waited for, in ms, before the oldest message is sent again; null as above. */
  readonly retransmissionTimeout: number | null;
}

/** What a destination knows. */
export interface IncomingSequenceState {
  readonly identifier: string;
  /** The numbers that were taken: what is acknowledged. */
  readonly ranges: readonly AcknowledgementRange[];
  /** Messages that came out of turn and wait for the gap before them to close. */
  readonly held: number;
  /** Messages that the application is not done with, the held ones included. */
  readonly pending: number;
  /** The last number there will be, once the other side has said it. */
  readonly lastNumber: number | null;
  /** Bytes of messages and replies that are kept. */
  readonly bufferedBytes: number;
}

/** The key under which a channel of a reliable session answers with its state. */
export const ReliableSessionState: PropertyKey<ReliableSessionState> =
  propertyKey<ReliableSessionState>('reliableSessionState');

/** A source, looked at. */
export function describeSource(
  identifier: string,
  state: SourceState<unknown>,
): OutgoingSequenceState {
  const { transmission, sent, queue } = state;
  let retries = 0;
  for (const message of sent.values()) retries = Math.max(retries, message.retries);
  return {
    identifier,
    highestNumber: lastNumberSent(state),
    unacknowledged: sent.size,
    queued: queue.length,
    window: transmission.window,
    bufferRemaining: transmission.quota === Infinity ? null : transmission.quota,
    retries,
    roundTripTime: roundTripTime(transmission),
    retransmissionTimeout: retransmissionDelay(transmission),
  };
}

/** A destination, looked at. */
export function describeDestination(
  identifier: string,
  { received, held, pending, lastNumber }: DestinationState<unknown>,
  bufferedBytes: number,
): IncomingSequenceState {
  return {
    identifier,
    ranges: [...received.list],
    held: held.size,
    pending,
    lastNumber,
    bufferedBytes,
  };
}
