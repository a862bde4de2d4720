import type { Observable } from 'rxjs';
import { CommunicationObject, ExchangeQueue } from '../../core/channel/index.js';
import type {
  Channel,
  Exchange,
  InputChannel,
  LifeStep,
  SessionChannel,
} from '../../core/channel/index.js';
import { raceAbort } from '../../core/channel/index.js';
import { CommunicationError, ProtocolError } from '../../core/errors/index.js';
import { EndpointAddress, Message } from '../../core/message/index.js';
import type { PropertyKey } from '../../core/message/index.js';
import { InactivityTimer } from './inactivity-timer.js';
import { controlReply, messageIdOf } from './protocol-messages.js';
import { ReliableExchange } from './reliable-exchange.js';
import {
  advanceReplySequence,
  countRunning,
  lastReplyNumber,
  startReplySequence,
} from './reply-sequence.js';
import type {
  ReplySequenceEffect,
  ReplySequenceEvent,
  ReplySequenceState,
} from './reply-sequence.js';
import {
  advanceDestination,
  isComplete,
  roomLeft,
  startDestination,
  windowsInHand,
} from './rm-destination.js';
import type { DestinationEffect, DestinationState } from './rm-destination.js';
import { sequenceReferenceBody } from './sequence-bodies.js';
import type { SequenceReference } from './sequence-bodies.js';
import { publishSequenceEvent } from './sequence-events.js';
import { sequenceFaultMessage, sequenceTerminated } from './sequence-faults.js';
import type { SequenceFault } from './sequence-faults.js';
import { acknowledgementHeader, sequenceHeader } from './sequence-headers.js';
import type { AcknowledgementHeader, SequenceHeaders } from './sequence-headers.js';
import type { ReliableSessionParts } from './sequence-parts.js';

/** Repeats of one running request that may wait for its reply; more are answered with "nothing yet". */
const maxWaitingRepeats = 16;

/** What the listener tells a new session. */
export interface ReplySessionInit {
  /** The sequence of the requests; also the id of the session. */
  readonly identifier: string;
  /** The sequence that the client offered for the replies, or null for a one-way session. */
  readonly replyIdentifier: string | null;
  readonly localAddress: EndpointAddress;
  /** The channel below, for property queries. */
  readonly inner: Channel;
  /** Called once, when the session is over and its identifier is forgotten. */
  onEnded(): void;
}

/** A request as the two state machines know it. */
interface Request {
  readonly exchange: Exchange;
  readonly isLast: boolean;
}

/**
 * A reliable session at a service whose client is not addressable (all answers travel on HTTP responses): replySession
 * and, without a reply sequence, inputSession. It drives {@link advanceDestination} and {@link advanceReplySequence}.
 */
