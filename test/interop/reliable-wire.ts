import type { RecordedExchange } from './recording-proxy.js';

/** What a message of a reliable session says, as it passed the wire. */
export interface WireMessage {
  /** The last part of the action, or '' for an empty body. */
  readonly action: string;
  /** The number in its Sequence header, or null. */
  readonly number: number | null;
  readonly asksForAcknowledgement: boolean;
  readonly acknowledges: boolean;
  readonly body: string;
}

/** Reads one message. */
export function readWire(body: string): WireMessage {
  const action = /<(?:\w+:)?Action[^>]*>([^<]*)</.exec(body)?.[1] ?? '';
  const number = /<(?:\w+:)?MessageNumber>(\d+)</.exec(body)?.[1];
  return {
    action: action.replace(/^.*\//, ''),
    number: number === undefined ? null : Number(number),
    asksForAcknowledgement: /<(?:\w+:)?AckRequested[ >]/.test(body),
    acknowledges: /<(?:\w+:)?SequenceAcknowledgement[ >]/.test(body),
    body,
  };
}

/** The requests that passed. */
export function requests(exchanges: readonly RecordedExchange[]): WireMessage[] {
  return exchanges.map(({ request }) => readWire(request.body));
}

/** The numbers of the application messages in the order in which they were sent first. */
export function firstTransmissions(
  messages: readonly WireMessage[],
  action: string,
): WireMessage[] {
  const seen = new Set<number>();
  return messages
    .filter(({ action: one, number }) => one === action && number !== null)
    .filter(({ number }) => {
      if (number === null || seen.has(number)) return false;
      seen.add(number);
      return true;
    });
}
