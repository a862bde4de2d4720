import { TransientList } from '../../core/collections/index.js';
import type { ListEntry } from '../../core/collections/index.js';
import type { Subscription } from 'rxjs';
import type { LifeStep, RequestChannel } from '../../core/channel/index.js';
import { raceAbort } from '../../core/channel/index.js';
import { ProtocolError, toError } from '../../core/errors/index.js';
import { EndpointAddress, Message } from '../../core/message/index.js';
import type { MessageHeader } from '../../core/message/index.js';
import { AcknowledgementRanges, rangesAreExactly, rangesHave } from './acknowledgement-ranges.js';
import { longestDelay } from './control-exchange.js';
import { InactivityTimer } from './inactivity-timer.js';
import { LingeringAttempts } from './lingering-attempts.js';
import { describeSource } from './reliable-session-state.js';
import type { IncomingSequenceState, ReliableSessionState } from './reliable-session-state.js';
import { lastNumberSent } from './rm-source.js';
import type { CompletedBy } from './rm-source.js';
import { createSequence } from './sequence-creation.js';
import { requestClose, requestTermination } from './sequence-ending.js';
import type { EndingSequence } from './sequence-ending.js';
import { SequenceEvents } from './sequence-events.js';
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
import { keep } from './sequence-store.js';
import type { SequenceChange, SessionJournal } from './sequence-store.js';
import { inactivityError, isRetriable, storeError } from './session-errors.js';
import { SourceDriver } from './source-driver.js';
import type { Transmission } from './source-driver.js';
import type { TransferCaller } from './transfer-caller.js';

/** How long the other side is given to take the news that the session is over, in ms. */
const tellFaultTimeout = 2_000;

/** A message given to the session, and whoever waits for it. */
export interface Transfer {
  readonly message: Message;
  /** Whom to tell; null once the caller has given up: the session finishes the exchange without it. */
  caller: TransferCaller | null;
  reply: Message | null;
  readonly attempts: Subscription[];
  /** Its place among those that are open; null when it is over. */
  place: ListEntry<Transfer> | null;
  isDone: boolean;
}

/**
 * A reliable session at a client that is not addressable: every message of the session travels on a request of the
 * channel below, and what comes back on its response. It drives an RM source and keeps count of the replies.
 */
