import { ExchangeQueue } from '../../core/channel/index.js';
import type { Exchange } from '../../core/channel/index.js';
import { Message } from '../../core/message/index.js';
import type { MessageHeader } from '../../core/message/index.js';
import type { Timer } from '../../core/time/index.js';
import {
  noteAcknowledged,
  noteTaken,
  noteUrgent,
  startSchedule,
} from './acknowledgement-schedule.js';
import type { AcknowledgementSchedule } from './acknowledgement-schedule.js';
import { ByteBudget } from './byte-budget.js';
import type { DuplexContext } from './duplex-context.js';
import { ReliableExchange } from './reliable-exchange.js';
import type { DeliveredMessage, ExchangeOwner } from './reliable-exchange.js';
import { describeDestination } from './reliable-session-state.js';
import type { IncomingSequenceState } from './reliable-session-state.js';
import { advanceDestination, isComplete, roomLeft, startDestination } from './rm-destination.js';
import type { DestinationEffect, DestinationEvent, DestinationState } from './rm-destination.js';
import { acknowledgementHeader } from './sequence-headers.js';
import type { SequenceHeader } from './sequence-headers.js';

/** A message that came in. */
interface Incoming {
  readonly message: Message;
  readonly bytes: number;
}

/** How a message of the sequence breaks the protocol. */
export type SequenceBreach =
  'lastNumberExceeded' | 'sequenceClosed' | 'lastNumberTooSmall' | 'lastNumberChanged';

/** The half of a duplex session that receives: an RM destination that acknowledges by messages of its own, or with others. */
export class IncomingSequence implements ExchangeOwner {
  readonly identifier: string;
  readonly signal: AbortSignal;
  readonly queue = new ExchangeQueue<Exchange>();
  readonly #context: DuplexContext;
  readonly #onComplete: () => void;
  readonly #state: DestinationState<Incoming>;
  readonly #schedule: AcknowledgementSchedule;
  readonly #budget: ByteBudget;
  #timer: Timer | null = null;
  #timerDue = Infinity;
  #toldNoRoom = false;
  #isStopped = false;
  #hasCompleted = false;

