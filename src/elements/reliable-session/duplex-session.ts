import type { Exchange, LifeStep } from '../../core/channel/index.js';
import { raceAbort } from '../../core/channel/index.js';
import type { ExchangeQueue } from '../../core/channel/index.js';
import { ChannelStackError, ProtocolError, toError } from '../../core/errors/index.js';
import type { Message } from '../../core/message/index.js';
import { ByteBudget } from './byte-budget.js';
import type { ControlRequester } from './control-exchange.js';
import type { DuplexContext } from './duplex-context.js';
import { InactivityTimer } from './inactivity-timer.js';
import { IncomingSequence } from './incoming-sequence.js';
import type { SequenceBreach } from './incoming-sequence.js';
import { OutgoingSequence } from './outgoing-sequence.js';
import { controlReply, messageIdOf } from './protocol-messages.js';
import type { ReliableSessionState } from './reliable-session-state.js';
import { sequenceReferenceBody } from './sequence-bodies.js';
import type { SequenceReference } from './sequence-bodies.js';
import { SequenceEvents } from './sequence-events.js';
import { sequenceFaultMessage, sequenceTerminated } from './sequence-faults.js';
import type { SequenceFault } from './sequence-faults.js';
import type { SequenceHeaders } from './sequence-headers.js';
import type { ReliableSessionParts } from './sequence-parts.js';
import { keep } from './sequence-store.js';
import type { SequenceChange, SessionJournal } from './sequence-store.js';
import type { ProtocolSession } from './protocol-session.js';
import { inactivityError, isRetriable, storeError } from './session-errors.js';
import type { TransferCaller } from './transfer-caller.js';

/** How long the other side's TerminateSequence is waited for once all of its messages are there, in ms. */
const lingerTime = 10_000;

/** What a duplex session is made of. */
export interface DuplexSessionInit {
  readonly side: 'client' | 'service';
  /** The sequence that the service chose: the id of the session. */
  readonly identifier: string;
  /** The sequence of what this side sends, or null. */
  readonly outgoing: string | null;
  /** The sequence of what this side receives, or null. */
  readonly incoming: string | null;
  /** The duration of the session's creation in ms, or null. */
  readonly roundTrip: number | null;
  /** Who is at the other end, for errors. */
  readonly peer: string;
  readonly journal: SessionJournal;
  /** The bytes that all sessions of a listener may keep, or null at a client. */
  readonly budget: ByteBudget | null;
  readonly requester: ControlRequester;
  /** Sends over whatever connects the two sides now. Rejects when nothing does; what was lost is sent again. */
  readonly send: (message: Message) => Promise<void>;
  /** Called once, when the session ends before its time. */
  readonly onFaulted: (error: Error) => void;
  /** Called once, when the session is over and its identifiers may be forgotten. */
  readonly onEnded: () => void;
}

/**
 * A reliable session over a duplex channel, at either side: a sequence each way, or one way only, with acknowledgements as
 * messages. What happens to one sequence happens to the session: a fault of one faults both.
 */
export class DuplexSession implements ProtocolSession, DuplexContext {
  readonly parts: ReliableSessionParts;
  readonly peer: string;
  readonly events: SequenceEvents;
  readonly outgoing: OutgoingSequence | null;
  readonly incoming: IncomingSequence | null;
  readonly #init: DuplexSessionInit;
  readonly #inactivity: InactivityTimer;
  readonly #controller = new AbortController();
  #end: Error | null = null;
  #isOver = false;
  #lastSendError: Error | null = null;
  #isInputTerminated = false;
  #onInputTerminated: (() => void) | null = null;
  #told: Promise<void> = Promise.resolve();

