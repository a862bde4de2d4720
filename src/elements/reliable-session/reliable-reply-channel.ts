import type { Observable } from 'rxjs';
import { CommunicationObject, ExchangeQueue } from '../../core/channel/index.js';
import type { Exchange, InputChannel, LifeStep, SessionChannel } from '../../core/channel/index.js';
import { raceAbort } from '../../core/channel/index.js';
import { CommunicationError, ProtocolError } from '../../core/errors/index.js';
import type { EndpointAddress, Message, PropertyKey } from '../../core/message/index.js';
import { ByteBudget } from './byte-budget.js';
import { InactivityTimer } from './inactivity-timer.js';
import { ReliableExchange } from './reliable-exchange.js';
import type { DeliveredMessage } from './reliable-exchange.js';
import { ReliableSessionState, describeDestination } from './reliable-session-state.js';
import { ReplyDriver } from './reply-driver.js';
import type { ReplyOwner } from './reply-driver.js';
import {
  advanceDestination,
  isComplete,
  startDestination,
  windowsInHand,
} from './rm-destination.js';
import type { DestinationEffect, DestinationEvent, DestinationState } from './rm-destination.js';
import type { SequenceReference } from './sequence-bodies.js';
import { SequenceEvents } from './sequence-events.js';
import { sequenceTerminated } from './sequence-faults.js';
import type { SequenceFault } from './sequence-faults.js';
import type { AcknowledgementHeader, SequenceHeaders } from './sequence-headers.js';
import type { ReliableSessionParts } from './sequence-parts.js';
import type { SequenceChange, SessionJournal } from './sequence-store.js';
import { ServiceAnswers } from './service-answers.js';
import type { ProtocolSession } from './protocol-session.js';
import type { SessionInit } from './session-init.js';
import { inactivityError, storeError } from './session-errors.js';

const done = Promise.resolve();

/** A request as the two state machines know it. */
interface Request {
  readonly exchange: Exchange;
  readonly isLast: boolean;
  /** Bytes that are kept while the application is not done with it. */
  readonly bytes: number;
}

/** February 2005: the message after which there is none. */
interface LastMessage {
  readonly number: number;
  /** It is the empty one of the protocol. */
  readonly isProtocol: boolean;
  reply: Message | null;
  /** The application is done with it. */
  isAnswered: boolean;
}

/**
 * A reliable session at a service whose client is not addressable (all answers travel on HTTP responses): replySession
 * and, without a reply sequence, inputSession. It drives {@link advanceDestination}; the way back is a {@link ReplyDriver}.
 */
