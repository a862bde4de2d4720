import { TransientMap } from '../../core/collections/index.js';
import { rangesHave } from './acknowledgement-ranges.js';
import type { AcknowledgementRange } from './acknowledgement-ranges.js';
import {
  measureRoundTrip,
  noteRetransmission,
  retransmissionDelay,
  startTransmission,
  widenWindow,
} from './transmission-strategy.js';
import type { TransmissionState } from './transmission-strategy.js';

/** What ends the wait for a message: an acknowledgement of its number, or a reply to it. */
export type CompletedBy = 'acknowledgement' | 'reply';

/** A message that was sent and is not done with. */
export interface SentMessage<H> {
  readonly number: number;
  readonly handle: H;
  readonly completedBy: CompletedBy;
  /** Retransmissions so far. */
  retries: number;
  /** When it was last sent, in ms. */
  sentAt: number;
  /** It is acknowledged, though a reply is still wanted. */
  isAcknowledged: boolean;
  /** The store has it: only then it is sent. */
  isKept: boolean;
  /** It was under way when an older one had to be sent again: it is sent again as soon as the window, then shrunk, reaches it. */
  isSuspect: boolean;
  /** Its answer tells the round trip: it did not wait for one that was lost. */
  isMeasured: boolean;
}

/** A message that waits for a place in the window. */
interface QueuedMessage<H> {
  readonly handle: H;
  readonly completedBy: CompletedBy;
  readonly isLast: boolean;
}

/** The state of a sequence at its source: plain data; messages are opaque handles. */
export interface SourceState<H> {
  readonly version: 1;
  readonly maxWindow: number;
  readonly maxRetryCount: number;
  /** Whether BufferRemaining is honoured. */
  readonly flowControl: boolean;
  nextNumber: number;
  /** Sent and not done with, by number, the oldest first. */
  readonly sent: TransientMap<number, SentMessage<H>>;
  /** Messages that wait for room in the window. */
  readonly queue: QueuedMessage<H>[];
  readonly transmission: TransmissionState;
  /** When the oldest message is sent again, or null while nothing waits. */
  retransmitAt: number | null;
  /** How often the destination is asked for room, in ms, when it said that it has none and nothing is under way. */
  readonly pollInterval: number;
  /** When it is asked next, or null while there is no need. */
  pollAt: number | null;
  /** No message follows any more. */
  isClosed: boolean;
}

/** What happens at a source. */
export type SourceEvent<H> =
  /** The application (or the session: the last message) sends. */
  | {
      readonly type: 'send';
      readonly handle: H;
      readonly completedBy: CompletedBy;
      readonly isLast?: boolean;
    }
  /** An acknowledgement of this sequence came in. */
  | {
      readonly type: 'acknowledged';
      readonly ranges: readonly AcknowledgementRange[];
      readonly bufferRemaining: number | null;
    }
  /** The store has a message that it was given. */
  | { readonly type: 'persisted'; readonly number: number }
  /** The answer to a message came in. */
  | { readonly type: 'replied'; readonly number: number }
  /** The time of `retransmitAt` or of `pollAt` has come. */
  | { readonly type: 'timer' }
  /** The caller of a message that still waits for the window has given up. */
  | { readonly type: 'withdraw'; readonly handle: H };

/** What a source wants done. */
export type SourceEffect<H> =
  /** Give the message to the store, and answer with `persisted`. */
  | {
      readonly type: 'persist';
      readonly number: number;
      readonly handle: H;
      readonly isLast: boolean;
    }
  | {
      readonly type: 'transmit';
      readonly number: number;
      readonly handle: H;
      readonly retries: number;
      readonly isLast: boolean;
      /** Nothing more can be sent before an acknowledgement comes: ask for one. */
      readonly wantsAcknowledgement: boolean;
    }
  /** Ask the destination how much room it has. */
  | { readonly type: 'poll' }
  /** There are no more message numbers. */
  | { readonly type: 'rollover' }
  /** The message arrived (and was answered, where it is to be): its caller can go on. */
  | { readonly type: 'complete'; readonly number: number; readonly handle: H }
  /** A message was sent maxRetryCount times more, in vain. */
  | {
      readonly type: 'exhausted';
      readonly number: number;
      readonly handle: H;
      readonly retries: number;
    }
  /** The acknowledgement speaks of numbers that were never sent. */
  | { readonly type: 'invalidAcknowledgement'; readonly upper: number };

