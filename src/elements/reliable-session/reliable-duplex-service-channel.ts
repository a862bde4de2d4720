import type { Channel, OutputChannel } from '../../core/channel/index.js';
import { CommunicationError } from '../../core/errors/index.js';
import { EndpointAddress, addressMessage } from '../../core/message/index.js';
import type { Message } from '../../core/message/index.js';
import { DuplexSession } from './duplex-session.js';
import { ReliableDuplexChannel } from './reliable-duplex-channel.js';
import type { ReliableSessionParts } from './sequence-parts.js';
import type { SessionInit } from './session-init.js';

/** duplexSession or, without a sequence for the way back, inputSession at a service, over duplex channels. */
export class ReliableDuplexServiceChannel extends ReliableDuplexChannel {
  readonly description: string;
  readonly reliable: DuplexSession;
  readonly #remote: EndpointAddress;
  #output: OutputChannel | null;
  readonly #inner: Channel;

  /** `remote` is where the client wants what is sent to it; `output` is the channel that its first message came on. */
  constructor(
    parts: ReliableSessionParts,
    init: SessionInit,
    remote: EndpointAddress,
    output: OutputChannel | null,
  ) {
    super(parts, { remote, local: init.localAddress, via: remote.uri });
    const { identifier, replyIdentifier } = init;
    this.description = `reliableSession ${replyIdentifier === null ? 'inputSession' : 'duplexSession'} channel`;
    this.#remote = remote;
    this.#output = output;
    this.#inner = init.inner;
    const send = (message: Message): Promise<void> => this.#send(message);
    this.reliable = new DuplexSession(parts, {
      side: 'service',
      identifier,
      outgoing: replyIdentifier,
      incoming: identifier,
      roundTrip: null,
      peer: `the client of the session ${identifier}`,
      journal: init.journal,
      budget: init.budget,
      requester: init.replies.requester(remote.uri, send),
      send,
      onFaulted: (error) => {
        this.fault(error);
      },
      onEnded: init.onEnded,
    });
  }

  /** The channel that the client's last message came on: what is sent to it leaves there. */
  use(output: OutputChannel): void {
    this.#output = output;
  }

  protected get innerChannel(): Channel {
    return this.#inner;
  }

  protected onOpen(): void {
    // The session is created by the client before the application sees it.
  }

  protected release(): void {
    // The channels below belong to the listener.
  }

  #send(message: Message): Promise<void> {
    if (this.#output?.state !== 'opened') {
      return Promise.reject(
        new CommunicationError(
          'The connection of the reliable session is broken; the client makes a new one.',
        ),
      );
    }
    return this.#output.send(addressMessage(message, this.#remote));
  }
}