export class ReliableReplyChannel
  extends CommunicationObject
  implements InputChannel, SessionChannel, ProtocolSession, ReplyOwner
{
  readonly description: string;
  readonly localAddress: EndpointAddress;
  readonly session: { readonly id: string };
  readonly events = new SequenceEvents('service');
  readonly #parts: ReliableSessionParts;
  readonly #init: SessionInit;
  readonly #destination: DestinationState<Request>;
  readonly #answers: ServiceAnswers;
  readonly #journal: SessionJournal;
  readonly #budget: ByteBudget;
  readonly #replies: ReplyDriver;
  readonly #queue = new ExchangeQueue<Exchange>();
  readonly #inactivity: InactivityTimer;
  /** The request that ends the sequence (February 2005), and its reply once the application gave one. */
  #last: LastMessage | null = null;
  #isFinished = false;
  /** CloseSequence requests that wait until all operations have answered. */
  readonly #closeRequests: Exchange[] = [];
  #isTerminated = false;
  #hasEnded = false;
  #onTerminated: (() => void) | null = null;
  #abortController: AbortController | null = null;
  #endReason: Error | null = null;

  constructor(parts: ReliableSessionParts, init: SessionInit) {
    super(parts.clock, parts.timeouts);
    this.description = `reliableSession ${init.replyIdentifier === null ? 'inputSession' : 'replySession'} channel`;
    this.#parts = parts;
    this.#init = init;
    this.localAddress = init.localAddress;
    this.session = { id: init.identifier };
    this.#destination = startDestination(parts.settings);
    this.#answers = new ServiceAnswers(parts, init.identifier, this.#destination);
    this.#budget = new ByteBudget(parts.settings.maxBufferedBytesPerSession, init.budget);
    this.#journal = init.journal;
    this.#replies = new ReplyDriver(this, init.replyIdentifier ?? '', this.#answers, this.#budget);
    this.#inactivity = new InactivityTimer({
      clock: parts.clock,
      timeout: parts.settings.inactivityTimeout,
      keepAlive: null,
      attempts: parts.settings.maxRetryCount,
      onExpired: () => {
        this.#end(inactivityError(`the client of the session ${init.identifier}`, parts.settings));
      },
    });
    this.#inactivity.start();
  }

  /** Whether the client offered a sequence for replies: without, the session is one-way. */
  get #hasReplies(): boolean {
    return this.#init.replyIdentifier !== null;
  }

  get exchanges$(): Observable<Exchange> {
    return this.#queue.values$;
  }

  /** Aborted when the session ends before its operations have. */
  get signal(): AbortSignal {
    this.#abortController ??= new AbortController();
    return this.#abortController.signal;
  }

  getProperty<T>(key: PropertyKey<T>): T | null {
    // The key carries that very type.
    if (Object.is(key, ReliableSessionState)) return this.#describe() as T;
    return this.#init.inner.getProperty(key);
  }

  /** Takes a message of the session's sequence, or one that only carries acknowledgements or asks for one. */
  take(exchange: Exchange, headers: SequenceHeaders): void {
    this.#inactivity.heard();
    if (!this.#takeAcknowledgement(exchange, headers.acknowledgement)) return;
    const { sequence } = headers;
    if (sequence === null) {
      void this.#answerWithAcknowledgement(exchange);
      return;
    }
    const { messageNumber: number, isLast } = sequence;
    this.events.publish('received', this.#init.identifier, number);
    const bytes = exchange.message.size ?? 0;
    const reason = this.#reasonToDrop(number, bytes);
    if (reason !== null) {
      this.#drop(number, exchange, reason);
      return;
    }
    this.#advanceDestination({
      type: 'message',
      number,
      handle: { exchange, isLast, bytes },
      isLast,
    });
    this.#finishIfDone();
  }

  /** Version 1.1: CloseSequence. */
  takeClose(exchange: Exchange, reference: SequenceReference, headers: SequenceHeaders): void {
    this.#inactivity.heard();
    if (!this.#takeAcknowledgement(exchange, headers.acknowledgement)) return;
    if (!this.#closeDestination(exchange, reference)) return;
    this.#closeRequests.push(exchange);
    this.#finishIfDone();
  }

  /** TerminateSequence, of both versions. */
  takeTerminate(exchange: Exchange, reference: SequenceReference, headers: SequenceHeaders): void {
    if (!this.#takeAcknowledgement(exchange, headers.acknowledgement)) return;
    if (this.#parts.protocol.actions.terminateSequenceResponse === null) {
      if (!this.#isFinishedFor2005()) {
        this.refuse(
          exchange,
          sequenceTerminated(
            this.#init.identifier,
            'Sender',
            'The wsrm:TerminateSequence protocol message was transmitted before the sequence was successfully completed.',
          ),
        );
        return;
      }
    } else if (!this.#destination.isClosed && !this.#closeDestination(exchange, reference)) return;
    void exchange.reply(
      this.#answers.terminateResponse(exchange.message, this.#init.replyIdentifier),
    );
    this.#isTerminated = true;
    this.events.publish('terminated', this.#init.identifier);
    this.#queue.complete();
    this.#leave();
  }

  /** The client reported a fault of the protocol. */
  takeFault(error: Error): void {
    this.#end(error);
  }

  /** Answers with a fault that ends the session. */
  refuse(exchange: Exchange, fault: SequenceFault): void {
    void exchange.reply(this.#answers.fault(exchange.message, fault));
    this.#end(
      new ProtocolError(
        `The session ${this.#init.identifier} was ended with ${fault.name}: ${fault.reason}`,
        { code: fault.name },
      ),
    );
  }

  /** @internal Called by an exchange when the application has answered it. */
  answer({ number, bytes }: DeliveredMessage, reply: Message | null): Promise<void> {
    this.#budget.give(bytes);
    if (this.#hasEnded && !this.#isTerminated) return Promise.resolve();
    this.#advanceDestination({ type: 'consumed' });
    if (!this.#hasReplies) return this.keep({ type: 'consumed', number });
    if (this.#last?.number === number) {
      this.#last.reply = reply;
      this.#last.isAnswered = true;
      this.#finishIfDone();
      return Promise.resolve();
    }
    const sent = this.#replies.answer(number, reply);
    this.#finishIfDone();
    return sent;
  }

  /** @internal */
  isLast(request: number): boolean {
    return request === this.#last?.number;
  }

  /** @internal */
  onAnswered(): void {
    this.#finishIfDone();
  }

  /** @internal Gives a change to the store, and goes on when it is kept; what cannot be kept must not be acted on: the session ends. */
  keep(change: SequenceChange, onKept: () => Promise<void> = () => done): Promise<void> {
    // After the end nothing is kept: the store has forgotten the session.
    const kept = this.#hasEnded ? null : this.#journal.append(change);
    if (kept === null) return onKept();
    return kept.then(onKept, (error: unknown) => {
      this.#end(storeError(this.#init.identifier, error));
    });
  }

  protected onOpen(): void {
    // The session is created by the client before the application sees it.
  }

  protected async onClose({ signal }: LifeStep): Promise<void> {
    if (this.#hasEnded) return;
    const terminated = new Promise<void>((resolve) => {
      this.#onTerminated = resolve;
    });
    await raceAbort(terminated, signal);
  }

  protected onAbort(reason: unknown): void {
    this.#end(
      reason instanceof Error
        ? reason
        : new CommunicationError('The session was aborted at the service.'),
    );
  }

  #advanceDestination(event: DestinationEvent<Request>): DestinationEffect<Request>[] {
    const effects = advanceDestination(this.#destination, event);
    for (const effect of effects) this.#onDestination(effect);
    return effects;
  }

  #onDestination(effect: DestinationEffect<Request>): void {
    switch (effect.type) {
      case 'persist': {
        const { number, handle } = effect;
        this.#budget.take(handle.bytes);
        void this.keep({ type: 'received', number, message: handle.exchange.message }, () => {
          this.#onKept(number, handle.exchange);
          return done;
        });
        break;
      }
      case 'hold':
        this.#begin(effect.number, effect.handle.exchange);
        break;
      case 'deliver':
        if (!this.#replies.knows(effect.number)) {
          this.#begin(effect.number, effect.handle.exchange);
        }
        this.#deliver(effect.number, effect.handle);
        break;
      case 'duplicate':
        this.events.publish('duplicate', this.#init.identifier, effect.number);
        this.#replies.repeat(effect.number, effect.handle.exchange);
        break;
      case 'drop':
        this.#drop(effect.number, effect.handle.exchange, effect.reason);
        break;
      case 'lastNumberExceeded':
        this.refuse(effect.handle.exchange, {
          name: 'LastMessageNumberExceeded',
          blames: 'Sender',
          identifier: this.#init.identifier,
          reason:
            'The value for wsrm:MessageNumber exceeds the value of the MessageNumber accompanying a LastMessage element in this Sequence.',
        });
        break;
      case 'sequenceClosed':
        void effect.handle.exchange.reply(
          this.#answers.fault(effect.handle.exchange.message, {
            name: 'SequenceClosed',
            blames: 'Sender',
            identifier: this.#init.identifier,
            reason: 'The Sequence is closed and cannot accept new messages.',
            acknowledgement: this.#answers.acknowledgement,
          }),
        );
        break;
      case 'lastNumberInvalid':
        // Told by closeDestination or, for a LastMessage below a received number, here: there is no exchange to answer.
        this.#end(
          new ProtocolError(
            `The client of the session ${this.#init.identifier} contradicts itself about its last message number.`,
          ),
        );
        break;
    }
  }

  /** Without a reply sequence there is nothing to wait for: what the store has is acknowledged. */
  #onKept(number: number, exchange: Exchange): void {
    const effects = advanceDestination(this.#destination, { type: 'persisted', number });
    if (!this.#hasReplies) void this.#answerWithAcknowledgement(exchange);
    for (const effect of effects) this.#onDestination(effect);
    this.#finishIfDone();
  }

  #begin(request: number, exchange: Exchange): void {
    if (this.#hasReplies) this.#replies.begin(request, exchange);
  }

  #deliver(number: number, { exchange, isLast, bytes }: Request): void {
    const isProtocol = exchange.message.headers.action === this.#parts.protocol.actions.lastMessage;
    if (isLast) {
      const isAnswered = isProtocol || !this.#hasReplies;
      this.#last = { number, isProtocol, reply: null, isAnswered };
    }
    if (isProtocol) {
      this.#budget.give(bytes);
      this.#advanceDestination({ type: 'consumed' });
      if (!this.#hasReplies) void this.keep({ type: 'consumed', number });
      return;
    }
    const delivered = { number, bytes };
    this.#queue.push(new ReliableExchange(exchange.message, delivered, this, this.#hasReplies));
  }

  /** "Nothing yet": the client sends the message again. */
  #drop(number: number, exchange: Exchange, reason: string): void {
    this.events.publish('dropped', this.#init.identifier, number, [], reason);
    void exchange.reply(null);
  }

  /** What keeps a new message out for now; what came before is always looked at. */
  #reasonToDrop(number: number, bytes: number): string | null {
    const { received, persisting, ordered, nextNumber, held, pending } = this.#destination;
    if (received.has(number) || persisting.has(number)) return null;
    // The client has not acknowledged some windows full of replies: it gets nothing new until it does.
    const mostReplies = this.#parts.settings.maxTransferWindowSize * windowsInHand;
    if (this.#replies.unacknowledged >= mostReplies) return 'repliesUnacknowledged';
    // Where nothing runs and no reply is kept, the next one is what everything else waits for.
    const isAwaited =
      ordered &&
      number === nextNumber &&
      pending === held.size &&
      this.#replies.unacknowledged === 0;
    return isAwaited || this.#budget.hasRoom(bytes) ? null : 'outOfMemory';
  }

  /** February 2005: the last message is answered, and version 1.1: CloseSequence is, when all operations have answered. */
  #finishIfDone(): void {
    if (this.#last !== null) {
      this.#finishSequence(this.#last);
      return;
    }
    if (this.#closeRequests.length === 0) return;
    if (this.#destination.persisting.size > 0 || this.#replies.running > 0) return;
    this.events.publish('closed', this.#init.identifier, this.#destination.lastNumber);
    for (const exchange of this.#closeRequests.splice(0))
      void exchange.reply(this.#answers.closeResponse(exchange.message));
    this.#queue.complete();
  }

  /** February 2005: the last message is there. */
  #finishSequence({ number, isProtocol, isAnswered, reply }: LastMessage): void {
    if (!isAnswered || !isComplete(this.#destination)) return;
    if (this.#hasReplies) {
      if (this.#replies.isAnswered(number) || this.#replies.running > 1) return;
      void this.#replies.answer(number, isProtocol ? this.#answers.lastReply() : reply);
    }
    if (this.#isFinished) return;
    this.#isFinished = true;
    this.events.publish('closed', this.#init.identifier, number);
    this.#queue.complete();
  }

  #isFinishedFor2005(): boolean {
    if (!isComplete(this.#destination) || this.#replies.running > 0) return false;
    // The empty last reply itself needs no acknowledgement.
    return this.#replies.isAcknowledgedButLast;
  }

  /** Processes an acknowledgement of replies; false when it was wrong and the exchange is answered. */
  #takeAcknowledgement(exchange: Exchange, header: AcknowledgementHeader | null): boolean {
    if (header === null) return true;
    if (header.identifier !== this.#init.replyIdentifier) return true;
    const { ranges, identifier } = header;
    if (this.#replies.acknowledge(ranges)) {
      if (ranges.length > 0) this.events.publish('acknowledged', identifier, null, ranges);
      return true;
    }
    this.refuse(exchange, {
      name: 'InvalidAcknowledgement',
      blames: 'Sender',
      identifier,
      reason: 'The SequenceAcknowledgement violates the cumulative acknowledgement invariant.',
      acknowledgement: header,
    });
    return false;
  }

  #closeDestination(exchange: Exchange, { lastMessageNumber }: SequenceReference): boolean {
    const [problem] = advanceDestination(this.#destination, {
      type: 'close',
      lastNumber: lastMessageNumber,
    });
    if (problem?.type !== 'lastNumberInvalid') return true;
    const reason =
      problem.reason === 'tooSmall'
        ? 'The wsrm:LastMsgNumber value is too small. A message with a larger sequence number has already been received.'
        : 'Two different wsrm:LastMsgNumber values were specified. Because of this the reliable session cannot complete.';
    this.refuse(exchange, sequenceTerminated(this.#init.identifier, 'Sender', reason));
    return false;
  }

  #answerWithAcknowledgement(exchange: Exchange): Promise<void> {
    return exchange.reply(this.#answers.acknowledge());
  }

  #describe(): ReliableSessionState {
    const { identifier, replyIdentifier } = this.#init;
    return {
      side: 'service',
      identifier,
      outgoing:
        replyIdentifier === null
          ? null
          : {
              identifier: replyIdentifier,
              highestNumber: this.#replies.lastNumber,
              unacknowledged: this.#replies.unacknowledged,
              queued: 0,
              window: this.#parts.settings.maxTransferWindowSize * windowsInHand,
              bufferRemaining: null,
              retries: 0,
              roundTripTime: null,
              retransmissionTimeout: null,
            },
      incoming: describeDestination(identifier, this.#destination, this.#budget.used),
      lastFault: this.#endReason,
      events$: this.events.events$,
    };
  }

  /** The session is over before its time. */
  #end(reason: Error): void {
    if (this.#hasEnded) return;
    this.#endReason = reason;
    this.events.publish('faulted', this.#init.identifier, null, [], reason.message);
    this.#leave();
    this.#abortController?.abort(reason);
    this.#replies.stop(reason);
    for (const exchange of this.#closeRequests.splice(0)) exchange.settle(reason);
    this.#queue.error(reason);
    this.fault(reason);
  }

  #leave(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#inactivity.stop();
    this.#budget.giveAll();
    this.#journal.end();
    this.events.complete();
    this.#init.onEnded();
    this.#onTerminated?.();
  }
}