export class ReliableReplyChannel
  extends CommunicationObject
  implements InputChannel, SessionChannel
{
  readonly description: string;
  readonly localAddress: EndpointAddress;
  readonly session: { readonly id: string };
  readonly #parts: ReliableSessionParts;
  readonly #init: ReplySessionInit;
  readonly #destination: DestinationState<Request>;
  readonly #replies: ReplySequenceState<Exchange, Message> = startReplySequence();
  readonly #queue = new ExchangeQueue<Exchange>();
  readonly #inactivity: InactivityTimer;
  /** The request that ends the sequence (February 2005), and its reply once the application gave one. */
  #last: {
    readonly number: number;
    readonly isProtocol: boolean;
    reply: Message | null;
    isAnswered: boolean;
  } | null = null;
  /** CloseSequence requests that wait until all operations have answered. */
  readonly #closeRequests: Exchange[] = [];
  #isTerminated = false;
  #hasEnded = false;
  #onTerminated: (() => void) | null = null;
  #abortController: AbortController | null = null;

  constructor(parts: ReliableSessionParts, init: ReplySessionInit) {
    super(parts.clock, parts.timeouts);
    this.description = `reliableSession ${init.replyIdentifier === null ? 'inputSession' : 'replySession'} channel`;
    this.#parts = parts;
    this.#init = init;
    this.localAddress = init.localAddress;
    this.session = { id: init.identifier };
    this.#destination = startDestination(parts.settings);
    this.#inactivity = new InactivityTimer({
      clock: parts.clock,
      timeout: parts.settings.inactivityTimeout,
      keepAlive: null,
      attempts: parts.settings.maxRetryCount,
      onExpired: () => {
        this.#end(
          new CommunicationError(
            `Nothing came from the client of the session ${init.identifier} for ${String(parts.settings.inactivityTimeout)} ms (inactivityTimeout of reliableSession).`,
            { code: 'InactivityTimeout' },
          ),
        );
      },
    });
    this.#inactivity.start();
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
    const request = { exchange, isLast: sequence.isLast };
    const event = {
      type: 'message',
      number: sequence.messageNumber,
      handle: request,
      isLast: sequence.isLast,
    } as const;
    this.#publish('received', sequence.messageNumber);
    if (this.#hasTooManyReplies() && !this.#destination.received.has(sequence.messageNumber)) {
      this.#drop(sequence.messageNumber, exchange, 'repliesUnacknowledged');
      return;
    }
    for (const effect of advanceDestination(this.#destination, event)) this.#onDestination(effect);
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
    const { protocol, messageVersion } = this.#parts;
    if (!this.#takeAcknowledgement(exchange, headers.acknowledgement)) return;
    const { terminateSequenceResponse, terminateSequence } = protocol.actions;
    if (terminateSequenceResponse === null) {
      if (!this.#isFinishedFor2005()) {
        this.#refuse(
          exchange,
          sequenceTerminated(
            this.#init.identifier,
            'Sender',
            'The wsrm:TerminateSequence protocol message was transmitted before the sequence was successfully completed.',
          ),
        );
        return;
      }
      const { replyIdentifier } = this.#init;
      if (replyIdentifier === null) void exchange.reply(null);
      else {
        const body = sequenceReferenceBody(protocol, 'TerminateSequence', {
          identifier: replyIdentifier,
          lastMessageNumber: null,
        });
        void exchange.reply(
          this.#withAcknowledgement(Message.create(messageVersion, terminateSequence, body)),
        );
      }
    } else {
      if (!this.#destination.isClosed && !this.#closeDestination(exchange, reference)) return;
      const body = sequenceReferenceBody(protocol, 'TerminateSequenceResponse', {
        identifier: this.#init.identifier,
        lastMessageNumber: null,
      });
      void exchange.reply(
        this.#withAcknowledgement(
          controlReply(
            messageVersion,
            terminateSequenceResponse,
            messageIdOf(exchange.message),
            body,
          ),
        ),
      );
    }
    this.#isTerminated = true;
    this.#publish('terminated', null);
    this.#queue.complete();
    this.#leave();
  }

  /** The client reported a fault of the protocol. */
  takeFault(error: Error): void {
    this.#end(error);
  }

  /** A message of the session whose protocol headers cannot be read: the session cannot go on. */
  refuse(exchange: Exchange, fault: SequenceFault): void {
    this.#refuse(exchange, fault);
  }

  /** @internal Called by an exchange when the application has answered it. */
  answer(number: number, reply: Message | null): Promise<void> {
    if (this.#hasEnded && !this.#isTerminated) return Promise.resolve();
    advanceDestination(this.#destination, { type: 'consumed' });
    if (this.#last?.number === number) {
      this.#last.reply = reply;
      this.#last.isAnswered = true;
      this.#finishIfDone();
      return Promise.resolve();
    }
    const sent = this.#advanceReplies({ type: 'answered', request: number, reply });
    this.#finishIfDone();
    return sent;
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

  #onDestination(effect: DestinationEffect<Request>): void {
    switch (effect.type) {
      case 'hold':
        this.#begin(effect.number, effect.handle.exchange);
        break;
      case 'deliver':
        if (!this.#replies.contexts.has(effect.number)) {
          this.#begin(effect.number, effect.handle.exchange);
        }
        this.#deliver(effect.number, effect.handle);
        break;
      case 'duplicate':
        this.#publish('duplicate', effect.number);
        this.#onDuplicate(effect.number, effect.handle.exchange);
        break;
      case 'drop':
        this.#drop(effect.number, effect.handle.exchange, effect.reason);
        break;
      case 'lastNumberExceeded':
        this.#refuse(effect.handle.exchange, {
          name: 'LastMessageNumberExceeded',
          blames: 'Sender',
          identifier: this.#init.identifier,
          reason:
            'The value for wsrm:MessageNumber exceeds the value of the MessageNumber accompanying a LastMessage element in this Sequence.',
        });
        break;
      case 'sequenceClosed':
        void effect.handle.exchange.reply(
          this.#faultMessage(effect.handle.exchange, {
            name: 'SequenceClosed',
            blames: 'Sender',
            identifier: this.#init.identifier,
            reason: 'The Sequence is closed and cannot accept new messages.',
            acknowledgement: this.#acknowledgement(),
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

  #begin(request: number, exchange: Exchange): void {
    void this.#advanceReplies({ type: 'begun', request, exchange });
  }

  #deliver(number: number, { exchange, isLast }: Request): void {
    const isProtocol = exchange.message.headers.action === this.#parts.protocol.actions.lastMessage;
    if (isLast) this.#last = { number, isProtocol, reply: null, isAnswered: isProtocol };
    if (isProtocol) {
      advanceDestination(this.#destination, { type: 'consumed' });
      return;
    }
    this.#queue.push(
      new ReliableExchange(exchange.message, number, this, this.#init.replyIdentifier !== null),
    );
  }

  /** "Nothing yet": the client sends the message again. */
  #drop(number: number, exchange: Exchange, reason: string): void {
    this.#publish('dropped', number, [], this.#init.identifier, reason);
    void exchange.reply(null);
  }

  /** The client has not acknowledged some windows full of replies: it gets nothing new until it does. */
  #hasTooManyReplies(): boolean {
    return (
      this.#replies.retained.size >= this.#parts.settings.maxTransferWindowSize * windowsInHand
    );
  }

  #onDuplicate(number: number, exchange: Exchange): void {
    const waiting = this.#replies.contexts.get(number)?.waiting;
    if (waiting !== undefined && waiting.length > maxWaitingRepeats)
      void waiting.shift()?.reply(null);
    void this.#advanceReplies({ type: 'repeated', request: number, exchange });
  }

  /** February 2005: the last message is answered, and version 1.1: CloseSequence is, when all operations have answered. */
  #finishIfDone(): void {
    const last = this.#last;
    if (last !== null) {
      const isAnsweredAlready = this.#replies.contexts.get(last.number)?.answer !== null;
      if (
        !last.isAnswered ||
        isAnsweredAlready ||
        !isComplete(this.#destination) ||
        countRunning(this.#replies) > 1
      )
        return;
      const { lastMessage } = this.#parts.protocol.actions;
      const isOneWaySession = this.#init.replyIdentifier === null;
      const reply =
        last.isProtocol && !isOneWaySession && lastMessage !== null
          ? Message.create(this.#parts.messageVersion, lastMessage)
          : last.reply;
      this.#publish('closed', last.number);
      void this.#advanceReplies({ type: 'answered', request: last.number, reply });
      this.#queue.complete();
      return;
    }
    if (this.#closeRequests.length === 0 || countRunning(this.#replies) > 0) return;
    this.#publish('closed', this.#destination.lastNumber);
    for (const exchange of this.#closeRequests.splice(0)) this.#answerClose(exchange);
    this.#queue.complete();
  }

  #answerClose(exchange: Exchange): void {
    const { protocol, messageVersion } = this.#parts;
    const { closeSequenceResponse } = protocol.actions;
    if (closeSequenceResponse === null) return;
    const body = sequenceReferenceBody(protocol, 'CloseSequenceResponse', {
      identifier: this.#init.identifier,
      lastMessageNumber: null,
    });
    void exchange.reply(
      this.#withAcknowledgement(
        controlReply(messageVersion, closeSequenceResponse, messageIdOf(exchange.message), body),
      ),
    );
  }

  #isFinishedFor2005(): boolean {
    if (!isComplete(this.#destination) || countRunning(this.#replies) > 0) return false;
    // The empty last reply itself needs no acknowledgement.
    const last = lastReplyNumber(this.#replies);
    return [...this.#replies.retained.keys()].every((number) => number === last);
  }

  /** Processes an acknowledgement of replies; false when it was wrong and the exchange is answered. */
  #takeAcknowledgement(exchange: Exchange, header: AcknowledgementHeader | null): boolean {
    if (header === null) return true;
    if (header.identifier !== this.#init.replyIdentifier) return true;
    const effects = advanceReplySequence(this.#replies, {
      type: 'acknowledged',
      ranges: header.ranges,
    });
    if (effects.length === 0) {
      if (header.ranges.length > 0) this.#publish('acknowledged', null, header.ranges);
      return true;
    }
    this.#refuse(exchange, {
      name: 'InvalidAcknowledgement',
      blames: 'Sender',
      identifier: header.identifier,
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
    this.#refuse(exchange, sequenceTerminated(this.#init.identifier, 'Sender', reason));
    return false;
  }

  async #advanceReplies(event: ReplySequenceEvent<Exchange, Message>): Promise<void> {
    const sends = advanceReplySequence(this.#replies, event).map((effect) => this.#onReply(effect));
    if (sends.length > 0) await Promise.all(sends);
  }

  #onReply(effect: ReplySequenceEffect<Exchange, Message>): Promise<void> {
    switch (effect.type) {
      case 'acknowledge':
        return this.#answerWithAcknowledgement(effect.exchange);
      case 'reply': {
        const { number, reply, exchange, isRepeat } = effect;
        const { protocol } = this.#parts;
        const identifier = this.#init.replyIdentifier ?? '';
        const isLast = this.#replies.retained.get(number) === this.#last?.number;
        this.#publish(isRepeat ? 'retransmitted' : 'sent', number, [], identifier);
        const header = sequenceHeader(protocol, { identifier, messageNumber: number, isLast });
        return exchange.reply(
          reply.withHeaders(
            reply.headers.withFirst(
              header,
              acknowledgementHeader(protocol, this.#acknowledgement()),
            ),
          ),
        );
      }
      case 'invalidAcknowledgement':
        return Promise.resolve();
    }
  }

  #answerWithAcknowledgement(exchange: Exchange): Promise<void> {
    const { protocol, messageVersion } = this.#parts;
    return exchange.reply(
      this.#withAcknowledgement(
        Message.create(messageVersion, protocol.actions.sequenceAcknowledgement),
      ),
    );
  }

  #withAcknowledgement(message: Message): Message {
    return message.withHeaders(
      message.headers.withFirst(
        acknowledgementHeader(this.#parts.protocol, this.#acknowledgement()),
      ),
    );
  }

  #acknowledgement(): AcknowledgementHeader {
    return {
      identifier: this.#init.identifier,
      // The list is replaced, not changed, where it matters: a header is written before the next message is taken.
      ranges: this.#destination.received.list,
      isFinal: this.#destination.isClosed,
      bufferRemaining: roomLeft(this.#destination),
    };
  }

  /** Answers with a fault that ends the session. */
  #refuse(exchange: Exchange, fault: SequenceFault): void {
    void exchange.reply(this.#faultMessage(exchange, fault));
    this.#end(
      new ProtocolError(
        `The session ${this.#init.identifier} was ended with ${fault.name}: ${fault.reason}`,
        { code: fault.name },
      ),
    );
  }

  #faultMessage(exchange: Exchange, fault: SequenceFault): Message {
    return sequenceFaultMessage(
      this.#parts.messageVersion,
      this.#parts.protocol,
      fault,
      messageIdOf(exchange.message),
    );
  }

  /** The session is over before its time. */
  #end(reason: Error): void {
    if (this.#hasEnded) return;
    this.#publish('faulted', null, [], this.#init.identifier, reason.message);
    this.#leave();
    this.#abortController?.abort(reason);
    for (const { waiting } of this.#replies.contexts.values())
      for (const exchange of waiting) exchange.settle(reason);
    for (const exchange of this.#closeRequests.splice(0)) exchange.settle(reason);
    this.#queue.error(reason);
    this.fault(reason);
  }

  #leave(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#inactivity.stop();
    this.#init.onEnded();
    this.#onTerminated?.();
  }

  #publish(
    event: Parameters<typeof publishSequenceEvent>[0]['event'],
    number: number | null,
    ranges: AcknowledgementHeader['ranges'] = [],
    sequence = this.#init.identifier,
    detail = '',
  ): void {
    publishSequenceEvent({ event, side: 'service', sequence, number, ranges, detail });
  }
}
