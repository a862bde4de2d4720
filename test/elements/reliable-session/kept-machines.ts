import { advanceReplySequence } from '../../../src/elements/reliable-session/reply-sequence.js';
import type {
  ReplySequenceEffect,
  ReplySequenceEvent,
  ReplySequenceState,
} from '../../../src/elements/reliable-session/reply-sequence.js';
import { advanceDestination } from '../../../src/elements/reliable-session/rm-destination.js';
import type {
  DestinationEffect,
  DestinationEvent,
  DestinationState,
} from '../../../src/elements/reliable-session/rm-destination.js';
import { advanceSource } from '../../../src/elements/reliable-session/rm-source.js';
import type {
  SourceEffect,
  SourceEvent,
  SourceState,
} from '../../../src/elements/reliable-session/rm-source.js';

// The three machines over a store that keeps everything at once.

export function stepSource<H>(
  state: SourceState<H>,
  event: SourceEvent<H>,
  now: number,
): SourceEffect<H>[] {
  return advanceSource(state, event, now).flatMap((effect) =>
    effect.type === 'persist'
      ? stepSource(state, { type: 'persisted', number: effect.number }, now)
      : [effect],
  );
}

export function stepDestination<H>(
  state: DestinationState<H>,
  event: DestinationEvent<H>,
): DestinationEffect<H>[] {
  return advanceDestination(state, event).flatMap((effect) =>
    effect.type === 'persist'
      ? stepDestination(state, { type: 'persisted', number: effect.number })
      : [effect],
  );
}

export function stepReplies<X, R>(
  state: ReplySequenceState<X, R>,
  event: ReplySequenceEvent<X, R>,
): ReplySequenceEffect<X, R>[] {
  return advanceReplySequence(state, event).flatMap((effect) =>
    effect.type === 'persist'
      ? stepReplies(state, { type: 'persisted', request: effect.request })
      : [effect],
  );
}
