import { Message } from '../../core/message/index.js';
import { controlReply, messageIdOf } from './protocol-messages.js';
import { roomLeft } from './rm-destination.js';
import type { DestinationState } from './rm-destination.js';
import { sequenceReferenceBody } from './sequence-bodies.js';
import { sequenceFaultMessage } from './sequence-faults.js';
import type { SequenceFault } from './sequence-faults.js';
import { acknowledgementHeader, sequenceHeader } from './sequence-headers.js';
import type { AcknowledgementHeader } from './sequence-headers.js';
import type { ReliableSessionParts } from './sequence-parts.js';

/** The messages with which a session at a service answers: all but faults carry what its destination has. */
export class ServiceAnswers {
  readonly #parts: ReliableSessionParts;
  readonly #identifier: string;
  readonly #destination: DestinationState<unknown>;

  /** `identifier` is the incoming sequence, `destination` its state. */
  constructor(
    parts: ReliableSessionParts,
    identifier: string,
    destination: DestinationState<unknown>,
  ) {
    this.#parts = parts;
    this.#identifier = identifier;
    this.#destination = destination;
  }

  /** What the destination has, now. */
  get acknowledgement(): AcknowledgementHeader {
    return {
      identifier: this.#identifier,
      // The list is replaced, not changed, where it matters: a header is written before the next message is taken.
      ranges: this.#destination.received.list,
      isFinal: this.#destination.isClosed,
      bufferRemaining: roomLeft(this.#destination),
    };
  }

  /** An acknowledgement on its own. */
  acknowledge(): Message {
    const { messageVersion, protocol } = this.#parts;
    return this.#withAcknowledgement(
      Message.create(messageVersion, protocol.actions.sequenceAcknowledgement),
    );
  }

  /** A reply as a message of the sequence for replies. */
  reply(reply: Message, identifier: string, messageNumber: number, isLast: boolean): Message {
    const { protocol } = this.#parts;
    const sequence = sequenceHeader(protocol, { identifier, messageNumber, isLast });
    const acknowledgement = acknowledgementHeader(protocol, this.acknowledgement);
    return reply.withHeaders(reply.headers.withFirst(sequence, acknowledgement));
  }

  /** February 2005: the empty last message of the sequence for replies; null in version 1.1. */
  lastReply(): Message | null {
    const { lastMessage } = this.#parts.protocol.actions;
    return lastMessage === null ? null : Message.create(this.#parts.messageVersion, lastMessage);
  }

  /** Version 1.1: the answer to CloseSequence; null in February 2005. */
  closeResponse(request: Message): Message | null {
    const { closeSequenceResponse } = this.#parts.protocol.actions;
    return closeSequenceResponse === null
      ? null
      : this.#controlResponse(request, closeSequenceResponse, 'CloseSequenceResponse');
  }

  /** The answer to TerminateSequence; in February 2005 it terminates the sequence for replies, where there is one. */
  terminateResponse(request: Message, replyIdentifier: string | null): Message | null {
    const { protocol, messageVersion } = this.#parts;
    const { terminateSequenceResponse, terminateSequence } = protocol.actions;
    if (terminateSequenceResponse !== null) {
      return this.#controlResponse(request, terminateSequenceResponse, 'TerminateSequenceResponse');
    }
    if (replyIdentifier === null) return null;
    const body = sequenceReferenceBody(protocol, 'TerminateSequence', {
      identifier: replyIdentifier,
      lastMessageNumber: null,
    });
    return this.#withAcknowledgement(Message.create(messageVersion, terminateSequence, body));
  }

  /** A fault about the session. */
  fault(request: Message, fault: SequenceFault): Message {
    const { messageVersion, protocol } = this.#parts;
    return sequenceFaultMessage(messageVersion, protocol, fault, messageIdOf(request));
  }

  #controlResponse(
    request: Message,
    action: string,
    name: 'CloseSequenceResponse' | 'TerminateSequenceResponse',
  ): Message {
    const { protocol, messageVersion } = this.#parts;
    const body = sequenceReferenceBody(protocol, name, {
      identifier: this.#identifier,
      lastMessageNumber: null,
    });
    return this.#withAcknowledgement(
      controlReply(messageVersion, action, messageIdOf(request), body),
    );
  }

  #withAcknowledgement(message: Message): Message {
    const header = acknowledgementHeader(this.#parts.protocol, this.acknowledgement);
    return message.withHeaders(message.headers.withFirst(header));
  }
}
