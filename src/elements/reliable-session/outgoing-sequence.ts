import { TransientList } from '../../core/collections/index.js';
import type { ListEntry } from '../../core/collections/index.js';
import type { LifeStep } from '../../core/channel/index.js';
import { raceAbort } from '../../core/channel/index.js';
import { ProtocolError } from '../../core/errors/index.js';
import type { ChannelStackError } from '../../core/errors/index.js';
import { Message } from '../../core/message/index.js';
import type { MessageHeader } from '../../core/message/index.js';
import { rangesAreExactly } from './acknowledgement-ranges.js';
import type { ControlRequester } from './control-exchange.js';
import type { DuplexContext } from './duplex-context.js';
import { describeSource } from './reliable-session-state.js';
import type { OutgoingSequenceState } from './reliable-session-state.js';
import { lastNumberSent } from './rm-source.js';
import { sequenceReferenceBody } from './sequence-bodies.js';
import { requestClose, requestTermination } from './sequence-ending.js';
import type { EndingSequence } from './sequence-ending.js';
import { readSequenceFault, sequenceFaultError } from './sequence-faults.js';
import { ackRequestedHeader, readSequenceHeaders, sequenceHeader } from './sequence-headers.js';
import type { AcknowledgementHeader } from './sequence-headers.js';
import { SourceDriver } from './source-driver.js';
import type { Transmission } from './source-driver.js';
import type { TransferCaller } from './transfer-caller.js';

/** A message on its way, and whoever waits for a place in the window or, for the last one, for its acknowledgement. */
export interface DuplexTransfer {
  readonly message: Message;
  readonly waitsFor: 'transmission' | 'acknowledgement';
  caller: TransferCaller | null;
  /** Its place among those that are open; null when it is over. */
  place: ListEntry<DuplexTransfer> | null;
}

/** The half of a duplex session that sends: an RM source on a duplex channel, where acknowledgements come as messages. */
export class OutgoingSequence {
  readonly identifier: string;
  readonly #context: DuplexContext;
  readonly #requester: ControlRequester;
  /** The acknowledgement that travels with what leaves, where one is due. */
  readonly #piggyback: () => MessageHeader | null;
  readonly #source: SourceDriver<DuplexTransfer>;
  readonly #open = new TransientList<DuplexTransfer>();
  #closing: Promise<void> | null = null;

