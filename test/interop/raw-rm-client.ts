import { randomUUID } from 'node:crypto';

const addressing = 'http://www.w3.org/2005/08/addressing';
const contract = 'http://Microsoft.ServiceModel.Samples';

const namespaces = {
  February2005: 'http://schemas.xmlsoap.org/ws/2005/02/rm',
  '11': 'http://docs.oasis-open.org/ws-rx/wsrm/200702',
} as const;

/** One HTTP answer. */
export interface RawAnswer {
  readonly status: number;
  readonly contentType: string | null;
  readonly body: string;
}

/**
 * A client that writes by hand the envelopes which .NET writes, one POST each, and keeps no state but the two
 * sequences: for provoking a server with duplicates, gaps and calls at the wrong time.
 */
export class RawRmClient {
  readonly namespace: string;
  readonly #url: string;
  readonly #offered = newId();
  #sequence = '';

  constructor(url: string, version: keyof typeof namespaces) {
    this.#url = url;
    this.namespace = namespaces[version];
  }

  /** Creates the sequence with an offer; version 1.1 also says what becomes of an incomplete sequence. */
  async create(behavior?: 'NoDiscard' | 'DiscardFollowingFirstGap'): Promise<RawAnswer> {
    const extra =
      behavior === undefined
        ? ''
        : `<Endpoint>${anonymous}</Endpoint><IncompleteSequenceBehavior>${behavior}</IncompleteSequenceBehavior>`;
    const answer = await this.#post(
      action(`${this.namespace}/CreateSequence`) + messageId(),
      `<CreateSequence xmlns="${this.namespace}"><AcksTo>${anonymous}</AcksTo>` +
        `<Offer><Identifier>${this.#offered}</Identifier>${extra}</Offer></CreateSequence>`,
    );
    this.#sequence = /Identifier>([^<]+)</u.exec(answer.body)?.[1] ?? '';
    return answer;
  }

  /** A two-way call; the arguments are the XML inside the operation's element. */
  call(messageNumber: number, operation: string, args = ''): Promise<RawAnswer> {
    return this.#post(
      this.#sequenceHeader(messageNumber) +
        action(`${contract}/ICalculator/${operation}`) +
        messageId() +
        `<a:ReplyTo>${anonymous}</a:ReplyTo>`,
      `<${operation} xmlns="${contract}">${args}</${operation}>`,
    );
  }

  add(messageNumber: number, n1: number, n2: number): Promise<RawAnswer> {
    return this.call(messageNumber, 'Add', `<n1>${String(n1)}</n1><n2>${String(n2)}</n2>`);
  }

  /** A one-way call. */
  note(messageNumber: number, text: string): Promise<RawAnswer> {
    return this.#post(
      this.#sequenceHeader(messageNumber) + action(`${contract}/ICalculator/Note`),
      `<Note xmlns="${contract}"><text>${text}</text></Note>`,
    );
  }

  requestAcknowledgement(): Promise<RawAnswer> {
    return this.#post(
      `<r:AckRequested><r:Identifier>${this.#sequence}</r:Identifier></r:AckRequested>` +
        action(`${this.namespace}/AckRequested`),
      '',
    );
  }

  /** February 2005: the empty last message. */
  lastMessage(messageNumber: number, repliesReceived: number): Promise<RawAnswer> {
    return this.#post(
      this.#acknowledgement(repliesReceived) +
        this.#sequenceHeader(messageNumber, '<r:LastMessage/>') +
        action(`${this.namespace}/LastMessage`),
      '',
    );
  }

  /** 1.1: CloseSequence. */
  close(lastNumber: number, repliesReceived: number): Promise<RawAnswer> {
    return this.#end('CloseSequence', repliesReceived, lastNumber);
  }

  /** TerminateSequence; only version 1.1 gives the last number. */
  terminate(repliesReceived: number, lastNumber?: number): Promise<RawAnswer> {
    return this.#end('TerminateSequence', repliesReceived, lastNumber);
  }

  #end(name: string, repliesReceived: number, lastNumber?: number): Promise<RawAnswer> {
    const last =
      lastNumber === undefined ? '' : `<r:LastMsgNumber>${String(lastNumber)}</r:LastMsgNumber>`;
    const final = lastNumber === undefined ? '' : '<r:Final/>';
    return this.#post(
      this.#acknowledgement(repliesReceived, final) +
        action(`${this.namespace}/${name}`) +
        messageId(),
      `<r:${name}><r:Identifier>${this.#sequence}</r:Identifier>${last}</r:${name}>`,
    );
  }

  #sequenceHeader(messageNumber: number, last = ''): string {
    return (
      `<r:Sequence s:mustUnderstand="1"><r:Identifier>${this.#sequence}</r:Identifier>` +
      `<r:MessageNumber>${String(messageNumber)}</r:MessageNumber>${last}</r:Sequence>`
    );
  }

  #acknowledgement(upper: number, final = ''): string {
    return (
      `<r:SequenceAcknowledgement><r:Identifier>${this.#offered}</r:Identifier>` +
      `<r:AcknowledgementRange Lower="${String(Math.min(1, upper))}" Upper="${String(upper)}"/>` +
      `${final}</r:SequenceAcknowledgement>`
    );
  }

  async #post(headers: string, body: string): Promise<RawAnswer> {
    const response = await fetch(this.#url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/soap+xml; charset=utf-8' },
      body:
        `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:r="${this.namespace}" ` +
        `xmlns:a="${addressing}"><s:Header>${headers}<a:To s:mustUnderstand="1">${this.#url}</a:To>` +
        `</s:Header><s:Body>${body}</s:Body></s:Envelope>`,
    });
    const contentType = response.headers.get('content-type');
    return { status: response.status, contentType, body: await response.text() };
  }
}

const anonymous = `<a:Address xmlns:a="${addressing}">${addressing}/anonymous</a:Address>`;

function action(uri: string): string {
  return `<a:Action s:mustUnderstand="1">${uri}</a:Action>`;
}

function messageId(): string {
  return `<a:MessageID>${newId()}</a:MessageID>`;
}

function newId(): string {
  return `urn:uuid:${randomUUID()}`;
}
