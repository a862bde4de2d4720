import type { Exchange } from '../../core/channel/index.js';
import type { Message } from '../../core/message/index.js';
import type { AcknowledgementRange } from './acknowledgement-ranges.js';
import type { ByteBudget } from './byte-budget.js';
import { advanceReplySequence, countRunning, startReplySequence } from './reply-sequence.js';
import type {
  ReplySequenceEffect,
  ReplySequenceEvent,
  ReplySequenceState,
} from './reply-sequence.js';
import type { SequenceEvents } from './sequence-events.js';
import type { SequenceChange } from './sequence-store.js';
import type { ServiceAnswers } from './service-answers.js';

/** Repeats of one running request that may wait for its reply; more are answered with "nothing yet". */
const maxWaitingRepeats = 16;

const done = Promise.resolve();

/** A reply that is kept until the client has acknowledged it. */
interface KeptReply {
  readonly message: Message;
  /** Bytes that it took when it was first written, or 0 before that. */
  bytes: number;
}

/** What the way back needs of its session. */
export interface ReplyOwner {
  readonly events: SequenceEvents;
  /** Whether a request is the last of its sequence (February 2005): then its reply is the last of this one. */
  isLast(request: number): boolean;
  /** Gives a change to the store, and goes on when it is kept. */
  keep(change: SequenceChange, onKept?: () => Promise<void>): Promise<void>;
  /** An answer is kept, and on its way. */
  onAnswered(): void;
}

/** Runs the way back of a request-reply session at its service: {@link advanceReplySequence} on exchanges that wait. */
export class ReplyDriver {
  readonly #state: ReplySequenceState<Exchange, KeptReply> = startReplySequence();
  readonly #owner: ReplyOwner;
  readonly #identifier: string;
  readonly #answers: ServiceAnswers;
  readonly #budget: ByteBudget;

  /** `identifier` is the sequence of the replies, or '' where there is none. */
  constructor(owner: ReplyOwner, identifier: string, answers: ServiceAnswers, budget: ByteBudget) {
    this.#owner = owner;
    this.#identifier = identifier;
    this.#answers = answers;
    this.#budget = budget;
  }

  /** Requests whose operations have not answered. */
  get running(): number {
    return countRunning(this.#state);
  }

  /** Replies that the client has not acknowledged. */
  get unacknowledged(): number {
    return this.#state.retained.size;
  }

  /** The highest reply number given out, or 0. */
  get lastNumber(): number {
    return this.#state.nextReply - 1;
  }

  /** Whether the client has acknowledged all replies but, at most, the last one. */
  get isAcknowledgedButLast(): boolean {
    const { retained } = this.#state;
    return retained.size === 0 || (retained.size === 1 && retained.has(this.lastNumber));
  }

  /** Whether a request is in hand, or its reply is kept. */
  knows(request: number): boolean {
    return this.#state.contexts.has(request);
  }

  /** Whether an operation has answered a request that is in hand. */
  isAnswered(request: number): boolean {
    return this.#state.contexts.get(request)?.answer !== null;
  }

  begin(request: number, exchange: Exchange): void {
    void this.#advance({ type: 'begun', request, exchange });
  }

  /** A request came again. */
  repeat(request: number, exchange: Exchange): void {
    const waiting = this.#state.contexts.get(request)?.waiting;
    if (waiting !== undefined && waiting.length > maxWaitingRepeats)
      void waiting.shift()?.reply(null);
    void this.#advance({ type: 'repeated', request, exchange });
  }

  /** An operation is done; null: it has no reply. Resolves when what had to be sent is sent. */
  answer(request: number, reply: Message | null): Promise<void> {
    const kept = reply === null ? null : { message: reply, bytes: 0 };
    return this.#advance({ type: 'answered', request, reply: kept });
  }

  /** The client has these replies. False: it acknowledges some that were never sent. */
  acknowledge(ranges: readonly AcknowledgementRange[]): boolean {
    const effects = advanceReplySequence(this.#state, { type: 'acknowledged', ranges });
    if (effects[0]?.type === 'invalidAcknowledgement') return false;
    for (const effect of effects) void this.#onEffect(effect);
    if (effects.length > 0) void this.#owner.keep({ type: 'acknowledged', ranges });
    return true;
  }

  /** Whoever waits for an answer is told that there will be none. */
  stop(reason: Error): void {
    for (const { waiting } of this.#state.contexts.values())
      for (const exchange of waiting) exchange.settle(reason);
  }

  #advance(event: ReplySequenceEvent<Exchange, KeptReply>): Promise<void> {
    let sent: Promise<unknown> = done;
    for (const effect of advanceReplySequence(this.#state, event)) {
      const one = this.#onEffect(effect);
      if (one !== done) sent = sent === done ? one : Promise.all([sent, one]);
    }
    return sent as Promise<void>;
  }

  #onEffect(effect: ReplySequenceEffect<Exchange, KeptReply>): Promise<void> {
    switch (effect.type) {
      case 'persist':
        return this.#persist(effect.request, effect.number, effect.reply);
      case 'acknowledge':
        return effect.exchange.reply(this.#answers.acknowledge());
      case 'reply':
        return this.#send(effect.exchange, effect.number, effect.reply, effect.isRepeat);
      case 'forget':
        this.#budget.give(effect.reply.bytes);
        return done;
      case 'invalidAcknowledgement':
        return done;
    }
  }

  #persist(request: number, number: number | null, reply: KeptReply | null): Promise<void> {
    const change: SequenceChange =
      number === null || reply === null
        ? { type: 'consumed', number: request }
        : { type: 'answered', number, message: reply.message, request };
    return this.#owner.keep(change, () => this.#onKept(request));
  }

  #onKept(request: number): Promise<void> {
    const sent = this.#advance({ type: 'persisted', request });
    this.#owner.onAnswered();
    return sent;
  }

  #send(exchange: Exchange, number: number, kept: KeptReply, isRepeat: boolean): Promise<void> {
    const { retained } = this.#state;
    const isLast = this.#owner.isLast(retained.get(number) ?? 0);
    const event = isRepeat ? 'retransmitted' : 'sent';
    this.#owner.events.publish(event, this.#identifier, number);
    const reply = this.#answers.reply(kept.message, this.#identifier, number, isLast);
    const sent = exchange.reply(reply);
    // What a reply takes is known when it has been written for the first time.
    if (kept.bytes === 0 && retained.has(number)) {
      kept.bytes = reply.size ?? 0;
      this.#budget.take(kept.bytes);
    }
    return sent;
  }
}