export class ClientSession {
  readonly events = new SequenceEvents('client');
  readonly #parts: ReliableSessionParts;
  readonly #inner: RequestChannel;
  readonly #withReplies: boolean;
  readonly #onFaulted: (error: Error) => void;
  readonly #replies = new AcknowledgementRanges();
  readonly #inactivity: InactivityTimer;
  readonly #open = new TransientList<Transfer>();
  readonly #lingering: LingeringAttempts;
  #source: SourceDriver<Transfer>;
  #journal: SessionJournal | null = null;
  #identifier = '';
  #replyIdentifier: string | null = null;
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
    this.#source = this.#newSource(null);
    const { clock, settings } = parts;
    this.#lingering = new LingeringAttempts(settings.maxTransferWindowSize);
    this.#inactivity = new InactivityTimer({
      clock,
      timeout: settings.inactivityTimeout,
      attempts: settings.maxRetryCount,
      keepAlive: () => {
        this.#askForAcknowledgement();
      },
      onExpired: () => {
        const error = inactivityError(this.#inner.via, settings, this.#lastTransportError);
        this.#fail(
          error,
          `The inactivity timeout of (${String(settings.inactivityTimeout)} ms) has been exceeded.`,
        );
      },
    });
  }

  /** The sequence of the requests: the id of the session. */
  get identifier(): string {
    return this.#identifier;
  }

  get state(): ReliableSessionState {
    return {
      side: 'client',
      identifier: this.#identifier,
      outgoing: describeSource(this.#identifier, this.#source.state),
      incoming: this.#describeReplies(),
      lastFault: this.#end,
      events$: this.events.events$,
    };
  }

  /** Creates the sequence; with replies it offers one for them. */
  async create(step: LifeStep): Promise<void> {
    const { clock, protocol, store } = this.#parts;
    const started = clock.now();
    const wish = { withReplies: this.#withReplies, acksTo: EndpointAddress.anonymous };
    const created = await createSequence(this.#parts, this.#inner, wish, step);
    this.#identifier = created.identifier;
    this.#replyIdentifier = created.replyIdentifier;
    this.#source = this.#newSource(created.attempts === 1 ? clock.now() - started : null);
    this.#journal = store.begin({
      identifier: created.identifier,
      offered: created.replyIdentifier,
      side: 'client',
      version: protocol.name,
      address: this.#inner.remoteAddress.uri,
    });
    const detail =
      created.replyIdentifier === null ? 'one-way' : `replies: ${created.replyIdentifier}`;
    this.events.publish('created', this.#identifier, null, [], detail);
    this.#inactivity.start();
  }

  /** Sends a message as the next of the sequence, when the window has room. */
  send(
    message: Message,
    completedBy: CompletedBy,
    caller: TransferCaller,
    isLast = false,
  ): Transfer {
    const transfer: Transfer = {
      message,
      caller,
      reply: null,
      attempts: [],
      place: null,
      isDone: false,
    };
    if (this.#end !== null) {
      transfer.caller = null;
      caller.failed(this.#end);
      return transfer;
    }
    transfer.place = this.#open.add(transfer);
    this.#source.advance({ type: 'send', handle: transfer, completedBy, isLast });
    return transfer;
  }

  /** The caller has given up. What was sent stays in the session; what still waits for the window is never sent. */
  abandon(transfer: Transfer): void {
    transfer.caller = null;
    const wasQueued = this.#source.state.queue.some(({ handle }) => handle === transfer);
    if (!wasQueued) return;
    this.#close(transfer);
    this.#source.advance({ type: 'withdraw', handle: transfer });
  }

  /** Waits until everything is done with, then ends the sequences with the protocol's handshake. */
  async close(step: LifeStep): Promise<void> {
    this.#throwIfEnded();
    await this.#source.drained(step.signal);
    this.#throwIfEnded();
    const { lastMessage, closeSequence } = this.#parts.protocol.actions;
    if (lastMessage !== null) await this.#sendLastMessage(lastMessage, step.signal);
    if (closeSequence !== null) await this.#closeSequence(closeSequence, step);
    const error = await requestTermination(this.#ending(), step);
    if (error !== null) {
      this.#stop(error, true);
      throw error;
    }
    this.#isTerminated = true;
    this.events.publish('terminated', this.#identifier);
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

  #transmit({ handle: transfer, number, retries, isLast }: Transmission<Transfer>): void {
    this.events.publish(retries === 0 ? 'sent' : 'retransmitted', this.#identifier, number);
    const header = sequenceHeader(this.#parts.protocol, {
      identifier: this.#identifier,
      messageNumber: number,
      isLast,
    });
    const framed = this.#withReplyAcknowledgement(transfer.message, header);
    const attempt = this.#inner.request(framed, { timeout: longestDelay }).subscribe({
      next: (response) => {
        this.#onResponse(transfer, number, response);
      },
      // An empty response is "nothing yet": the timer sends the message again.
      error: (error: unknown) => {
        if (!transfer.isDone) this.#onTransportError(toError(error));
      },
    });
    // What it was for may be over by now.
    if (transfer.isDone) this.#lingering.leave([attempt]);
    else transfer.attempts.push(attempt);
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
    if (!this.#takeAcknowledgement(acknowledgement) || sequence === null) return;
    if (sequence.identifier !== this.#replyIdentifier) {
      this.#failProtocol(
        `The service answered with a message of the sequence ${sequence.identifier}, which was never offered.`,
        'The reply belongs to an unknown sequence.',
      );
      return;
    }
    const isSent = this.#source.state.sent.has(number);
    if (isSent && !rangesHave(acknowledgement.ranges, number)) {
      this.#failProtocol(
        `The service answered message ${String(number)} without acknowledging it.`,
        'The SequenceAcknowledgement violates the cumulative acknowledgement invariant.',
      );
      return;
    }
    const { identifier, messageNumber } = sequence;
    this.events.publish('received', identifier, messageNumber);
    if (!isSent) {
      this.#replies.add(messageNumber);
      return;
    }
    this.#keep({ type: 'received', number: messageNumber, message: response }, () => {
      this.#replies.add(messageNumber);
      transfer.reply ??= response;
      this.#source.advance({ type: 'replied', number });
      this.#keep({ type: 'consumed', number: messageNumber }, () => undefined);
    });
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
    if (ranges.length > 0) this.events.publish('acknowledged', identifier, null, ranges);
    this.#source.advance({ type: 'acknowledged', ranges, bufferRemaining });
    return this.#end === null;
  }

  #complete(transfer: Transfer): void {
    this.#close(transfer);
    transfer.isDone = true;
    this.#lingering.leave(transfer.attempts);
    const { caller, reply } = transfer;
    transfer.caller = null;
    caller?.done(reply);
  }

  #close(transfer: Transfer): void {
    if (transfer.place !== null) this.#open.delete(transfer.place);
    transfer.place = null;
  }

  #askForAcknowledgement(): void {
    const { protocol, messageVersion } = this.#parts;
    const message = Message.create(messageVersion, protocol.actions.ackRequested);
    const requested = ackRequestedHeader(protocol, this.#identifier);
    this.#inner.request(this.#withReplyAcknowledgement(message, requested)).subscribe({
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

  #throwIfEnded(): void {
    if (this.#end !== null) throw this.#end;
  }

  /** February 2005: an empty message that is the last of the sequence, acknowledged like any other. */
  async #sendLastMessage(action: string, signal: AbortSignal): Promise<void> {
    const message = Message.create(this.#parts.messageVersion, action);
    const acknowledged = new Promise<void>((resolve, reject) => {
      const caller = {
        done: () => {
          resolve();
        },
        failed: reject,
      };
      this.send(message, 'acknowledgement', caller, true);
    });
    await raceAbort(acknowledged, signal);
    this.events.publish('closed', this.#identifier, lastNumberSent(this.#source.state));
  }

  /** Version 1.1: the service says finally what it has; it must have all. */
  async #closeSequence(action: string, step: LifeStep): Promise<void> {
    this.#isFinal = true;
    const response = await requestClose(this.#ending(), action, step);
    const headers = response === null ? null : this.#readHeaders(response);
    this.#throwIfEnded();
    const last = lastNumberSent(this.#source.state);
    const ranges = headers?.acknowledgement?.ranges;
    if (ranges === undefined || !rangesAreExactly(ranges, last)) {
      throw this.#failProtocol(
        'The service closed the session without acknowledging every message of it.',
        'The final acknowledgement is missing or incomplete.',
      );
    }
    this.events.publish('closed', this.#identifier, last, ranges);
  }

  #ending(): EndingSequence {
    return {
      parts: this.#parts,
      requester: this.#inner,
      identifier: this.#identifier,
      lastNumber: lastNumberSent(this.#source.state),
      withFinalAcknowledgement: (message) => {
        const isFinal = this.#parts.protocol.actions.closeSequence !== null;
        const header = this.#replyAcknowledgement(isFinal);
        return header === null ? message : message.withHeaders(message.headers.withFirst(header));
      },
    };
  }

  // ---- replies

  /** Puts a header of the protocol in front, and before it what replies have come, when any have. */
  #withReplyAcknowledgement(message: Message, header: MessageHeader): Message {
    const acknowledgement = this.#replies.isEmpty ? null : this.#replyAcknowledgement(false);
    const { headers } = message;
    return message.withHeaders(
      acknowledgement === null
        ? headers.withFirst(header)
        : headers.withFirst(acknowledgement, header),
    );
  }

  #replyAcknowledgement(isFinal: boolean): MessageHeader | null {
    if (this.#replyIdentifier === null) return null;
    return acknowledgementHeader(this.#parts.protocol, {
      identifier: this.#replyIdentifier,
      ranges: this.#replies.list,
      isFinal,
      bufferRemaining: null,
    });
  }

  #describeReplies(): IncomingSequenceState | null {
    if (this.#replyIdentifier === null) return null;
    return {
      identifier: this.#replyIdentifier,
      ranges: [...this.#replies.list],
      held: 0,
      pending: 0,
      lastNumber: null,
      bufferedBytes: 0,
    };
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
  #fail(error: Error, toldReason: string, blames: 'Sender' | 'Receiver' = 'Receiver'): void {
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
    if (isFault) this.events.publish('faulted', this.#identifier, null, [], error.message);
    for (const transfer of this.#open.values()) {
      this.#close(transfer);
      transfer.isDone = true;
      for (const attempt of transfer.attempts) attempt.unsubscribe();
      const { caller } = transfer;
      transfer.caller = null;
      caller?.failed(error);
    }
    this.#release();
    if (isFault) this.#onFaulted(error);
  }

  #release(): void {
    this.#inactivity.stop();
    this.#source.stop();
    this.#lingering.stop();
    this.#journal?.end();
    this.#journal = null;
    this.events.complete();
  }

  /** What the store cannot keep must not be acted on: the session ends. */
  #keep(change: SequenceChange, onKept: () => void): void {
    if (this.#journal === null) return;
    keep(this.#journal, change, onKept, (error) => {
      this.#fail(storeError(this.#identifier, error), 'The sequence store has failed.');
    });
  }

  #newSource(roundTrip: number | null): SourceDriver<Transfer> {
    const lastTransportError = (): Error | null => this.#lastTransportError;
    return new SourceDriver<Transfer>(this.#parts, roundTrip, {
      identifier: this.#identifier,
      peer: this.#inner.via,
      get lastTransportError() {
        return lastTransportError();
      },
      transmit: (transmission) => {
        this.#transmit(transmission);
      },
      finish: (transfer) => {
        this.#complete(transfer);
      },
      askForAcknowledgement: () => {
        this.#askForAcknowledgement();
      },
      keep: (change, onKept) => {
        this.#keep(change, onKept);
      },
      fail: (error, toldReason, blames) => {
        this.#fail(error, toldReason, blames);
      },
    });
  }
}
