import { AcceptQueue, LayeredChannelListener } from '../../core/channel/index.js';
import type {
  ChannelListener,
  Exchange,
  InputChannel,
  LifeStep,
  ListenerChannels,
  OperationOptions,
} from '../../core/channel/index.js';
import { diagnostics } from '../../core/diagnostics/index.js';
import { ChannelStackError, MessageHeaderError, toError } from '../../core/errors/index.js';
import { EndpointAddress, addressingFault } from '../../core/message/index.js';
import type { Message } from '../../core/message/index.js';
import { ByteBudget } from './byte-budget.js';
import { controlReply, faultReply, messageIdOf } from './protocol-messages.js';
import { ReliableReplyChannel } from './reliable-reply-channel.js';
import {
  createSequenceResponseBody,
  readCreateSequence,
  readSequenceReference,
} from './sequence-bodies.js';
import type { CreateSequence } from './sequence-bodies.js';
import {
  readSequenceFault,
  sequenceFaultError,
  sequenceFaultMessage,
  sequenceTerminated,
  unknownSequence,
} from './sequence-faults.js';
import type { SequenceFault } from './sequence-faults.js';
import { MessageNumberTooLargeError, readSequenceHeaders } from './sequence-headers.js';
import type { SequenceHeaders } from './sequence-headers.js';
import type { ReliableSessionParts } from './sequence-parts.js';

/** The listener shapes over request-reply transports. */
export type ReliableReplyShape = 'replySession' | 'inputSession';

/** A session, and how its creation was answered: a repeated CreateSequence gets the same answer. */
interface KnownSession {
  readonly channel: ReliableReplyChannel;
  readonly created: CreateSequence;
  readonly identifier: string;
  readonly acceptAcksTo: EndpointAddress | null;
}

/** Accepts reliable sessions of clients that are not addressable, over the reply channels of the layer below. */
export class ReliableSessionListener<S extends ReliableReplyShape> extends LayeredChannelListener<
  S,
  'reply'
