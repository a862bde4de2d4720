import type { Subscription } from 'rxjs';
import type { LifeStep, RequestChannel } from '../../core/channel/index.js';
import { raceAbort } from '../../core/channel/index.js';
import {
  ChannelStackError,
  CommunicationError,
  MessageSecurityError,
  ProtocolError,
  QuotaExceededError,
  TimeoutError,
  toError,
} from '../../core/errors/index.js';
import { Message } from '../../core/message/index.js';
import type { Timer } from '../../core/time/index.js';
import { AcknowledgementRanges, rangesAreExactly, rangesHave } from './acknowledgement-ranges.js';
import { InactivityTimer } from './inactivity-timer.js';
import { controlRequest } from './protocol-messages.js';
import { advanceSource, isDrained, lastNumberSent, startSource } from './rm-source.js';
import type { CompletedBy, SourceEffect, SourceEvent, SourceState } from './rm-source.js';
import { sequenceReferenceBody } from './sequence-bodies.js';
import { createSequence } from './sequence-creation.js';
import { publishSequenceEvent } from './sequence-events.js';
import {
  readSequenceFault,
  sequenceFaultError,
  sequenceFaultMessage,
  sequenceTerminated,
} from './sequence-faults.js';
import type { SequenceFault } from './sequence-faults.js';
import {
  ackRequestedHeader,
  acknowledgementHeader,
  readSequenceHeaders,
  sequenceHeader,
} from './sequence-headers.js';
import type { AcknowledgementHeader, SequenceHeaders } from './sequence-headers.js';
import type { ReliableSessionParts } from './sequence-parts.js';
import { exchangeControlMessage, longestDelay } from './control-exchange.js';

/** How long the other side is given to take the news that the session is over, in ms. */
const tellFaultTimeout = 2_000;

/** A message given to the session, and whoever waits for it. */
export interface Transfer {
  readonly message: Message;
  /** Whom to tell; null once the caller has given up: the session finishes the exchange without it. */
  caller: TransferCaller | null;
  reply: Message | null;
  readonly attempts: Set<Subscription>;
}

/** The caller of a transfer; one of the two is called, once. */
export interface TransferCaller {
  /** The message is done with; `reply` is null when there is none. */
  done(reply: Message | null): void;
  failed(error: Error): void;
}

/**
 * A reliable session at a client that is not addressable: every message of the session travels on a request of the
 * channel below, and what comes back on its response. It drives {@link advanceSource} and keeps count of the replies.
 */
export class ClientSession {
  readonly #parts: ReliableSessionParts;
  readonly #inner: RequestChannel;
  readonly #withReplies: boolean;
  readonly #onFaulted: (error: Error) => void;
  readonly #replies = new AcknowledgementRanges();
  readonly #inactivity: InactivityTimer;
  readonly #open = new Set<Transfer>();
  #source: SourceState<Transfer>;
  #identifier = '';
  #replyIdentifier: string | null = null;
  #timer: Timer | null = null;
  #timerDue = Infinity;
  #onDrained: (() => void) | null = null;
  #lastTransportError: Error | null = null;
  #end: Error | null = null;
  #isFinal = false;
  #isTerminated = false;
  #told: Promise<void> = Promise.resolve();