/** A sequence before its first message. `roundTrip` is the duration of its creation in ms, or null. */
export function startSource<H>(options: {
  readonly maxTransferWindowSize: number;
  readonly maxRetryCount: number;
  readonly flowControlEnabled: boolean;
  readonly pollInterval: number;
  readonly roundTrip: number | null;
}): SourceState<H> {
  return {
    version: 1,
    maxWindow: options.maxTransferWindowSize,
    maxRetryCount: options.maxRetryCount,
    flowControl: options.flowControlEnabled,
    nextNumber: 1,
    sent: new TransientMap(),
    queue: [],
    transmission: startTransmission(options.maxTransferWindowSize, options.roundTrip),
    retransmitAt: null,
    pollInterval: options.pollInterval,
    pollAt: null,
    isClosed: false,
  };
}

/** Whether all that was sent is done with. */
export function isDrained(state: SourceState<unknown>): boolean {
  return state.sent.size === 0 && state.queue.length === 0;
}

/** The highest number that was sent, or 0. */
export function lastNumberSent(state: SourceState<unknown>): number {
  return state.nextNumber - 1;
}

/**
 * One step of the source. Deterministic, without any input but its arguments: the state is changed in place and the
 * effects are returned in the order in which they must be done.
 */
export function advanceSource<H>(
  state: SourceState<H>,
  event: SourceEvent<H>,
  now: number,
): SourceEffect<H>[] {
  const effects: SourceEffect<H>[] = [];
  switch (event.type) {
    case 'send':
      state.queue.push({
        handle: event.handle,
        completedBy: event.completedBy,
        isLast: event.isLast ?? false,
      });
      fillWindow(state, now, effects);
      break;
    case 'acknowledged':
      acknowledge(state, event, now, effects);
      break;
    case 'persisted':
      transmitKept(state, event.number, now, effects);
      break;
    case 'replied':
      complete(state, event.number, now, effects);
      afterCompletion(state, effects.length, now, effects);
      break;
    case 'timer':
      retransmit(state, now, effects);
      poll(state, now, effects);
      break;
    case 'withdraw': {
      const index = state.queue.findIndex(({ handle }) => handle === event.handle);
      if (index >= 0) state.queue.splice(index, 1);
      break;
    }
  }
  const isShutOut =
    state.queue.length > 0 && state.sent.size === 0 && state.transmission.quota <= 0;
  state.pollAt = isShutOut ? (state.pollAt ?? now + state.pollInterval) : null;
  return effects;
}

/** When the source wants to hear `timer` next, or null. */
export function nextTimer({ retransmitAt, pollAt }: SourceState<unknown>): number | null {
  if (retransmitAt === null || pollAt === null) return retransmitAt ?? pollAt;
  return Math.min(retransmitAt, pollAt);
}

function acknowledge<H>(
  state: SourceState<H>,
  event: {
    readonly ranges: readonly AcknowledgementRange[];
    readonly bufferRemaining: number | null;
  },
  now: number,
  effects: SourceEffect<H>[],
): void {
  const upper = event.ranges.at(-1)?.upper ?? 0;
  if (upper >= state.nextNumber) {
    effects.push({ type: 'invalidAcknowledgement', upper });
    return;
  }
  if (state.flowControl && event.bufferRemaining !== null)
    state.transmission.quota = event.bufferRemaining;
  const before = effects.length;
  for (const message of state.sent.values()) {
    if (message.isAcknowledged || !rangesHave(event.ranges, message.number)) continue;
    message.isAcknowledged = true;
    if (message.completedBy === 'acknowledgement') complete(state, message.number, now, effects);
  }
  afterCompletion(state, effects.length - before, now, effects);
}

function complete<H>(
  state: SourceState<H>,
  number: number,
  now: number,
  effects: SourceEffect<H>[],
): void {
  const message = state.sent.get(number);
  if (message === undefined) return;
  state.sent.delete(number);
  if (message.isMeasured)
    measureRoundTrip(state.transmission, now - message.sentAt, message.retries > 0);
  effects.push({ type: 'complete', number, handle: message.handle });
}