  constructor(
    identifier: string,
    roundTrip: number | null,
    context: DuplexContext,
    requester: ControlRequester,
    piggyback: () => MessageHeader | null,
  ) {
    this.identifier = identifier;
    this.#context = context;
    this.#requester = requester;
    this.#piggyback = piggyback;
    this.#source = new SourceDriver<DuplexTransfer>(context.parts, roundTrip, {
      identifier,
      peer: context.peer,
      get lastTransportError() {
        return context.lastSendError;
      },
      transmit: (transmission) => {
        this.#transmit(transmission);
      },
      finish: (transfer) => {
        this.#finish(transfer);
      },
      askForAcknowledgement: () => {
        this.askForAcknowledgement();
      },
      keep: (change, onKept) => {
        context.keep(change, onKept);
      },
      fail: (error, toldReason, blames) => {
        context.fail(error, toldReason, blames);
      },
    });
  }

  get state(): OutgoingSequenceState {
    return describeSource(this.identifier, this.#source.state);
  }

  /** Everything but, at most, the last message of February 2005 has been acknowledged, and nothing follows. */
  get isAtItsEnd(): boolean {
    const { sent, isClosed, queue } = this.#source.state;
    const open = sent.size - (isClosed ? 1 : 0);
    return this.#closing !== null && queue.length === 0 && open <= 0;
  }

  /** The other side had everything, and has forgotten the sequence: what it acknowledged last was lost. */
  assumeEnd(): void {
    const upper = lastNumberSent(this.#source.state);
    if (upper > 0)
      this.takeAcknowledgement({
        identifier: this.identifier,
        ranges: [{ lower: 1, upper }],
        isFinal: false,
        bufferRemaining: null,
      });
  }

  /** Sends a message when the window has room for it; then its caller goes on. Returns the function that gives it up. */
  send(message: Message, caller: TransferCaller): () => void {
    const transfer: DuplexTransfer = { message, waitsFor: 'transmission', caller, place: null };
    this.#send(transfer, false);
    return () => {
      transfer.caller = null;
      if (!this.#source.state.queue.some(({ handle }) => handle === transfer)) return;
      this.#leave(transfer);
      this.#source.advance({ type: 'withdraw', handle: transfer });
    };
  }

  /** Takes an acknowledgement of this sequence. */
  takeAcknowledgement({ ranges, bufferRemaining, isFinal }: AcknowledgementHeader): void {
    if (isFinal && this.#closing === null) {
      this.#context.fail(
        new ProtocolError(
          `The other side closed the sequence ${this.identifier} by itself (a final acknowledgement before CloseSequence), which is not supported.`,
        ),
        'The remote endpoint closed the sequence before message transfer was complete.',
        'Sender',
      );
      return;
    }
    if (ranges.length > 0)
      this.#context.events.publish('acknowledged', this.identifier, null, ranges);
    this.#source.advance({ type: 'acknowledged', ranges, bufferRemaining });
  }

  /** Asks for an acknowledgement: a sign of life. */
  askForAcknowledgement(): void {
    const { protocol, messageVersion } = this.#context.parts;
    const message = Message.create(messageVersion, protocol.actions.ackRequested);
    this.#context.send(this.#framed(message, ackRequestedHeader(protocol, this.identifier)));
  }

  /** Waits until all is acknowledged, and ends the sequence. A second call waits for the first. */
  close(step: LifeStep): Promise<void> {
    this.#closing ??= this.#close(step);
    return this.#closing;
  }

  /** Whoever waits is told; nothing is sent again. */
  stop(error: Error): void {
    this.#source.stop();
    for (const transfer of this.#open.values()) {
      this.#leave(transfer);
      transfer.caller?.failed(error);
    }
  }

  #send(transfer: DuplexTransfer, isLast: boolean): void {
    transfer.place = this.#open.add(transfer);
    const completedBy = 'acknowledgement';
    this.#source.advance({ type: 'send', handle: transfer, completedBy, isLast });
  }

  #transmit({
    number,
    handle,
    retries,
    isLast,
    wantsAcknowledgement,
  }: Transmission<DuplexTransfer>): void {
    const { protocol } = this.#context.parts;
    const { identifier } = this;
    this.#context.events.publish(retries === 0 ? 'sent' : 'retransmitted', identifier, number);
    const sequence = sequenceHeader(protocol, { identifier, messageNumber: number, isLast });
    this.#context.send(
      wantsAcknowledgement
        ? this.#framed(handle.message, ackRequestedHeader(protocol, identifier), sequence)
        : this.#framed(handle.message, sequence),
    );
    if (handle.waitsFor === 'transmission') this.#finish(handle);
  }

  #finish(transfer: DuplexTransfer): void {
    this.#leave(transfer);
    const { caller } = transfer;
    transfer.caller = null;
    caller?.done(null);
  }

  #leave(transfer: DuplexTransfer): void {
    if (transfer.place !== null) this.#open.delete(transfer.place);
    transfer.place = null;
  }

  /** .NET's order: the acknowledgement, AckRequested, Sequence, and then the rest. */
  #framed(message: Message, ...headers: readonly MessageHeader[]): Message {
    const acknowledgement = this.#piggyback();
    return message.withHeaders(
      acknowledgement === null
        ? message.headers.withFirst(...headers)
        : message.headers.withFirst(acknowledgement, ...headers),
    );
  }

  async #close(step: LifeStep): Promise<void> {
    await this.#source.drained(step.signal);
    const { lastMessage, closeSequence } = this.#context.parts.protocol.actions;
    if (lastMessage !== null) await this.#sendLastMessage(lastMessage, step.signal);
    if (closeSequence !== null) await this.#closeSequence(closeSequence, step);
    else this.#terminate();
    this.#source.stop();
    this.#context.events.publish('terminated', this.identifier);
  }

  /** February 2005: an empty message that is the last of the sequence, acknowledged like any other. */
  async #sendLastMessage(action: string, signal: AbortSignal): Promise<void> {
    const acknowledged = new Promise<void>((resolve, reject) => {
      const caller = {
        done: () => {
          resolve();
        },
        failed: reject,
      };
      const message = Message.create(this.#context.parts.messageVersion, action);
      this.#send({ message, waitsFor: 'acknowledgement', caller, place: null }, true);
    });
    await raceAbort(acknowledged, signal);
    this.#context.events.publish('closed', this.identifier, lastNumberSent(this.#source.state));
  }

  /** February 2005: on a duplex channel TerminateSequence is one-way. */
  #terminate(): void {
    const { protocol, messageVersion } = this.#context.parts;
    const body = sequenceReferenceBody(protocol, 'TerminateSequence', {
      identifier: this.identifier,
      lastMessageNumber: null,
    });
    const message = Message.create(messageVersion, protocol.actions.terminateSequence, body);
    this.#context.send(this.#framed(message));
  }

  /** Version 1.1: the other side says finally what it has; it must have all. */
  async #closeSequence(action: string, step: LifeStep): Promise<void> {
    const { parts, events } = this.#context;
    const last = lastNumberSent(this.#source.state);
    const ending: EndingSequence = {
      parts,
      requester: this.#requester,
      identifier: this.identifier,
      lastNumber: last,
      // The other side may go on sending: what it sent is acknowledged, and not finally.
      withFinalAcknowledgement: (message) => this.#framed(message),
    };
    const response = await requestClose(ending, action, step);
    if (response?.isFault === true) {
      const { fault, soapFault } = readSequenceFault(response, parts.protocol);
      // All that was sent has been acknowledged: the other side has closed, and its answer to that was lost.
      if (fault?.name === 'UnknownSequence') return;
      throw fault === null ? this.#incomplete() : sequenceFaultError(fault, soapFault);
    }
    const acknowledgement =
      response === null ? null : readSequenceHeaders(response, parts.protocol).acknowledgement;
    if (acknowledgement === null || !rangesAreExactly(acknowledgement.ranges, last))
      throw this.#incomplete();
    events.publish('closed', this.identifier, last, acknowledgement.ranges);
    const error = await requestTermination(ending, step);
    if (error !== null) throw error;
  }

  #incomplete(): ChannelStackError {
    const error = new ProtocolError(
      `The other side closed the sequence ${this.identifier} without acknowledging every message of it. The reliable session is faulted.`,
    );
    this.#context.fail(error, 'The final acknowledgement is missing or incomplete.', 'Sender');
    return error;
  }
}
