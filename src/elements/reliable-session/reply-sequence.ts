import { TransientMap } from '../../core/collections/index.js';
import { rangesHave } from './acknowledgement-ranges.js';
import type { AcknowledgementRange } from './acknowledgement-ranges.js';

/** What has become of one request of a request-reply session, at the service. */
interface RequestContext<X, R> {
  /** Transport exchanges that wait for the answer: the first one, and those of duplicates. */
  waiting: X[];
  /** The reply and its number, or null while the operation runs. A request without reply is forgotten when it is done. */
  answer: { readonly number: number; readonly reply: R } | null;
  /** The store has the answer, or the news that there is none: only then anything is sent. */
  isKept: boolean;
}

/**
 * The way back of a request-reply session at the service: requests in hand, and replies that are kept until the client
 * has acknowledged them (the replay model: a reply that was lost goes out again on the repeated request). Plain data;
 * exchanges (X) and replies (R) are opaque handles.
 */
export interface ReplySequenceState<X, R> {
  readonly version: 1;
  readonly contexts: TransientMap<number, RequestContext<X, R>>;
  /** Number of the next reply. */
  nextReply: number;
  /** Replies kept: reply number -> request number. */
  readonly retained: Map<number, number>;
}

/** What happens on the way back. */
export type ReplySequenceEvent<X, R> =
  /** A request was taken; its operation runs, or waits for its turn. */
  | { readonly type: 'begun'; readonly request: number; readonly exchange: X }
  /** A request came again. */
  | { readonly type: 'repeated'; readonly request: number; readonly exchange: X }
  /** An operation is done; null: it has no reply. */
  | { readonly type: 'answered'; readonly request: number; readonly reply: R | null }
  /** The store has what the operation answered. */
  | { readonly type: 'persisted'; readonly request: number }
  /** The client acknowledged replies. */
  | { readonly type: 'acknowledged'; readonly ranges: readonly AcknowledgementRange[] };

/** What the way back wants done. */
export type ReplySequenceEffect<X, R> =
  /** Give the answer to the store (null: the operation has none), and answer with `persisted`. */
  | {
      readonly type: 'persist';
      readonly request: number;
      readonly number: number | null;
      readonly reply: R | null;
    }
  | {
      readonly type: 'reply';
      readonly exchange: X;
      readonly number: number;
      readonly reply: R;
      readonly isRepeat: boolean;
    }
  /** Answer with an acknowledgement alone. */
  | { readonly type: 'acknowledge'; readonly exchange: X }
  /** The client has the reply: it is kept no longer. */
  | { readonly type: 'forget'; readonly reply: R }
  | { readonly type: 'invalidAcknowledgement'; readonly upper: number };

/** A session before its first request. */
export function startReplySequence<X, R>(): ReplySequenceState<X, R> {
  return { version: 1, contexts: new TransientMap(), nextReply: 1, retained: new Map() };
}

/** Requests whose operations have not answered. */
export function countRunning(state: ReplySequenceState<unknown, unknown>): number {
  let running = 0;
  for (const { isKept } of state.contexts.values()) if (!isKept) running += 1;
  return running;
}

/** One step; deterministic, changes the state in place, returns the effects in order. */
export function advanceReplySequence<X, R>(
  state: ReplySequenceState<X, R>,
  event: ReplySequenceEvent<X, R>,
): ReplySequenceEffect<X, R>[] {
  switch (event.type) {
    case 'begun':
      state.contexts.set(event.request, {
        waiting: [event.exchange],
        answer: null,
        isKept: false,
      });
      return [];
    case 'repeated':
      return repeat(state, event.request, event.exchange);
    case 'answered':
      return answer(state, event.request, event.reply);
    case 'persisted':
      return send(state, event.request);
    case 'acknowledged':
      return acknowledge(state, event.ranges);
  }
}

function repeat<X, R>(
  state: ReplySequenceState<X, R>,
  request: number,
  exchange: X,
): ReplySequenceEffect<X, R>[] {
  const context = state.contexts.get(request);
  // Forgotten: its reply was acknowledged, or it never had one.
  if (context === undefined) return [{ type: 'acknowledge', exchange }];
  if (!context.isKept || context.answer === null) {
    context.waiting.push(exchange);
    return [];
  }
  const { number, reply } = context.answer;
  return [{ type: 'reply', exchange, number, reply, isRepeat: true }];
}

function answer<X, R>(
  state: ReplySequenceState<X, R>,
  request: number,
  reply: R | null,
): ReplySequenceEffect<X, R>[] {
  const context = state.contexts.get(request);
  if (context?.answer !== null) return [];
  if (reply === null) return [{ type: 'persist', request, number: null, reply }];
  const number = state.nextReply;
  state.nextReply += 1;
  context.answer = { number, reply };
  state.retained.set(number, request);
  return [{ type: 'persist', request, number, reply }];
}

function send<X, R>(state: ReplySequenceState<X, R>, request: number): ReplySequenceEffect<X, R>[] {
  const context = state.contexts.get(request);
  if (context === undefined || context.isKept) return [];
  context.isKept = true;
  const { answer: answered, waiting } = context;
  context.waiting = [];
  const effects: ReplySequenceEffect<X, R>[] = [];
  if (answered === null) {
    state.contexts.delete(request);
    for (const exchange of waiting) effects.push({ type: 'acknowledge', exchange });
    return effects;
  }
  const { number, reply } = answered;
  for (const exchange of waiting)
    effects.push({ type: 'reply', exchange, number, reply, isRepeat: effects.length > 0 });
  return effects;
}

function acknowledge<X, R>(
  state: ReplySequenceState<X, R>,
  ranges: readonly AcknowledgementRange[],
): ReplySequenceEffect<X, R>[] {
  const upper = ranges.at(-1)?.upper ?? 0;
  if (upper >= state.nextReply) return [{ type: 'invalidAcknowledgement', upper }];
  const effects: ReplySequenceEffect<X, R>[] = [];
  for (const number of state.retained.keys()) {
    if (!rangesHave(ranges, number)) continue;
    const request = state.retained.get(number) ?? 0;
    const reply = state.contexts.get(request)?.answer?.reply;
    state.retained.delete(number);
    state.contexts.delete(request);
    if (reply !== undefined) effects.push({ type: 'forget', reply });
  }
  return effects;
}