function afterCompletion<H>(
  state: SourceState<H>,
  count: number,
  now: number,
  effects: SourceEffect<H>[],
): void {
  if (count > 0) {
    widenWindow(state.transmission, count, state.maxWindow);
    recover(state, now, effects);
  }
  fillWindow(state, now, effects);
  const oldest = oldestSent(state);
  if (oldest === null) state.retransmitAt = null;
  else if (count > 0) state.retransmitAt = now + retransmissionDelay(state.transmission);
}

function fillWindow<H>(state: SourceState<H>, now: number, effects: SourceEffect<H>[]): void {
  while (state.queue.length > 0 && roomInWindow(state) > 0) {
    if (state.nextNumber > Number.MAX_SAFE_INTEGER) {
      effects.push({ type: 'rollover' });
      return;
    }
    const next = state.queue.shift();
    if (next === undefined) return;
    const number = state.nextNumber;
    state.nextNumber += 1;
    if (next.isLast) state.isClosed = true;
    state.sent.set(number, {
      number,
      handle: next.handle,
      completedBy: next.completedBy,
      retries: 0,
      sentAt: now,
      isAcknowledged: false,
      isKept: false,
      isSuspect: false,
      isMeasured: true,
    });
    effects.push({ type: 'persist', number, handle: next.handle, isLast: next.isLast });
  }
}

function roomInWindow({ transmission, sent }: SourceState<unknown>): number {
  return Math.min(transmission.window, transmission.quota) - sent.size;
}

function transmitKept<H>(
  state: SourceState<H>,
  number: number,
  now: number,
  effects: SourceEffect<H>[],
): void {
  const message = state.sent.get(number);
  if (message?.isKept !== false) return;
  message.isKept = true;
  message.sentAt = now;
  state.retransmitAt ??= now + retransmissionDelay(state.transmission);
  effects.push(transmission(state, message));
}

function transmission<H>(state: SourceState<H>, message: SentMessage<H>): SourceEffect<H> {
  const { number, handle, retries } = message;
  return {
    type: 'transmit',
    number,
    handle,
    retries,
    isLast: state.isClosed && number === lastNumberSent(state),
    wantsAcknowledgement: retries > 0 || roomInWindow(state) <= 0 || state.transmission.quota === 1,
  };
}

function retransmit<H>(state: SourceState<H>, now: number, effects: SourceEffect<H>[]): void {
  const oldest = oldestSent(state);
  if (oldest === null) {
    state.retransmitAt = null;
    return;
  }
  if (state.retransmitAt === null || now < state.retransmitAt) return;
  if (oldest.retries >= state.maxRetryCount) {
    effects.push({
      type: 'exhausted',
      number: oldest.number,
      handle: oldest.handle,
      retries: oldest.retries,
    });
    state.retransmitAt = null;
    return;
  }
  for (const message of state.sent.values()) {
    message.isSuspect = message.isKept;
    message.isMeasured = false;
  }
  noteRetransmission(state.transmission);
  state.retransmitAt = now + retransmissionDelay(state.transmission);
  effects.push(transmitAgain(state, oldest, now));
}

/** After a loss: what the window reaches again is sent again at once, for it may have been lost with the first. */
function recover<H>(state: SourceState<H>, now: number, effects: SourceEffect<H>[]): void {
  let reached = 0;
  for (const message of state.sent.values()) {
    if (reached >= state.transmission.window) return;
    reached += 1;
    if (message.isSuspect) effects.push(transmitAgain(state, message, now));
  }
}

function transmitAgain<H>(
  state: SourceState<H>,
  message: SentMessage<H>,
  now: number,
): SourceEffect<H> {
  message.retries += 1;
  message.sentAt = now;
  message.isSuspect = false;
  message.isMeasured = true;
  return transmission(state, message);
}

function poll<H>(state: SourceState<H>, now: number, effects: SourceEffect<H>[]): void {
  if (state.pollAt === null || now < state.pollAt) return;
  state.pollAt = now + state.pollInterval;
  effects.push({ type: 'poll' });
}

/** The oldest message that was sent; what the store does not have yet was not. */
function oldestSent<H>(state: SourceState<H>): SentMessage<H> | null {
  const oldest = state.sent.first;
  return oldest?.isKept === true ? oldest : null;
}
