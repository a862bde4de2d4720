import type { Channel, DuplexChannel, Exchange, LifeStep } from '../../core/channel/index.js';
import { toError } from '../../core/errors/index.js';
import type { EndpointAddress, Message } from '../../core/message/index.js';
import { ClientLink } from './client-link.js';
import { ControlReplies } from './control-replies.js';
import { DuplexSession } from './duplex-session.js';
import { readProtocolMessage } from './protocol-message.js';
import { handToSession } from './protocol-session.js';
import { ReliableDuplexChannel } from './reliable-duplex-channel.js';
import { createSequence } from './sequence-creation.js';
import { readSequenceFault, sequenceFaultError, sequenceTerminated } from './sequence-faults.js';
import type { ReliableSessionParts } from './sequence-parts.js';

/** duplexSession (with replies) or outputSession (without) at a client, over duplex channels to one address. */
export class ReliableDuplexClientChannel extends ReliableDuplexChannel {
  readonly description: string;
  readonly #parts: ReliableSessionParts;
  readonly #hasInput: boolean;
  readonly #link: ClientLink;
  readonly #replies = new ControlReplies();
  #session: DuplexSession | null = null;

  constructor(
    parts: ReliableSessionParts,
    connect: () => DuplexChannel,
    remote: EndpointAddress,
    via: string,
    hasInput: boolean,
  ) {
    const link = new ClientLink(connect, parts.clock, {
      onMessage: (exchange) => {
        this.#take(exchange);
      },
      onReconnected: () => {
        this.#session?.askForAcknowledgement();
      },
    });
    super(parts, { remote, local: link.channel.localAddress, via });
    this.description = `reliableSession ${hasInput ? 'duplexSession' : 'outputSession'} channel`;
    this.#parts = parts;
    this.#hasInput = hasInput;
    this.#link = link;
  }

  protected get reliable(): DuplexSession {
    if (this.#session === null) throw this.stateError();
    return this.#session;
  }

  protected get innerChannel(): Channel {
    return this.#link.channel;
  }

  protected override async onOpen(step: LifeStep): Promise<void> {
    await this.#link.open(step);
    const { clock, protocol, store } = this.#parts;
    const started = clock.now();
    const send = (message: Message): Promise<void> => this.#link.send(message);
    const requester = this.#replies.requester(this.via, send);
    const target = { ...requester, remoteAddress: this.remoteAddress };
    const wish = { withReplies: this.#hasInput, acksTo: this.#link.channel.localAddress };
    const created = await createSequence(this.#parts, target, wish, step);
    this.#session = new DuplexSession(this.#parts, {
      side: 'client',
      identifier: created.identifier,
      outgoing: created.identifier,
      incoming: created.replyIdentifier,
      roundTrip: created.attempts === 1 ? clock.now() - started : null,
      peer: this.via,
      journal: store.begin({
        identifier: created.identifier,
        offered: created.replyIdentifier,
        side: 'client',
        version: protocol.name,
        address: this.remoteAddress.uri,
      }),
      budget: null,
      requester,
      send,
      onFaulted: (error) => {
        this.fault(error);
      },
      onEnded: () => undefined,
    });
  }

  protected override async onClose(step: LifeStep): Promise<void> {
    await super.onClose(step);
    await this.#link.close(step);
  }

  protected override onAbort(reason: unknown): void {
    if (this.#session === null) this.release();
    else super.onAbort(reason);
  }

  protected release(): void {
    this.#link.abort(this.faultReason);
  }

  #take(exchange: Exchange): void {
    const { message } = exchange;
    const session = this.#session;
    try {
      if (this.#replies.take(message) || session === null) {
        exchange.settle();
        return;
      }
      const read = readProtocolMessage(message, this.#parts.protocol);
      if ('identifier' in read) handToSession(session, exchange, read);
      else {
        exchange.settle();
        if (read.type === 'fault') this.#takeFault(session, exchange);
      }
    } catch (error) {
      exchange.settle();
      const { identifier } = session?.state ?? { identifier: '' };
      session?.refuse(exchange, sequenceTerminated(identifier, 'Sender', toError(error).message));
    }
  }

  #takeFault(session: DuplexSession, { message }: Exchange): void {
    const { fault, soapFault } = readSequenceFault(message, this.#parts.protocol);
    if (fault !== null) session.takeFault(sequenceFaultError(fault, soapFault));
  }
}