> {
  readonly description: string;
  readonly #shape: ReliableReplyShape;
  readonly #parts: ReliableSessionParts;
  readonly #accepts = new AcceptQueue<ReliableReplyChannel>();
  readonly #sessions = new Map<string, KnownSession>();
  /** Sessions by what identifies their CreateSequence: the offered sequence, or without an offer the MessageID. */
  readonly #creations = new Map<string, KnownSession>();
  readonly #budget: ByteBudget;
  #inner: InputChannel | null = null;

  constructor(shape: S, inner: ChannelListener<'reply'>, parts: ReliableSessionParts) {
    super(inner, parts.clock, parts.timeouts);
    this.description = `reliableSession ${shape} channel listener`;
    this.#shape = shape;
    this.#parts = parts;
    this.#budget = new ByteBudget(parts.settings.maxBufferedBytes);
  }

  accept(options?: OperationOptions): Promise<ListenerChannels[S] | null> {
    // ReliableReplyChannel is both of the shapes.
    return this.#accepts.take(options);
  }

  protected override async onOpen(step: LifeStep): Promise<void> {
    await super.onOpen(step);
    const inner = await this.innerListener.accept(step);
    if (inner === null) return;
    this.#inner = inner;
    inner.exchanges$.subscribe({
      next: (exchange) => {
        this.#take(exchange);
      },
      error: (error: unknown) => {
        this.fault(error);
      },
    });
    await inner.open(step);
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
    await this.#inner?.close(step);
  }

  protected override onAbort(reason: unknown): void {
    for (const channel of this.#accepts.close()) channel.abort(reason);
    for (const { channel } of [...this.#sessions.values()]) channel.abort(reason);
    super.onAbort(reason);
    this.#inner?.abort(reason);
  }

  #take(exchange: Exchange): void {
    try {
      this.#route(exchange);
    } catch (error) {
      this.#refuseUnreadable(exchange, error);
    }
  }

  #route(exchange: Exchange): void {
    const { message } = exchange;
    const { protocol } = this.#parts;
    const { actions } = protocol;
    const headers = readSequenceHeaders(message, protocol);
    const { action } = message.headers;
    if (headers.sequence !== null) {
      this.#toSession(exchange, headers.sequence.identifier, headers, (channel) => {
        channel.take(exchange, headers);
      });
    } else if (action === actions.createSequence) this.#create(exchange, headers);
    else if (action === actions.closeSequence) {
      const reference = readSequenceReference(message, 'CloseSequence', protocol);
      this.#toSession(exchange, reference.identifier, headers, (channel) => {
        channel.takeClose(exchange, reference, headers);
      });
    } else if (action === actions.terminateSequence) {
      const reference = readSequenceReference(message, 'TerminateSequence', protocol);
      this.#toSession(exchange, reference.identifier, headers, (channel) => {
        channel.takeTerminate(exchange, reference, headers);
      });
    } else if (headers.ackRequested !== null) {
      this.#toSession(exchange, headers.ackRequested, headers, (channel) => {
        channel.take(exchange, headers);
      });
    } else if (message.isFault) this.#takeFault(exchange);
    else if (headers.acknowledgement !== null && action === actions.sequenceAcknowledgement)
      this.#takeAcknowledgement(exchange, headers);
    else this.#requireSession(exchange, action);
  }

  #toSession(
    exchange: Exchange,
    identifier: string,
    { acknowledgement }: SequenceHeaders,
    then: (channel: ReliableReplyChannel) => void,
  ): void {
    const session = this.#sessions.get(identifier);
    if (session !== undefined) then(session.channel);
    // .NET names the first sequence in the message that it does not know: the acknowledged one stands in front.
    else this.#refuse(exchange, unknownSequence(acknowledgement?.identifier ?? identifier));
  }

  #create(exchange: Exchange, headers: SequenceHeaders): void {
    const { message } = exchange;
    const messageId = message.headers.messageId;
    if (messageId === null) {
      this.#requireHeader(exchange, 'MessageID');
      return;
    }
    const created = readCreateSequence(message, this.#parts.protocol);
    const key = created.offer?.identifier ?? messageId;
    const known = this.#creations.get(key);
    if (known !== undefined) {
      this.#answerCreation(exchange, known);
      return;
    }
    const refusal = this.#reasonToRefuse(message, created, headers);
    if (refusal !== null) {
      this.#refuse(exchange, { name: 'CreateSequenceRefused', identifier: null, ...refusal });
      return;
    }
    this.#answerCreation(exchange, this.#start(message, created, key));
  }

  #start(message: Message, created: CreateSequence, key: string): KnownSession {
    const identifier = this.#parts.ids.next();
    const hasReplies = this.#shape === 'replySession';
    const to = message.headers.to ?? this.uri;
    const replyIdentifier = hasReplies ? (created.offer?.identifier ?? null) : null;
    const session: KnownSession = {
      created,
      identifier,
      acceptAcksTo: hasReplies ? new EndpointAddress(to) : null,
      channel: new ReliableReplyChannel(this.#parts, {
        identifier,
        replyIdentifier,
        localAddress: new EndpointAddress(this.uri),
        inner: this.#innerChannel(),
        journal: this.#parts.store.begin({
          identifier,
          offered: replyIdentifier,
          side: 'service',
          version: this.#parts.protocol.name,
          address: this.uri,
        }),
        budget: this.#budget,
        onEnded: () => {
          this.#sessions.delete(identifier);
          this.#creations.delete(key);
        },
      }),
    };
    this.#sessions.set(identifier, session);
    this.#creations.set(key, session);
    const detail = created.offer === null ? 'one-way' : `replies: ${created.offer.identifier}`;
    session.channel.events.publish('created', identifier, null, [], detail);
    this.#accepts.offer(session.channel);
    return session;
  }

  #answerCreation(exchange: Exchange, session: KnownSession): void {
    const { messageVersion, protocol, settings } = this.#parts;
    const body = createSequenceResponseBody(protocol, messageVersion.addressing, {
      identifier: session.identifier,
      acceptAcksTo: session.acceptAcksTo,
      incompleteSequenceBehavior: settings.ordered ? 'DiscardFollowingFirstGap' : 'NoDiscard',
      expires: session.created.expires,
    });
    const id = messageIdOf(exchange.message);
    void exchange.reply(
      controlReply(messageVersion, protocol.actions.createSequenceResponse, id, body),
    );
  }

  #reasonToRefuse(
    message: Message,
    { acksTo, offer }: CreateSequence,
    headers: SequenceHeaders,
  ): Pick<SequenceFault, 'blames' | 'reason' | 'isConnectionLimit'> | null {
    const refused = (reason: string): Pick<SequenceFault, 'blames' | 'reason'> => ({
      blames: 'Sender',
      reason: `The request to create a reliable session has been refused by the RM Destination. ${reason} The channel could not be opened.`,
    });
    const { protocol, settings } = this.#parts;
    if (headers.usesSequenceSsl)
      return refused('The endpoint does not bind sequences to TLS sessions (UsesSequenceSSL).');
    if (headers.usesSequenceStr)
      return refused(
        'The endpoint does not bind sequences to security tokens (UsesSequenceSTR): its binding has no security element.',
      );
    const replyTo = message.headers.replyTo ?? EndpointAddress.anonymous;
    if (replyTo.uri !== acksTo.uri) {
      return refused(
        'The endpoint only supports sessions in which the AcksTo Uri and the ReplyTo Uri are the same.',
      );
    }
    if (!acksTo.isAnonymous) {
      return refused(
        'The endpoint sends acknowledgements and replies on the connection of the request: AcksTo and ReplyTo must be anonymous.',
      );
    }
    if (this.#shape === 'replySession' && offer === null) {
      return refused(
        'The endpoint has operations with replies and requires the client to offer a sequence for them (Offer).',
      );
    }
    if (
      this.#shape === 'inputSession' &&
      offer !== null &&
      !protocol.hasIncompleteSequenceBehavior
    ) {
      return refused(
        'The endpoint has one-way operations only and takes no offered sequence (Offer).',
      );
    }
    if (this.state !== 'opened' && this.state !== 'opening')
      return refused('The endpoint is closing.');
    if (this.#accepts.pending >= settings.maxPendingChannels) {
      return {
        blames: 'Receiver',
        isConnectionLimit: true,
        reason: `Server '${this.uri}' is too busy to process this request. Try again later.`,
      };
    }
    return null;
  }

  /** A fault sent as a request: the client has given its session up. */
  #takeFault(exchange: Exchange): void {
    const { fault, soapFault } = readSequenceFault(exchange.message, this.#parts.protocol);
    const session =
      fault?.identifier == null
        ? undefined
        : (this.#sessions.get(fault.identifier) ?? this.#byReplies(fault.identifier));
    if (fault !== null && session !== undefined)
      session.channel.takeFault(sequenceFaultError(fault, soapFault));
    void exchange.reply(null);
  }

  #takeAcknowledgement(exchange: Exchange, headers: SequenceHeaders): void {
    const session = this.#byReplies(headers.acknowledgement?.identifier ?? '');
    if (session === undefined)
      this.#refuse(exchange, unknownSequence(headers.acknowledgement?.identifier ?? ''));
    else session.channel.take(exchange, headers);
  }

  #byReplies(identifier: string): KnownSession | undefined {
    return this.#creations.get(identifier);
  }

  /** A message outside of any sequence. */
  #requireSession(exchange: Exchange, action: string | null): void {
    const { messageVersion, protocol } = this.#parts;
    if (action === null) {
      this.#requireHeader(exchange, 'Action');
      return;
    }
    if (protocol.requiredFault !== null) {
      this.#refuse(exchange, {
        name: 'WsrmRequired',
        blames: 'Sender',
        identifier: null,
        reason:
          'The RM server requires the use of WS-ReliableMessaging 1.1 protocol. This is likely caused by a binding mismatch.',
      });
      return;
    }
    const error = addressingFault(
      messageVersion,
      'ActionNotSupported',
      `The action ${action} is not supported by this endpoint. Only WS-ReliableMessaging February 2005 messages are processed by this endpoint.`,
    );
    void exchange.reply(faultReply(messageVersion, error, messageIdOf(exchange.message)));
  }

  #requireHeader(exchange: Exchange, name: string): void {
    const { messageVersion } = this.#parts;
    const error = addressingFault(
      messageVersion,
      'MessageAddressingHeaderRequired',
      `A required header representing a Message Addressing Property is not present: ${name}.`,
    );
    void exchange.reply(faultReply(messageVersion, error, messageIdOf(exchange.message)));
  }

  #refuse(exchange: Exchange, fault: SequenceFault): void {
    const { messageVersion, protocol } = this.#parts;
    void exchange.reply(
      sequenceFaultMessage(messageVersion, protocol, fault, messageIdOf(exchange.message)),
    );
  }

  /** Protocol headers or bodies that cannot be read: told to the sender, and the end of the session they belong to. */
  #refuseUnreadable(exchange: Exchange, error: unknown): void {
    if (diagnostics.error.hasSubscribers)
      diagnostics.error.publish({ source: this.description, error, address: this.uri });
    if (!ChannelStackError.is(error)) {
      exchange.settle(toError(error));
      return;
    }
    if (error instanceof MessageNumberTooLargeError) {
      const fault: SequenceFault = {
        name: 'MessageNumberRollover',
        blames: 'Sender',
        identifier: error.identifier,
        reason: 'The maximum value for wsrm:MessageNumber has been exceeded.',
      };
      const session = this.#sessions.get(error.identifier);
      if (session === undefined) this.#refuse(exchange, unknownSequence(error.identifier));
      else session.channel.refuse(exchange, fault);
      return;
    }
    const reason =
      error instanceof MessageHeaderError
        ? error.message
        : 'The message is not a valid WS-ReliableMessaging message.';
    this.#refuse(exchange, sequenceTerminated('', 'Sender', reason));
  }

  #innerChannel(): InputChannel {
    if (this.#inner === null) throw this.stateError();
    return this.#inner;
  }
}