  constructor(
    parts: ReliableSessionParts,
    inner: RequestChannel,
    withReplies: boolean,
    onFaulted: (error: Error) => void,
  ) {
    this.#parts = parts;
    this.#inner = inner;
    this.#withReplies = withReplies;
    this.#onFaulted = onFaulted;
    this.#source = this.#startSource(null);
    const { clock, settings } = parts;
    this.#inactivity = new InactivityTimer({
      clock,
      timeout: settings.inactivityTimeout,
      attempts: settings.maxRetryCount,
      keepAlive: () => {
        this.#askForAcknowledgement();
      },
      onExpired: () => {
        this.#fail(
          new CommunicationError(
            `Nothing came from ${this.#inner.via} for ${String(settings.inactivityTimeout)} ms (inactivityTimeout of reliableSession): the reliable session is given up.${this.#transportErrorText()}`,
            { code: 'InactivityTimeout', cause: this.#lastTransportError ?? undefined },
          ),
          `The inactivity timeout of (${String(settings.inactivityTimeout)} ms) has been exceeded.`,
        );
      },
    });
  }

  /** The sequence of the requests: the id of the session. */
  get identifier(): string {
    return this.#identifier;
  }

  /** Creates the sequence; with replies it offers one for them. */
  async create(step: LifeStep): Promise<void> {
    const started = this.#parts.clock.now();
    const created = await createSequence(this.#parts, this.#inner, this.#withReplies, step);
    this.#identifier = created.identifier;
    this.#replyIdentifier = created.replyIdentifier;
    this.#source = this.#startSource(
      created.attempts === 1 ? this.#parts.clock.now() - started : null,
    );
    this.#publish(
      'created',
      null,
      [],
      created.replyIdentifier === null ? 'one-way' : `replies: ${created.replyIdentifier}`,
    );
    this.#inactivity.start();
  }

  /** Sends a message as the next of the sequence, when the window has room. */
  send(
    message: Message,
    completedBy: CompletedBy,
    caller: TransferCaller,
    isLast = false,
  ): Transfer {
    const transfer: Transfer = { message, caller, reply: null, attempts: new Set() };
    if (this.#end !== null) {
      transfer.caller = null;
      caller.failed(this.#end);
      return transfer;
    }
    this.#open.add(transfer);
    this.#advance({ type: 'send', handle: transfer, completedBy, isLast });
    return transfer;
  }

  /** The caller has given up. What was sent stays in the session; what still waits for the window is never sent. */
  abandon(transfer: Transfer): void {
    transfer.caller = null;
    const wasQueued = this.#source.queue.some(({ handle }) => handle === transfer);
    if (!wasQueued) return;
    this.#open.delete(transfer);
    this.#advance({ type: 'withdraw', handle: transfer });
    this.#checkDrained();
  }

  /** Waits until everything is done with, then ends the sequences with the protocol's handshake. */
  async close(step: LifeStep): Promise<void> {
    await this.#drained(step.signal);
    const { protocol } = this.#parts;
    if (protocol.actions.lastMessage !== null)
      await this.#sendLastMessage(protocol.actions.lastMessage, step.signal);
    else await this.#closeSequence(step);
    await this.#terminate(step);
    this.#isTerminated = true;
    this.#publish('terminated', null);
    this.#release();
  }

  /** Ends the session at once. The other side is told: the promise resolves when it is, or could not be. */
  abort(reason: Error): Promise<void> {
    if (this.#end === null && this.#identifier !== '' && !this.#isTerminated) {
      this.#tellFault(
        // .NET names its own incoming sequence when it aborts.
        sequenceTerminated(
          this.#replyIdentifier ?? this.#identifier,
          'Receiver',
          'Due to a user abort the reliable session cannot continue.',
        ),
      );
    }
    this.#stop(reason);
    return this.#told;
  }

  // ---- sending

  #advance(event: SourceEvent<Transfer>): void {
    for (const effect of advanceSource(this.#source, event, this.#parts.clock.now()))
      this.#onEffect(effect);
    this.#armTimer();
  }

  #onEffect(effect: SourceEffect<Transfer>): void {
    switch (effect.type) {
      case 'transmit':
        this.#transmit(effect.handle, effect.number, effect.retries, effect.isLast);
        break;
      case 'complete':
        this.#complete(effect.handle);
        break;
      case 'exhausted':
        this.#fail(
          new CommunicationError(
            `Message ${String(effect.number)} of the reliable session ${this.#identifier} was sent ${String(effect.retries + 1)} times to ${this.#inner.via} without an answer: the maximum retry count (maxRetryCount of reliableSession: ${String(this.#parts.settings.maxRetryCount)}) is reached and the session is given up. ` +
              `Whether the message was processed is unknown.${this.#transportErrorText()}`,
            { code: 'MaxRetryCountExceeded', cause: this.#lastTransportError ?? undefined },
          ),
          'The maximum retry count has been exceeded with no response from the remote endpoint.',
        );
        break;
      case 'invalidAcknowledgement':
        this.#failProtocol(
          `The service acknowledged message ${String(effect.upper)}, which was never sent.`,
          'The SequenceAcknowledgement violates the cumulative acknowledgement invariant.',
        );
        break;
    }
  }

  #transmit(transfer: Transfer, number: number, retries: number, isLast: boolean): void {
    const { protocol } = this.#parts;
    this.#publish(retries === 0 ? 'sent' : 'retransmitted', number);
    const sequence = sequenceHeader(protocol, {
      identifier: this.#identifier,
      messageNumber: number,
      isLast,
    });
    const { headers } = transfer.message;
    const acknowledgement = this.#replyAcknowledgement();
    const framed =
      acknowledgement === null
        ? headers.withFirst(sequence)
        : headers.withFirst(acknowledgement, sequence);
    const attempt = this.#inner
      .request(transfer.message.withHeaders(framed), { timeout: longestDelay })
      .subscribe({
        next: (response) => {
          this.#onResponse(transfer, number, response);
        },
        error: (error: unknown) => {
          transfer.attempts.delete(attempt);
          this.#onTransportError(toError(error));
        },
        complete: () => {
          // An empty response is "nothing yet": the timer sends the message again.
          transfer.attempts.delete(attempt);
        },
      });
    transfer.attempts.add(attempt);
  }

  #onTransportError(error: Error): void {
    if (this.#end !== null) return;
    this.#lastTransportError = error;
    if (isRetriable(error)) return;
    this.#fail(error, 'The client received a response that it cannot process.');
  }

  /** A response to one attempt of a message. */
  #onResponse(transfer: Transfer, number: number, response: Message): void {
    if (this.#end !== null) return;
    this.#inactivity.heard();
    const headers = this.#readHeaders(response);
    if (headers === null) return;
    const { acknowledgement, sequence } = headers;
    if (acknowledgement === null) {
      this.#failProtocol(
        'The service answered with a message that carries no acknowledgement of the session; does its binding have the same reliableSession element?',
        'A reply message was received with no acknowledgement.',
      );
      return;
    }
    if (!this.#takeAcknowledgement(acknowledgement)) return;
    if (sequence === null) return;
    if (sequence.identifier !== this.#replyIdentifier) {
      this.#failProtocol(
        `The service answered with a message of the sequence ${sequence.identifier}, which was never offered.`,
        'The reply belongs to an unknown sequence.',
      );
      return;
    }
    const isSent = this.#source.sent.has(number);
    if (isSent && !rangesHave(acknowledgement.ranges, number)) {
      this.#failProtocol(
        `The service answered message ${String(number)} without acknowledging it.`,
        'The SequenceAcknowledgement violates the cumulative acknowledgement invariant.',
      );
      return;
    }
    this.#publish('received', sequence.messageNumber, [], '', sequence.identifier);
    this.#replies.add(sequence.messageNumber);
    if (!isSent) return;
    transfer.reply ??= response;
    this.#advance({ type: 'replied', number });
  }

  /** The protocol's headers of a response, or null when it was a fault of the protocol or cannot be read. */
  #readHeaders(response: Message): SequenceHeaders | null {
    try {
      const headers = readSequenceHeaders(response, this.#parts.protocol);
      if (!response.isFault || headers.sequence !== null) return headers;
      const { fault, soapFault } = readSequenceFault(response, this.#parts.protocol);
      if (fault === null) {
        this.#failProtocol(
          `The service answered outside of the session with the fault ${soapFault.code.toString()}: ${soapFault.reason}`,
          'A reply message was received with no acknowledgement.',
        );
      } else this.#stop(sequenceFaultError(fault, soapFault), true);
      return null;
    } catch (error) {
      this.#failProtocol(
        `The service sent a message whose protocol headers cannot be read: ${toError(error).message}`,
        'A message with invalid headers was received.',
        error,
      );
      return null;
    }
  }

  #takeAcknowledgement({
    identifier,
    ranges,
    isFinal,
    bufferRemaining,
  }: AcknowledgementHeader): boolean {
    if (identifier !== this.#identifier) return true;
    if (isFinal && !this.#isFinal) {
      this.#failProtocol(
        'The service closed the session by itself (a final acknowledgement before CloseSequence), which is not supported.',
        'The remote endpoint closed the sequence before message transfer was complete.',
      );
      return false;
    }
    if (ranges.length > 0) this.#publish('acknowledged', null, ranges);
    this.#advance({ type: 'acknowledged', ranges, bufferRemaining });
    return this.#end === null;
  }

  #complete(transfer: Transfer): void {
    this.#open.delete(transfer);
    for (const attempt of transfer.attempts) attempt.unsubscribe();
    transfer.attempts.clear();
    const { caller, reply } = transfer;
    transfer.caller = null;
    caller?.done(reply);
    this.#checkDrained();
  }

  // ---- timers

  /** One timer for the oldest message; it is left alone while it comes early enough, and looks again when it fires. */
  #armTimer(): void {
    const { retransmitAt } = this.#source;
    if (retransmitAt === null || this.#end !== null) {
      this.#timer?.cancel();
      this.#timer = null;
      this.#timerDue = Infinity;
      return;
    }
    if (this.#timerDue <= retransmitAt) return;
    this.#timer?.cancel();
    const { clock } = this.#parts;
    this.#timerDue = retransmitAt;
    this.#timer = clock.schedule(retransmitAt - clock.now(), () => {
      this.#timer = null;
      this.#timerDue = Infinity;
      this.#advance({ type: 'timer' });
    });
  }

  #askForAcknowledgement(): void {
    const { protocol, messageVersion } = this.#parts;
    const message = Message.create(messageVersion, protocol.actions.ackRequested);
    const acknowledgement = this.#replyAcknowledgement();
    const requested = ackRequestedHeader(protocol, this.#identifier);
    const headers =
      acknowledgement === null
        ? message.headers.withFirst(requested)
        : message.headers.withFirst(acknowledgement, requested);
    this.#inner.request(message.withHeaders(headers)).subscribe({
      next: (response) => {
        if (this.#end !== null) return;
        this.#inactivity.heard();
        const answered = this.#readHeaders(response);
        if (answered?.acknowledgement != null) this.#takeAcknowledgement(answered.acknowledgement);
      },
      error: (error: unknown) => {
        this.#onTransportError(toError(error));
      },
    });
  }

  // ---- closing

  #checkDrained(): void {
    if (this.#onDrained !== null && isDrained(this.#source)) this.#onDrained();
  }

  async #drained(signal: AbortSignal): Promise<void> {
    this.#throwIfEnded();
    if (isDrained(this.#source)) return;
    const drained = new Promise<void>((resolve) => {
      this.#onDrained = resolve;
    });
    await raceAbort(drained, signal);
    this.#throwIfEnded();
  }

  #throwIfEnded(): void {
    if (this.#end !== null) throw this.#end;
  }

  /** February 2005: an empty message that is the last of the sequence, acknowledged like any other. */
  async #sendLastMessage(action: string, signal: AbortSignal): Promise<void> {
    const message = Message.create(this.#parts.messageVersion, action);
    const acknowledged = new Promise<void>((resolve, reject) => {
      this.send(
        message,
        'acknowledgement',
        {
          done: () => {
            resolve();
          },
          failed: reject,
        },
        true,
      );
    });
    await raceAbort(acknowledged, signal);
    this.#publish('closed', lastNumberSent(this.#source));
  }

  /** Version 1.1: the service says finally what it has; it must have all. */
  async #closeSequence(step: LifeStep): Promise<void> {
    const { protocol, messageVersion, ids } = this.#parts;
    const { closeSequence } = protocol.actions;
    if (closeSequence === null) return;
    this.#isFinal = true;
    const body = sequenceReferenceBody(protocol, 'CloseSequence', this.#reference());
    const message = this.#withFinalAcknowledgement(
      controlRequest(messageVersion, closeSequence, ids.next(), body),
    );
    const response = await exchangeControlMessage(
      this.#parts,
      this.#inner,
      message,
      step,
      'CloseSequence',
    );
    const acknowledgement = this.#readControlResponse(response);
    if (
      acknowledgement === null ||
      !rangesAreExactly(acknowledgement.ranges, lastNumberSent(this.#source))
    ) {
      const error = this.#failProtocol(
        'The service closed the session without acknowledging every message of it.',
        'The final acknowledgement is missing or incomplete.',
      );
      throw error;
    }
    this.#publish('closed', lastNumberSent(this.#source), acknowledgement.ranges);
  }

  async #terminate(step: LifeStep): Promise<void> {
    const { protocol, messageVersion, ids } = this.#parts;
    const reference =
      protocol.actions.closeSequence === null
        ? { identifier: this.#identifier, lastMessageNumber: null }
        : this.#reference();
    const body = sequenceReferenceBody(protocol, 'TerminateSequence', reference);
    const message = this.#withFinalAcknowledgement(
      controlRequest(messageVersion, protocol.actions.terminateSequence, ids.next(), body),
    );
    const response = await exchangeControlMessage(
      this.#parts,
      this.#inner,
      message,
      step,
      'TerminateSequence',
    );
    if (response?.isFault !== true) return;
    const { fault, soapFault } = readSequenceFault(response, protocol);
    // The answer to an earlier TerminateSequence was lost, and the service has forgotten the session: that is an end, too.
    if (fault?.name === 'UnknownSequence') return;
    const error =
      fault === null
        ? new ProtocolError(`TerminateSequence was answered with a fault: ${soapFault.reason}`)
        : sequenceFaultError(fault, soapFault);
    this.#stop(error, true);
    throw error;
  }

  #readControlResponse(response: Message | null): AcknowledgementHeader | null {
    if (response === null) return null;
    const headers = this.#readHeaders(response);
    this.#throwIfEnded();
    return headers?.acknowledgement ?? null;
  }

  #reference(): { readonly identifier: string; readonly lastMessageNumber: number | null } {
    const last = lastNumberSent(this.#source);
    return { identifier: this.#identifier, lastMessageNumber: last === 0 ? null : last };
  }

  /** The acknowledgement of the replies for an ordinary message: only when there is something to acknowledge. */
  #replyAcknowledgement(): ReturnType<typeof acknowledgementHeader> | null {
    if (this.#replyIdentifier === null || this.#replies.isEmpty) return null;
    return acknowledgementHeader(this.#parts.protocol, {
      identifier: this.#replyIdentifier,
      ranges: this.#replies.list,
      isFinal: false,
      bufferRemaining: null,
    });
  }

  /** On Close and Terminate the acknowledgement is always there, in version 1.1 marked as final. */
  #withFinalAcknowledgement(message: Message): Message {
    if (this.#replyIdentifier === null) return message;
    const header = acknowledgementHeader(this.#parts.protocol, {
      identifier: this.#replyIdentifier,
      ranges: this.#replies.list,
      isFinal: this.#parts.protocol.actions.closeSequence !== null,
      bufferRemaining: null,
    });
    return message.withHeaders(message.headers.withFirst(header));
  }

  // ---- ends

  #failProtocol(text: string, toldReason: string, cause?: unknown): Error {
    const error = new ProtocolError(
      `${text} The reliable session ${this.#identifier} is faulted.`,
      { cause },
    );
    this.#fail(error, toldReason, 'Sender');
    return error;
  }

  /** Ends the session for a reason found here, and tells the service. */
  #fail(
    error: ChannelStackError | Error,
    toldReason: string,
    blames: 'Sender' | 'Receiver' = 'Receiver',
  ): void {
    if (this.#end !== null) return;
    this.#tellFault(sequenceTerminated(this.#identifier, blames, toldReason));
    this.#stop(error, true);
  }

  #tellFault(fault: SequenceFault): void {
    const { messageVersion, protocol } = this.#parts;
    const message = sequenceFaultMessage(messageVersion, protocol, fault, null);
    this.#told = new Promise((resolve) => {
      const done = (): void => {
        resolve();
      };
      // Whether it arrives makes no difference here: a service that hears nothing ends the session by its own timeout.
      this.#inner
        .request(message, { timeout: tellFaultTimeout })
        .subscribe({ complete: done, error: done });
    });
  }

  #stop(error: Error, isFault = false): void {
    if (this.#end !== null) return;
    this.#end = error;
    if (isFault) this.#publish('faulted', null, [], error.message);
    this.#release();
    for (const transfer of [...this.#open]) {
      for (const attempt of transfer.attempts) attempt.unsubscribe();
      const { caller } = transfer;
      transfer.caller = null;
      caller?.failed(error);
    }
    this.#open.clear();
    this.#onDrained?.();
    if (isFault) this.#onFaulted(error);
  }

  #release(): void {
    this.#inactivity.stop();
    this.#timer?.cancel();
    this.#timer = null;
  }

  #startSource(roundTrip: number | null): SourceState<Transfer> {
    return startSource({ ...this.#parts.settings, roundTrip });
  }

  #transportErrorText(): string {
    return this.#lastTransportError === null
      ? ''
      : ` The last attempt ended with: ${this.#lastTransportError.message}`;
  }

  #publish(
    event: Parameters<typeof publishSequenceEvent>[0]['event'],
    number: number | null,
    ranges: AcknowledgementHeader['ranges'] = [],
    detail = '',
    sequence = this.#identifier,
  ): void {
    publishSequenceEvent({ event, side: 'client', sequence, number, ranges, detail });
  }
}

/** Whether the network may have lost the message: then it is sent again. What the other side refused is not. */
function isRetriable(error: Error): boolean {
  if (error instanceof TimeoutError) return true;
  if (!(error instanceof CommunicationError)) return false;
  if (error instanceof ProtocolError || error instanceof MessageSecurityError) return false;
  return !(error.cause instanceof QuotaExceededError);
}
