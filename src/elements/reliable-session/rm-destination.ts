import { TransientMap } from '../../core/collections/index.js';
import { AcknowledgementRanges } from './acknowledgement-ranges.js';

/** The state of a sequence at its destination: plain data; messages are opaque handles. */
export interface DestinationState<H> {
  readonly version: 1;
  readonly ordered: boolean;
  readonly maxWindow: number;
  /** All numbers that were taken and that the store has: what is acknowledged. */
  readonly received: AcknowledgementRanges;
  /** Taken, and on their way into the store. */
  readonly persisting: TransientMap<number, H>;
  /** Ordered: taken out of turn, and kept until the gap before them closes. */
  readonly held: TransientMap<number, H>;
  /** Ordered: the number that is delivered next. */
  nextNumber: number;
  /** Messages taken that the application is not done with, the held ones included. */
  pending: number;
  /** The highest number there will be, once it is known. */
  lastNumber: number | null;
  /** Nothing new is taken any more (version 1.1: after CloseSequence). */
  isClosed: boolean;
}

/** What happens at a destination. */
export type DestinationEvent<H> =
  | {
      readonly type: 'message';
      readonly number: number;
      readonly handle: H;
      readonly isLast: boolean;
    }
  /** The store has a message that it was given. */
  | { readonly type: 'persisted'; readonly number: number }
  /** The application is done with a message it was given. */
  | { readonly type: 'consumed' }
  /** Version 1.1: the source closes its sequence; `lastNumber` is what it says it sent last, or null. */
  | { readonly type: 'close'; readonly lastNumber: number | null };

/** Why a message was not taken. */
export type DropReason = 'outOfRoom' | 'beyondWindow' | 'tooManyGaps';

/** What a destination wants done. */
export type DestinationEffect<H> =
  /** Give it to the store, and answer with `persisted`. */
  | {
      readonly type: 'persist';
      readonly number: number;
      readonly handle: H;
      readonly isLast: boolean;
    }
  /** Give it to the application. */
  | { readonly type: 'deliver'; readonly number: number; readonly handle: H }
  /** It is kept until its turn. */
  | { readonly type: 'hold'; readonly number: number; readonly handle: H }
  /** It came before: do not run it again. */
  | { readonly type: 'duplicate'; readonly number: number; readonly handle: H }
  /** There is no room for it: the source will send it again. */
  | {
      readonly type: 'drop';
      readonly number: number;
      readonly handle: H;
      readonly reason: DropReason;
    }
  | { readonly type: 'lastNumberExceeded'; readonly number: number; readonly handle: H }
  | { readonly type: 'sequenceClosed'; readonly number: number; readonly handle: H }
  /** The source contradicts itself about its last number. */
  | {
      readonly type: 'lastNumberInvalid';
      readonly lastNumber: number;
      readonly reason: 'tooSmall' | 'changed';
    };

/** Ranges that are kept of a sequence; a message that would make one more is dropped, as in .NET. */
export const maxRanges = 128;

/**
 * Windows of messages that may be in hand at a time, running or answered but not acknowledged. One is not enough: .NET's
 * client slides its window with acknowledgements, which run ahead of the replies, and what is dropped costs it 500 ms.
 */
export const windowsInHand = 4;

/** A sequence before its first message. */
export function startDestination<H>(options: {
  readonly ordered: boolean;
  readonly maxTransferWindowSize: number;
}): DestinationState<H> {
  return {
    version: 1,
    ordered: options.ordered,
    maxWindow: options.maxTransferWindowSize,
    received: new AcknowledgementRanges(),
    persisting: new TransientMap(),
    held: new TransientMap(),
    nextNumber: 1,
    pending: 0,
    lastNumber: null,
    isClosed: false,
  };
}

/** The highest number that was taken, or 0. */
export function highestTaken({ received, persisting }: DestinationState<unknown>): number {
  return Math.max(received.highest, ...persisting.keys());
}