  /** `onComplete` is called once, when every message up to the last one has been taken. */
  constructor(
    identifier: string,
    context: DuplexContext,
    budget: ByteBudget | null,
    signal: AbortSignal,
    onComplete: () => void,
  ) {
    const { settings } = context.parts;
    this.identifier = identifier;
    this.signal = signal;
    this.#context = context;
    this.#onComplete = onComplete;
    this.#state = startDestination(settings);
    this.#schedule = startSchedule(
      settings.acknowledgementInterval,
      settings.maxTransferWindowSize,
    );
    this.#budget = new ByteBudget(settings.maxBufferedBytesPerSession, budget);
  }

  get state(): IncomingSequenceState {
    return describeDestination(this.identifier, this.#state, this.#budget.used);
  }

  /** Whether every message up to the last one has been taken. */
  get isComplete(): boolean {
    return isComplete(this.#state);
  }

  /** Takes a message. Returns how it breaks the protocol, or null. */
  take(message: Message, { messageNumber: number, isLast }: SequenceHeader): SequenceBreach | null {
    this.#context.events.publish('received', this.identifier, number);
    const bytes = message.size ?? 0;
    if (!this.#hasRoom(number, bytes)) {
      this.#context.events.publish('dropped', this.identifier, number, [], 'outOfMemory');
      return null;
    }
    const breach = this.#advance({ type: 'message', number, handle: { message, bytes }, isLast });
    this.#armTimer();
    return breach;
  }

  /** Version 1.1: the other side closes the sequence. Returns how that breaks the protocol, or null. */
  close(lastNumber: number | null): SequenceBreach | null {
    const breach = this.#advance({ type: 'close', lastNumber: lastNumber ?? 0 });
    if (breach === null) this.#checkComplete();
    return breach;
  }

  /** The other side waits for an acknowledgement. */
  acknowledgeNow(): void {
    noteUrgent(this.#schedule, this.#context.parts.clock.now());
    this.#armTimer();
  }

  /** The acknowledgement for a message that leaves anyway, where one is due. */
  piggyback(): MessageHeader | null {
    return this.#schedule.dueAt === null ? null : this.acknowledgement(false);
  }

  /** What this side has, as a header. */
  acknowledgement(isFinal: boolean): MessageHeader {
    const { protocol, settings } = this.#context.parts;
    noteAcknowledged(this.#schedule);
    const room = roomLeft(this.#state);
    this.#toldNoRoom = settings.flowControlEnabled && room === 0;
    return acknowledgementHeader(protocol, {
      identifier: this.identifier,
      ranges: [...this.#state.received.list],
      isFinal,
      bufferRemaining: settings.flowControlEnabled ? room : null,
    });
  }

  /** @internal Called by an exchange when the application is done with it. */
  answer({ number, bytes }: DeliveredMessage): Promise<void> {
    if (this.#isStopped) return Promise.resolve();
    this.#budget.give(bytes);
    this.#context.keep({ type: 'consumed', number }, () => undefined);
    this.#advance({ type: 'consumed' });
    if (this.#toldNoRoom && roomLeft(this.#state) > 0) this.acknowledgeNow();
    return Promise.resolve();
  }

  /** Nothing is taken any more; what was taken is given back. With an error the queue ends with it. */
  stop(error: Error | null): void {
    if (this.#isStopped) return;
    this.#isStopped = true;
    this.#timer?.cancel();
    this.#budget.giveAll();
    if (error === null) this.queue.complete();
    else this.queue.error(error);
  }

  #hasRoom(number: number, bytes: number): boolean {
    const { received, persisting, ordered, nextNumber, held, pending } = this.#state;
    if (received.has(number) || persisting.has(number)) return true;
    const isAwaited = ordered && number === nextNumber && pending === held.size;
    return isAwaited || this.#budget.hasRoom(bytes);
  }

  #advance(event: DestinationEvent<Incoming>): SequenceBreach | null {
    let breach: SequenceBreach | null = null;
    for (const effect of advanceDestination(this.#state, event))
      breach = this.#onEffect(effect) ?? breach;
    return breach;
  }

  #onEffect(effect: DestinationEffect<Incoming>): SequenceBreach | null {
    const { clock } = this.#context.parts;
    switch (effect.type) {
      case 'persist': {
        const { number, handle, isLast } = effect;
        this.#budget.take(handle.bytes);
        this.#context.keep({ type: 'received', number, message: handle.message }, () => {
          this.#advance({ type: 'persisted', number });
          if (isLast) noteUrgent(this.#schedule, clock.now());
          else noteTaken(this.#schedule, clock.now());
          this.#armTimer();
          this.#checkComplete();
        });
        break;
      }
      case 'deliver':
        this.#deliver(effect.number, effect.handle);
        break;
      case 'hold':
        break;
      case 'duplicate':
        this.#context.events.publish('duplicate', this.identifier, effect.number);
        noteUrgent(this.#schedule, clock.now());
        break;
      case 'drop':
        this.#context.events.publish('dropped', this.identifier, effect.number, [], effect.reason);
        break;
      case 'lastNumberExceeded':
      case 'sequenceClosed':
        return effect.type;
      case 'lastNumberInvalid':
        return effect.reason === 'tooSmall' ? 'lastNumberTooSmall' : 'lastNumberChanged';
    }
    return null;
  }

  #deliver(number: number, { message, bytes }: Incoming): void {
    const delivered = { number, bytes };
    if (message.headers.action === this.#context.parts.protocol.actions.lastMessage)
      void this.answer(delivered);
    else this.queue.push(new ReliableExchange(message, delivered, this, false));
  }

  #checkComplete(): void {
    if (this.#hasCompleted || !isComplete(this.#state)) return;
    this.#hasCompleted = true;
    this.queue.complete();
    this.#onComplete();
  }

  /** One timer for the acknowledgement that is due. What is due at once leaves behind what is being done now. */
  #armTimer(): void {
    const { dueAt } = this.#schedule;
    if (dueAt === null || this.#isStopped || this.#timerDue <= dueAt) return;
    this.#timer?.cancel();
    this.#timerDue = dueAt;
    const { clock } = this.#context.parts;
    this.#timer = clock.schedule(dueAt - clock.now(), () => {
      this.#timer = null;
      this.#timerDue = Infinity;
      const { dueAt: due } = this.#schedule;
      if (due !== null && due <= clock.now()) this.#acknowledge();
      else this.#armTimer();
    });
  }

  #acknowledge(): void {
    const { protocol, messageVersion } = this.#context.parts;
    const header = this.piggyback();
    if (header === null) return;
    const message = Message.create(messageVersion, protocol.actions.sequenceAcknowledgement);
    this.#context.send(message.withHeaders(message.headers.withFirst(header)));
  }
}
