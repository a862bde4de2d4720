import type { AddressingVersion } from '../../core/message/index.js';

/** The names by which WCF configuration knows the protocol's versions. */
export type ReliableMessagingVersionName =
  'WSReliableMessagingFebruary2005' | 'WSReliableMessaging11';

/** Everything in which the two versions of WS-ReliableMessaging differ. */
export interface ReliableMessagingVersion {
  readonly name: ReliableMessagingVersionName;
  readonly namespace: string;
  readonly actions: {
    readonly createSequence: string;
    readonly createSequenceResponse: string;
    readonly sequenceAcknowledgement: string;
    readonly ackRequested: string;
    readonly terminateSequence: string;
    /** Version 1.1 alone answers a TerminateSequence. */
    readonly terminateSequenceResponse: string | null;
    /** February 2005 alone ends a sequence with an empty last message. */
    readonly lastMessage: string | null;
    /** Version 1.1 alone closes a sequence before it terminates it. */
    readonly closeSequence: string | null;
    readonly closeSequenceResponse: string | null;
  };
  /** How an acknowledgement of nothing is written: a range 0-0 (February 2005, profile B1402) or the element None (1.1). */
  readonly emptyAcknowledgement: 'zeroRange' | 'none';
  /** Version 1.1: Offer has an Endpoint, and both sides tell what becomes of an incomplete sequence. */
  readonly hasIncompleteSequenceBehavior: boolean;
  /** The fault for messages that are outside of any sequence, or null: then WS-Addressing's ActionNotSupported. */
  readonly requiredFault: string | null;
  /** SOAP 1.1: the detail of a SequenceFault header stands in an element `Detail` of its own (1.1), or bare (February 2005). */
  readonly wrapsFaultDetail: boolean;
  /** The action of the protocol's faults. */
  faultAction(addressing: AddressingVersion): string;
}

const february2005 = 'http://schemas.xmlsoap.org/ws/2005/02/rm';
const february2007 = 'http://docs.oasis-open.org/ws-rx/wsrm/200702';

/** WS-ReliableMessaging of February 2005, WCF's default. */
export const reliableMessagingFebruary2005: ReliableMessagingVersion = {
  name: 'WSReliableMessagingFebruary2005',
  namespace: february2005,
  actions: {
    createSequence: `${february2005}/CreateSequence`,
    createSequenceResponse: `${february2005}/CreateSequenceResponse`,
    sequenceAcknowledgement: `${february2005}/SequenceAcknowledgement`,
    ackRequested: `${february2005}/AckRequested`,
    terminateSequence: `${february2005}/TerminateSequence`,
    terminateSequenceResponse: null,
    lastMessage: `${february2005}/LastMessage`,
    closeSequence: null,
    closeSequenceResponse: null,
  },
  emptyAcknowledgement: 'zeroRange',
  hasIncompleteSequenceBehavior: false,
  requiredFault: null,
  wrapsFaultDetail: false,
  faultAction: (addressing) => addressing.defaultFaultAction,
};

/** WS-ReliableMessaging 1.1 (OASIS, February 2007). */
export const reliableMessaging11: ReliableMessagingVersion = {
  name: 'WSReliableMessaging11',
  namespace: february2007,
  actions: {
    createSequence: `${february2007}/CreateSequence`,
    createSequenceResponse: `${february2007}/CreateSequenceResponse`,
    sequenceAcknowledgement: `${february2007}/SequenceAcknowledgement`,
    ackRequested: `${february2007}/AckRequested`,
    terminateSequence: `${february2007}/TerminateSequence`,
    terminateSequenceResponse: `${february2007}/TerminateSequenceResponse`,
    lastMessage: null,
    closeSequence: `${february2007}/CloseSequence`,
    closeSequenceResponse: `${february2007}/CloseSequenceResponse`,
  },
  emptyAcknowledgement: 'none',
  hasIncompleteSequenceBehavior: true,
  requiredFault: 'WsrmRequired',
  wrapsFaultDetail: true,
  faultAction: () => `${february2007}/fault`,
};

/** Microsoft's additions to both versions: BufferRemaining and ConnectionLimitReached. */
export const netRmNamespace = 'http://schemas.microsoft.com/ws/2006/05/rm';
