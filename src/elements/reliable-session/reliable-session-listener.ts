import { AcceptQueue, LayeredChannelListener, isSessionShape } from '../../core/channel/index.js';
import type {
  ChannelListener,
  DuplexChannel,
  Exchange,
  InputChannel,
  LifeStep,
  ListenerChannels,
  OperationOptions,
} from '../../core/channel/index.js';
import { diagnostics } from '../../core/diagnostics/index.js';
import { ChannelStackError, MessageHeaderError, toError } from '../../core/errors/index.js';
import { EndpointAddress } from '../../core/message/index.js';
import type { Message } from '../../core/message/index.js';
import { ByteBudget } from './byte-budget.js';
import { ControlReplies } from './control-replies.js';
import { reasonToRefuse } from './creation-policy.js';
import { LinkedExchange, replyAddress } from './linked-exchange.js';
import { refuseMessage, refuseOutsideMessage, requireHeader } from './outside-of-session.js';
import { PastCreations } from './past-creations.js';
import { readProtocolMessage } from './protocol-message.js';
import { controlReply, messageIdOf } from './protocol-messages.js';
import { handToSession } from './protocol-session.js';
import type { ProtocolSession, SessionMessage } from './protocol-session.js';
import { ReliableDuplexServiceChannel } from './reliable-duplex-service-channel.js';
import { ReliableReplyChannel } from './reliable-reply-channel.js';
import { createSequenceResponseBody, readCreateSequence } from './sequence-bodies.js';
import type { CreateSequence } from './sequence-bodies.js';
import {
  readSequenceFault,
  sequenceFaultError,
  sequenceTerminated,
  unknownSequence,
} from './sequence-faults.js';
import type { SequenceFault } from './sequence-faults.js';
import { MessageNumberTooLargeError } from './sequence-headers.js';
import type { SequenceHeaders } from './sequence-headers.js';
import type { ReliableSessionParts } from './sequence-parts.js';
import type { SessionInit } from './session-init.js';

/** The listener shapes that are offered. */
export type ReliableListenerShape = 'replySession' | 'inputSession' | 'duplexSession';

/** The listener shapes that sessions can be built over. */
export type InnerListenerShape = 'reply' | 'duplexSession' | 'duplex';

/** A session, and how its creation was answered: a repeated CreateSequence gets the same answer. */
interface KnownSession {
  readonly channel: ReliableReplyChannel | ReliableDuplexServiceChannel;
  readonly session: ProtocolSession;
  /** How long the sequence is wanted, as the client wrote it, or null. */
  readonly expires: string | null;
  readonly identifier: string;
  readonly acceptAcksTo: EndpointAddress | null;
}

/** Accepts reliable sessions over the channels of the layer below, and gives each message to the session that it is about. */
export class ReliableSessionListener<
  S extends ReliableListenerShape,