/** Messages for which there is room: what BufferRemaining tells. */
export function roomLeft(state: DestinationState<unknown>): number {
  return Math.max(0, state.maxWindow - state.held.size);
}

/** Whether every message up to the last one has been taken. */
export function isComplete(state: DestinationState<unknown>): boolean {
  return state.lastNumber !== null && state.received.isExactly(state.lastNumber);
}

/** One step of the destination; deterministic, changes the state in place, returns the effects in order. */
export function advanceDestination<H>(
  state: DestinationState<H>,
  event: DestinationEvent<H>,
): DestinationEffect<H>[] {
  switch (event.type) {
    case 'message':
      return takeMessage(state, event);
    case 'persisted':
      return deliver(state, event.number);
    case 'consumed':
      state.pending -= 1;
      return [];
    case 'close':
      return closeSequence(state, event.lastNumber);
  }
}

function takeMessage<H>(
  state: DestinationState<H>,
  {
    number,
    handle,
    isLast,
  }: { readonly number: number; readonly handle: H; readonly isLast: boolean },
): DestinationEffect<H>[] {
  const { received } = state;
  if (received.has(number) || state.persisting.has(number))
    return [{ type: 'duplicate', number, handle }];
  if (state.isClosed) return [{ type: 'sequenceClosed', number, handle }];
  if (state.lastNumber !== null && number > state.lastNumber)
    return [{ type: 'lastNumberExceeded', number, handle }];
  const refused = reasonToDrop(state, number);
  if (refused !== null) return [{ type: 'drop', number, handle, reason: refused }];
  if (isLast) {
    if (number < highestTaken(state))
      return [{ type: 'lastNumberInvalid', lastNumber: number, reason: 'tooSmall' }];
    state.lastNumber = number;
  }
  state.pending += 1;
  state.persisting.set(number, handle);
  return [{ type: 'persist', number, handle, isLast }];
}

/** What was kept is acknowledged from now on; in its turn it goes to the application, and what it held up with it. */
function deliver<H>(state: DestinationState<H>, number: number): DestinationEffect<H>[] {
  const handle = state.persisting.get(number);
  if (handle === undefined) return [];
  state.persisting.delete(number);
  state.received.add(number);
  if (!state.ordered) return [{ type: 'deliver', number, handle }];
  if (number !== state.nextNumber) {
    state.held.set(number, handle);
    return [{ type: 'hold', number, handle }];
  }
  const effects: DestinationEffect<H>[] = [{ type: 'deliver', number, handle }];
  state.nextNumber += 1;
  for (
    let next = state.held.get(state.nextNumber);
    next !== undefined;
    next = state.held.get(state.nextNumber)
  ) {
    state.held.delete(state.nextNumber);
    effects.push({ type: 'deliver', number: state.nextNumber, handle: next });
    state.nextNumber += 1;
  }
  return effects;
}

function reasonToDrop(state: DestinationState<unknown>, number: number): DropReason | null {
  // The next one in order closes a gap: refusing it could stop the sequence for good.
  const isNext = state.ordered && number === state.nextNumber;
  if (state.ordered && number >= state.nextNumber + state.maxWindow) return 'beyondWindow';
  const inHand = isNext ? state.pending - state.held.size : state.pending;
  if (inHand >= state.maxWindow * windowsInHand) return 'outOfRoom';
  if (state.received.list.length >= maxRanges && state.received.wouldAddRange(number))
    return 'tooManyGaps';
  return null;
}

function closeSequence<H>(
  state: DestinationState<H>,
  lastNumber: number | null,
): DestinationEffect<H>[] {
  if (lastNumber !== null) {
    if (state.lastNumber !== null && state.lastNumber !== lastNumber) {
      return [{ type: 'lastNumberInvalid', lastNumber, reason: 'changed' }];
    }
    if (lastNumber < highestTaken(state))
      return [{ type: 'lastNumberInvalid', lastNumber, reason: 'tooSmall' }];
    state.lastNumber = lastNumber;
  }
  state.isClosed = true;
  return [];
}
