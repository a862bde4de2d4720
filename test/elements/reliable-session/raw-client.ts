import { inProcessNetwork } from '../../../src/transports/in-process/in-process-network.js';

const rm = 'http://docs.oasis-open.org/ws-rx/wsrm/200702';
let ids = 0;

/** A client that says whatever it likes: version 1.1, SOAP 1.2, envelopes written by hand. */
export class RawClient {
  readonly #address: string;
  readonly offered = `urn:test:offer-${String((ids += 1))}`;
  sequence = '';

  constructor(address: string) {
    this.#address = address;
  }

  /** Opens a session; returns the answer. */
  async create(): Promise<string> {
    const answer = await this.say(
      `${rm}/CreateSequence`,
      '',
      `<CreateSequence xmlns="${rm}"><AcksTo><a:Address>http://www.w3.org/2005/08/addressing/anonymous</a:Address></AcksTo><Offer><Identifier>${this.offered}</Identifier></Offer></CreateSequence>`,
    );
    this.sequence = /CreateSequenceResponse[^>]*><Identifier>([^<]*)</.exec(answer)?.[1] ?? '';
    return answer;
  }

  /** Calls ICounter.Next as a message of the session; `acknowledged` are reply numbers from 1. */
  next(number: number | string, acknowledged = 0): Promise<string> {
    return this.say(
      'urn:counter/ICounter/Next',
      this.#acknowledgement(acknowledged) +
        `<r:Sequence s:mustUnderstand="1"><r:Identifier>${this.sequence}</r:Identifier><r:MessageNumber>${String(number)}</r:MessageNumber></r:Sequence>`,
      `<Next xmlns="urn:counter"><call>7</call></Next>`,
    );
  }

  /** Asks for an acknowledgement. */
  ask(acknowledged = 0): Promise<string> {
    return this.say(
      `${rm}/AckRequested`,
      `${this.#acknowledgement(acknowledged)}<r:AckRequested><r:Identifier>${this.sequence}</r:Identifier></r:AckRequested>`,
      '',
    );
  }

  /** Sends an envelope; the answer is '' when there is none. */
  say(action: string, headers: string, body: string): Promise<string> {
    const envelope =
      `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://www.w3.org/2005/08/addressing" xmlns:r="${rm}"><s:Header>` +
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
