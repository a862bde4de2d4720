import { diagnostics } from '../../core/diagnostics/index.js';
import type { SequenceEvent } from '../../core/diagnostics/index.js';

const nothing = { number: null, ranges: [], detail: '' };

/** Tells listeners what happened to a sequence; costs one property read when there are none. */
export function publishSequenceEvent(
  event: Pick<SequenceEvent, 'event' | 'side' | 'sequence'> & Partial<SequenceEvent>,
): void {
  if (diagnostics.sequence.hasSubscribers) diagnostics.sequence.publish({ ...nothing, ...event });
}