  constructor(parts: ReliableSessionParts, init: DuplexSessionInit) {
    this.parts = parts;
    this.peer = init.peer;
    this.events = new SequenceEvents(init.side);
    this.#init = init;
    const { clock, settings } = parts;
    this.incoming =
      init.incoming === null
        ? null
        : new IncomingSequence(init.incoming, this, init.budget, this.#controller.signal, () => {
            this.events.publish('closed', init.incoming ?? '');
          });
    this.outgoing =
      init.outgoing === null
        ? null
        : new OutgoingSequence(
            init.outgoing,
            init.roundTrip,
            this,
            init.requester,
            () => this.incoming?.piggyback() ?? null,
          );
    this.#isInputTerminated = this.incoming === null;
    const outgoing = this.outgoing;
    this.#inactivity = new InactivityTimer({
      clock,
      timeout: settings.inactivityTimeout,
      attempts: settings.maxRetryCount,
      keepAlive:
        outgoing === null
          ? null
          : () => {
              outgoing.askForAcknowledgement();
            },
      onExpired: () => {
        this.fail(
          inactivityError(init.peer, settings, this.#lastSendError),
          `The inactivity timeout of (${String(settings.inactivityTimeout)} ms) has been exceeded.`,
          'Receiver',
        );
      },
    });
    this.#inactivity.start();
  }

  get state(): ReliableSessionState {
    return {
      side: this.#init.side,
      identifier: this.#init.identifier,
      outgoing: this.outgoing?.state ?? null,
      incoming: this.incoming?.state ?? null,
      lastFault: this.#end,
      events$: this.events.events$,
    };
  }

  /** What came in, for the application; null where nothing does. */
  get queue(): ExchangeQueue<Exchange> | null {
    return this.incoming?.queue ?? null;
  }

  /** Whether the session has ended, in good order or not. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Gives a message to the session. Returns the function by which its caller gives up. */
  transfer(message: Message, caller: TransferCaller): () => void {
    if (this.#end !== null || this.outgoing === null) {
      caller.failed(this.#end ?? new ProtocolError('The session sends nothing: it is one-way.'));
      return () => undefined;
    }
    return this.outgoing.send(message, caller);
  }

  /** Gives a sign of life, and asks for one. */
  askForAcknowledgement(): void {
    this.outgoing?.askForAcknowledgement();
  }

  /** Ends what this side sends. */
  async closeOutput(step: LifeStep): Promise<void> {
    this.#throwIfEnded();
    await this.outgoing?.close(step);
    this.#throwIfEnded();
    this.#finishIfDone();
  }

  /** Ends what this side sends, and waits for the other side to do the same. */
  async close(step: LifeStep): Promise<void> {
    await this.closeOutput(step);
    if (!this.#isInputTerminated) await this.#inputTerminated(step.signal);
    this.#throwIfEnded();
    this.#over();
  }

  /** Ends the session at once. The other side is told: the promise resolves when it is, or could not be. */
  abort(reason: Error): Promise<void> {
    if (!this.#isOver) {
      this.#tell(
        sequenceTerminated(
          this.#init.incoming ?? this.#init.identifier,
          'Receiver',
          'Due to a user abort the reliable session cannot continue.',
        ),
      );
      this.#stop(reason);
    }
    return this.#told;
  }

  // ---- what comes in

  take(exchange: Exchange, headers: SequenceHeaders): void {
    exchange.settle();
    if (this.#isOver) return;
    this.#inactivity.heard();
    this.#takeAcknowledgement(headers);
    const { incoming } = this;
    if (incoming === null) return;
    const { sequence, ackRequested } = headers;
    if (ackRequested === incoming.identifier) incoming.acknowledgeNow();
    if (sequence === null) return;
    const breach = incoming.take(exchange.message, sequence);
    if (breach !== null) this.#onBreach(exchange, breach);
  }

  /** Version 1.1: the other side closes its sequence. */
  takeClose(exchange: Exchange, reference: SequenceReference, headers: SequenceHeaders): void {
    this.#takeEnd(exchange, reference, headers, 'CloseSequenceResponse');
  }

  takeTerminate(exchange: Exchange, reference: SequenceReference, headers: SequenceHeaders): void {
    if (this.parts.protocol.actions.terminateSequenceResponse === null) {
      exchange.settle();
      this.#inactivity.heard();
      this.#takeAcknowledgement(headers);
      if (this.incoming?.isComplete !== true) {
        this.refuse(
          exchange,
          sequenceTerminated(
            reference.identifier,
            'Sender',
            'The wsrm:TerminateSequence protocol message was transmitted before the sequence was successfully completed.',
          ),
        );
        return;
      }
    } else if (!this.#takeEnd(exchange, reference, headers, 'TerminateSequenceResponse')) return;
    this.#terminateInput();
  }

  takeFault(error: Error): void {
    if (this.#isForgottenInGoodOrder(error)) {
      this.outgoing?.assumeEnd();
      this.#terminateInput();
    } else this.#stop(error, true);
  }

  refuse(exchange: Exchange, fault: SequenceFault): void {
    const { messageVersion, protocol } = this.parts;
    const id = messageIdOf(exchange.message);
    this.#told = this.#init.send(sequenceFaultMessage(messageVersion, protocol, fault, id));
    this.#told.catch(lost);
    this.#stop(
      new ProtocolError(
        `The session ${this.#init.identifier} was ended with ${fault.name}: ${fault.reason}`,
        { code: fault.name },
      ),
      true,
    );
  }

  // ---- what the two sequences need

  get lastSendError(): Error | null {
    return this.#lastSendError;
  }

  send(message: Message): void {
    if (this.#isOver) return;
    this.#init.send(message).catch((error: unknown) => {
      if (this.#isOver) return;
      this.#lastSendError = toError(error);
      // What was lost is sent again; what cannot be sent will never be.
      if (!isRetriable(this.#lastSendError))
        this.fail(this.#lastSendError, 'A message could not be sent.', 'Receiver');
    });
  }

  keep(change: SequenceChange, onKept: () => void): void {
    if (this.#isOver) return;
    keep(this.#init.journal, change, onKept, (error) => {
      this.fail(
        storeError(this.#init.identifier, error),
        'The sequence store has failed.',
        'Receiver',
      );
    });
  }

  fail(error: Error, toldReason: string, blames: 'Sender' | 'Receiver'): void {
    if (this.#isOver) return;
    this.#tell(sequenceTerminated(this.#init.identifier, blames, toldReason));
    this.#stop(error, true);
  }

  // ---- inside

  #takeAcknowledgement({ acknowledgement }: SequenceHeaders): void {
    if (acknowledgement?.identifier !== this.outgoing?.identifier || acknowledgement === null)
      return;
    this.outgoing?.takeAcknowledgement(acknowledgement);
  }

  /** Version 1.1: CloseSequence or TerminateSequence; true when it was answered. */
  #takeEnd(
    exchange: Exchange,
    { identifier, lastMessageNumber }: SequenceReference,
    headers: SequenceHeaders,
    name: 'CloseSequenceResponse' | 'TerminateSequenceResponse',
  ): boolean {
    const { protocol, messageVersion } = this.parts;
    this.#inactivity.heard();
    this.#takeAcknowledgement(headers);
    const action =
      name === 'CloseSequenceResponse'
        ? protocol.actions.closeSequenceResponse
        : protocol.actions.terminateSequenceResponse;
    exchange.settle();
    if (this.incoming === null || action === null || this.#isOver) return false;
    const breach = this.incoming.close(lastMessageNumber);
    if (breach !== null) {
      this.#onBreach(exchange, breach);
      return false;
    }
    const body = sequenceReferenceBody(protocol, name, { identifier, lastMessageNumber: null });
    const id = messageIdOf(exchange.message);
    const response = controlReply(messageVersion, action, id, body);
    const final = this.incoming.acknowledgement(true);
    this.send(response.withHeaders(response.headers.withFirst(final)));
    return true;
  }

  #onBreach(exchange: Exchange, breach: SequenceBreach): void {
    const identifier = this.incoming?.identifier ?? '';
    switch (breach) {
      case 'lastNumberExceeded':
        this.refuse(exchange, {
          name: 'LastMessageNumberExceeded',
          blames: 'Sender',
          identifier,
          reason:
            'The value for wsrm:MessageNumber exceeds the value of the MessageNumber accompanying a LastMessage element in this Sequence.',
        });
        break;
      case 'sequenceClosed':
        this.#tell({
          name: 'SequenceClosed',
          blames: 'Sender',
          identifier,
          reason: 'The Sequence is closed and cannot accept new messages.',
        });
        break;
      case 'lastNumberTooSmall':
        this.refuse(
          exchange,
          sequenceTerminated(
            identifier,
            'Sender',
            'The wsrm:LastMsgNumber value is too small. A message with a larger sequence number has already been received.',
          ),
        );
        break;
      case 'lastNumberChanged':
        this.refuse(
          exchange,
          sequenceTerminated(
            identifier,
            'Sender',
            'Two different wsrm:LastMsgNumber values were specified. Because of this the reliable session cannot complete.',
          ),
        );
        break;
    }
  }

  /** The other side no longer knows the session, and both sides had everything: its last words were lost, or ours came twice. */
  #isForgottenInGoodOrder(error: Error): boolean {
    if (!ChannelStackError.is(error) || error.code !== 'UnknownSequence') return false;
    const hasAll = this.#isInputTerminated || this.incoming?.isComplete === true;
    return hasAll && (this.outgoing?.isAtItsEnd ?? true);
  }

  /** The other side's sequence is over. */
  #terminateInput(): void {
    if (this.#isInputTerminated) return;
    this.#isInputTerminated = true;
    // It still acknowledges: the other side may ask for a sign of life while it waits for this one.
    this.queue?.complete();
    this.#onInputTerminated?.();
    this.#finishIfDone();
  }

  /** The last message of the other side may say "terminate"; should that be lost, its being complete is enough after a while. */
  async #inputTerminated(signal: AbortSignal): Promise<void> {
    const terminated = new Promise<void>((resolve) => {
      this.#onInputTerminated = resolve;
    });
    const linger = this.parts.clock.schedule(lingerTime, () => {
      if (this.incoming?.isComplete === true) this.#terminateInput();
    });
    try {
      await raceAbort(terminated, signal);
    } finally {
      linger.cancel();
    }
  }

  #finishIfDone(): void {
    if (this.#isInputTerminated && this.outgoing === null) this.#over();
  }

  #throwIfEnded(): void {
    if (this.#end !== null) throw this.#end;
  }

  #tell(fault: SequenceFault): void {
    const { messageVersion, protocol } = this.parts;
    this.#told = this.#init
      .send(sequenceFaultMessage(messageVersion, protocol, fault, null))
      .catch(lost);
  }

  #stop(error: Error, isFault = false): void {
    if (this.#isOver) return;
    this.#end = error;
    if (isFault) this.events.publish('faulted', this.#init.identifier, null, [], error.message);
    this.#over();
    this.#controller.abort(error);
    this.outgoing?.stop(error);
    this.#onInputTerminated?.();
    if (isFault) this.#init.onFaulted(toError(error));
  }

  #over(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#inactivity.stop();
    this.incoming?.stop(this.#end);
    this.#init.journal.end();
    this.events.complete();
    this.#init.onEnded();
  }
}

/** What could not be sent is lost, as on the wire: it is sent again, or the session ends by its timers. */
function lost(): void {
  // Nothing to do.
}