> extends LayeredChannelListener<S, InnerListenerShape> {
  readonly description: string;
  readonly #shape: ReliableListenerShape;
  readonly #innerShape: InnerListenerShape;
  readonly #parts: ReliableSessionParts;
  readonly #accepts = new AcceptQueue<KnownSession['channel']>();
  readonly #sessions = new Map<string, KnownSession>();
  /** Sessions by what identifies their CreateSequence: the offered sequence, or without an offer the MessageID. */
  readonly #creations = new Map<string, KnownSession>();
  readonly #pastCreations = new PastCreations();
  readonly #budget: ByteBudget;
  readonly #replies = new ControlReplies();
  /** The channels below that are open. */
  readonly #inner = new Set<InputChannel>();

  constructor(
    shape: S,
    innerShape: InnerListenerShape,
    inner: ChannelListener<InnerListenerShape>,
    parts: ReliableSessionParts,
  ) {
    super(inner, parts.clock, parts.timeouts);
    this.description = `reliableSession ${shape} channel listener`;
    this.#shape = shape;
    this.#innerShape = innerShape;
    this.#parts = parts;
    this.#budget = new ByteBudget(parts.settings.maxBufferedBytes);
  }

  accept(options?: OperationOptions): Promise<ListenerChannels[S] | null> {
    const accepted: unknown = this.#accepts.take(options);
    // The channels were chosen by the shape.
    return accepted as Promise<ListenerChannels[S] | null>;
  }

  protected override async onOpen(step: LifeStep): Promise<void> {
    await super.onOpen(step);
    if (isSessionShape(this.#innerShape)) {
      void this.#serveConnections();
      return;
    }
    const inner: InputChannel | null = await this.innerListener.accept(step);
    if (inner !== null) await this.#serve(inner, step);
  }

  /** Stops accepting sessions; the open ones go on until their channels are closed. */
  protected override async onClose(step: LifeStep): Promise<void> {
    for (const channel of this.#accepts.close()) channel.abort();
    if (this.#sessions.size > 0) {
      await Promise.allSettled(
        [...this.#sessions.values()].map(({ channel }) => channel.close(step)),
      );
    }
    await super.onClose(step);
    await Promise.allSettled([...this.#inner].map((inner) => inner.close(step)));
  }

  protected override onAbort(reason: unknown): void {
    for (const channel of this.#accepts.close()) channel.abort(reason);
    for (const { channel } of [...this.#sessions.values()]) channel.abort(reason);
    super.onAbort(reason);
    for (const inner of this.#inner) inner.abort(reason);
  }

  // ---- channels below

  /** Accepts the connections of clients; a session may come over one after the other. */
  async #serveConnections(): Promise<void> {
    for (;;) {
      const inner: InputChannel | null = await this.innerListener.accept().catch(() => null);
      if (inner === null) return;
      this.#serve(inner, {}).catch((error: unknown) => {
        this.#report(error);
        inner.abort(error);
      });
    }
  }

  async #serve(inner: InputChannel, step: Partial<LifeStep>): Promise<void> {
    const isConnection = isSessionShape(this.#innerShape);
    this.#inner.add(inner);
    const gone = (): void => {
      this.#inner.delete(inner);
    };
    inner.exchanges$.subscribe({
      next: (exchange) => {
        this.#take(exchange, inner);
      },
      error: (error: unknown) => {
        gone();
        if (isConnection) inner.abort(error);
        else this.fault(error);
      },
      complete: () => {
        // The client has ended the connection, and this side has nothing more to say there.
        if (isConnection) inner.close().catch(gone).finally(gone);
      },
    });
    await inner.open(step);
  }

  // ---- messages

  #take(received: Exchange, inner: InputChannel): void {
    const exchange =
      this.#innerShape === 'reply' ? received : new LinkedExchange(received, asDuplex(inner));
    try {
      this.#route(exchange, inner);
    } catch (error) {
      this.#refuseUnreadable(exchange, error);
    }
  }

  #route(exchange: Exchange, inner: InputChannel): void {
    const { message } = exchange;
    if (this.#replies.take(message)) {
      exchange.settle();
      return;
    }
    const read = readProtocolMessage(message, this.#parts.protocol);
    switch (read.type) {
      case 'createSequence':
        this.#create(exchange, read.headers, inner);
        break;
      case 'fault':
        this.#takeFault(exchange);
        break;
      case 'lateResponse':
        void exchange.reply(null);
        break;
      case 'other':
        void exchange.reply(refuseOutsideMessage(this.#parts, message, read.action));
        break;
      case 'sequence':
      case 'closeSequence':
      case 'terminateSequence':
      case 'ackRequested':
      case 'acknowledgement':
        this.#toSession(exchange, read);
        break;
    }
  }

  #toSession(exchange: Exchange, read: SessionMessage): void {
    const { identifier, headers } = read;
    const known = this.#find(identifier);
    if (known !== undefined) {
      if (
        exchange instanceof LinkedExchange &&
        known.channel instanceof ReliableDuplexServiceChannel
      )
        known.channel.use(exchange.output);
      handToSession(known.session, exchange, read);
      return;
    }
    // .NET names the first sequence in the message that it does not know: the acknowledged one stands in front.
    this.#refuse(exchange, unknownSequence(headers.acknowledgement?.identifier ?? identifier));
  }

  /** A session by the sequence of its client's messages, or by the one that was offered for the way back. */
  #find(identifier: string): KnownSession | undefined {
    return this.#sessions.get(identifier) ?? this.#creations.get(identifier);
  }

  #create(exchange: Exchange, headers: SequenceHeaders, inner: InputChannel): void {
    const { message } = exchange;
    const messageId = message.headers.messageId;
    if (messageId === null) {
      void exchange.reply(requireHeader(this.#parts, message, 'MessageID'));
      return;
    }
    const created = readCreateSequence(message, this.#parts.protocol);
    const key = detached(created.offer?.identifier ?? messageId) ?? '';
    const known = this.#creations.get(key);
    if (known !== undefined) {
      this.#answerCreation(exchange, known);
      return;
    }
    if (this.#pastCreations.has(key)) {
      void exchange.reply(null);
      return;
    }
    const { protocol, settings } = this.#parts;
    const policy = {
      protocol,
      uri: this.uri,
      hasReplies: this.#shape !== 'inputSession',
      canSendTo: this.#innerShape === 'duplex',
      isClosing: this.state !== 'opened' && this.state !== 'opening',
      isFull:
        this.#accepts.pending >= settings.maxPendingChannels ||
        this.#sessions.size >= settings.maxSessions,
    };
    const refusal = reasonToRefuse(policy, message, created, headers);
    if (refusal !== null) {
      this.#refuse(exchange, { name: 'CreateSequenceRefused', identifier: null, ...refusal });
      return;
    }
    const started = this.#start(message, created, key, inner);
    this.#answerCreation(exchange, started);
    this.#accepts.offer(started.channel);
  }

  #start(
    message: Message,
    created: CreateSequence,
    key: string,
    inner: InputChannel,
  ): KnownSession {
    const identifier = this.#parts.ids.next();
    const hasReplies = this.#shape !== 'inputSession';
    const replyIdentifier = hasReplies && created.offer !== null ? key : null;
    const init: SessionInit = {
      identifier,
      replyIdentifier,
      localAddress: new EndpointAddress(this.uri),
      inner,
      journal: this.#parts.store.begin({
        identifier,
        offered: replyIdentifier,
        side: 'service',
        version: this.#parts.protocol.name,
        address: this.uri,
      }),
      budget: this.#budget,
      replies: this.#replies,
      onEnded: () => {
        this.#sessions.delete(identifier);
        this.#creations.delete(key);
        this.#pastCreations.add(key);
      },
    };
    const known: KnownSession = {
      expires: detached(created.expires),
      identifier,
      acceptAcksTo: hasReplies
        ? new EndpointAddress(detached(message.headers.to) ?? this.uri)
        : null,
      ...this.#newSession(init, message, inner),
    };
    this.#sessions.set(identifier, known);
    this.#creations.set(key, known);
    const detail = created.offer === null ? 'one-way' : `replies: ${created.offer.identifier}`;
    known.session.events.publish('created', identifier, null, [], detail);
    return known;
  }

  #newSession(
    init: SessionInit,
    message: Message,
    inner: InputChannel,
  ): Pick<KnownSession, 'channel' | 'session'> {
    if (this.#innerShape === 'reply') {
      const channel = new ReliableReplyChannel(this.#parts, init);
      return { channel, session: channel };
    }
    const channel = new ReliableDuplexServiceChannel(
      this.#parts,
      init,
      replyAddress(message),
      asDuplex(inner),
    );
    return { channel, session: channel.reliable };
  }

  #answerCreation(exchange: Exchange, known: KnownSession): void {
    const { messageVersion, protocol, settings } = this.#parts;
    const body = createSequenceResponseBody(protocol, messageVersion.addressing, {
      identifier: known.identifier,
      acceptAcksTo: known.acceptAcksTo,
      incompleteSequenceBehavior: settings.ordered ? 'DiscardFollowingFirstGap' : 'NoDiscard',
      expires: known.expires,
    });
    const id = messageIdOf(exchange.message);
    void exchange.reply(
      controlReply(messageVersion, protocol.actions.createSequenceResponse, id, body),
    );
  }

  /** A fault sent as a request: the client has given its session up. */
  #takeFault(exchange: Exchange): void {
    const { fault, soapFault } = readSequenceFault(exchange.message, this.#parts.protocol);
    const known = fault?.identifier == null ? undefined : this.#find(fault.identifier);
    if (fault !== null) known?.session.takeFault(sequenceFaultError(fault, soapFault));
    void exchange.reply(null);
  }

  #refuse(exchange: Exchange, fault: SequenceFault): void {
    void exchange.reply(refuseMessage(this.#parts, exchange.message, fault));
  }

  /** Protocol headers or bodies that cannot be read: told to the sender, and the end of the session they belong to. */
  #refuseUnreadable(exchange: Exchange, error: unknown): void {
    this.#report(error);
    if (!ChannelStackError.is(error)) {
      exchange.settle(toError(error));
      return;
    }
    if (error instanceof MessageNumberTooLargeError) {
      const known = this.#sessions.get(error.identifier);
      if (known === undefined) this.#refuse(exchange, unknownSequence(error.identifier));
      else {
        known.session.refuse(exchange, {
          name: 'MessageNumberRollover',
          blames: 'Sender',
          identifier: error.identifier,
          reason: 'The maximum value for wsrm:MessageNumber has been exceeded.',
        });
      }
      return;
    }
    const reason =
      error instanceof MessageHeaderError
        ? error.message
        : 'The message is not a valid WS-ReliableMessaging message.';
    this.#refuse(exchange, sequenceTerminated('', 'Sender', reason));
  }

  #report(error: unknown): void {
    if (diagnostics.error.hasSubscribers)
      diagnostics.error.publish({ source: this.description, error, address: this.uri });
  }
}

/** The listener's inner shape says that its channels send as well. */
function asDuplex(inner: InputChannel): DuplexChannel {
  return inner as DuplexChannel;
}

/** The same text on its own: a part of a message's text keeps the whole of it in memory, and sessions are kept for long. */
function detached(text: string | null | undefined): string | null {
  return text == null ? null : Buffer.from(text).toString();
}
