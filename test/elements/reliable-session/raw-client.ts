import { inProcessNetwork } from '../../../src/transports/in-process/in-process-network.js';

/** The namespaces of the two versions of the protocol. */
export const rmNamespaces = {
  WSReliableMessagingFebruary2005: 'http://schemas.xmlsoap.org/ws/2005/02/rm',
  WSReliableMessaging11: 'http://docs.oasis-open.org/ws-rx/wsrm/200702',
} as const;
let ids = 0;

/** A client that says whatever it likes: SOAP 1.2, envelopes written by hand. */
export class RawClient {
  readonly #address: string;
  readonly #rm: string;
  readonly offered = `urn:test:offer-${String((ids += 1))}`;
  sequence = '';

  constructor(address: string, version: keyof typeof rmNamespaces = 'WSReliableMessaging11') {
    this.#address = address;
    this.#rm = rmNamespaces[version];
  }

  /** Opens a session; returns the answer. */
  async create(offer = `<Offer><Identifier>${this.offered}</Identifier></Offer>`): Promise<string> {
    const answer = await this.say(
      this.action('CreateSequence'),
      '',
      `<CreateSequence xmlns="${this.#rm}"><AcksTo><a:Address>http://www.w3.org/2005/08/addressing/anonymous</a:Address></AcksTo>${offer}</CreateSequence>`,
    );
    this.sequence = /CreateSequenceResponse[^>]*><Identifier>([^<]*)</.exec(answer)?.[1] ?? '';
    return answer;
  }

  /** Calls ICounter.Next as a message of the session; `acknowledged` are reply numbers from 1. */
  next(number: number | string, acknowledged = 0, more = ''): Promise<string> {
    return this.say(
      'urn:counter/ICounter/Next',
      this.#acknowledgement(acknowledged) +
        `<r:Sequence s:mustUnderstand="1"><r:Identifier>${this.sequence}</r:Identifier><r:MessageNumber>${String(number)}</r:MessageNumber>${more}</r:Sequence>`,
      `<Next xmlns="urn:counter"><call>7</call></Next>`,
    );
  }

  /** Asks for an acknowledgement. */
  ask(acknowledged = 0): Promise<string> {
    return this.say(
      this.action('AckRequested'),
      `${this.#acknowledgement(acknowledged)}<r:AckRequested><r:Identifier>${this.sequence}</r:Identifier></r:AckRequested>`,
      '',
    );
  }

  action(name: string): string {
    return `${this.#rm}/${name}`;
  }

  /** Says that the sequence is at its end; version 1.1 also tells the last number. */
  end(name: 'CloseSequence' | 'TerminateSequence', lastNumber: number | null): Promise<string> {
    const last =
      lastNumber === null ? '' : `<r:LastMsgNumber>${String(lastNumber)}</r:LastMsgNumber>`;
    return this.say(
      this.action(name),
      '',
      `<r:${name}><r:Identifier>${this.sequence}</r:Identifier>${last}</r:${name}>`,
    );
  }

  /** Sends an envelope; the answer is '' when there is none. */
  say(action: string, headers: string, body: string): Promise<string> {
    const envelope =
      `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://www.w3.org/2005/08/addressing" xmlns:r="${this.#rm}"><s:Header>` +
      `${headers}<a:Action s:mustUnderstand="1">${action}</a:Action><a:MessageID>urn:test:${String((ids += 1))}</a:MessageID>` +
      `<a:To s:mustUnderstand="1">${this.#address}</a:To></s:Header><s:Body>${body}</s:Body></s:Envelope>`;
    return new Promise((resolve, reject) => {
      inProcessNetwork.find(this.#address).deliver({
        bytes: Buffer.from(envelope),
        contentType: 'application/soap+xml; charset=utf-8',
        onCancel: () => undefined,
        answer: (bytes) => {
          resolve(bytes === null ? '' : Buffer.from(bytes).toString());
        },
        fail: reject,
      });
    });
  }

  #acknowledgement(upper: number): string {
    return upper === 0
      ? ''
      : `<r:SequenceAcknowledgement><r:Identifier>${this.offered}</r:Identifier><r:AcknowledgementRange Lower="1" Upper="${String(upper)}"/></r:SequenceAcknowledgement>`;
  }
}
