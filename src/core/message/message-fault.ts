import type { XmlElement, XmlWriter } from '../xml/index.js';

/** A fault code: a qualified name, and the codes below it (SOAP 1.2 sub codes). An empty namespace is the envelope's. */
export class FaultCode {
  readonly name: string;
  readonly namespace: string;
  readonly subCode: FaultCode | null;

  constructor(name: string, namespace = '', subCode: FaultCode | null = null) {
    this.name = name;
    this.namespace = namespace;
    this.subCode = subCode;
  }

  /** The sender is to blame: `Sender` in SOAP 1.2, `Client` in SOAP 1.1. */
  static sender(subCode: FaultCode | null = null): FaultCode {
    return new FaultCode('Sender', '', subCode);
  }

  /** The receiver is to blame: `Receiver` in SOAP 1.2, `Server` in SOAP 1.1. */
  static receiver(subCode: FaultCode | null = null): FaultCode {
    return new FaultCode('Receiver', '', subCode);
  }

  get isSender(): boolean {
    return this.namespace === '' && (this.name === 'Sender' || this.name === 'Client');
  }

  get isReceiver(): boolean {
    return this.namespace === '' && (this.name === 'Receiver' || this.name === 'Server');
  }

  /** True when this code, or one below it, has the name. */
  has(name: string, namespace: string): boolean {
    if (this.name === name && this.namespace === namespace) return true;
    return this.subCode?.has(name, namespace) ?? false;
  }

  toString(): string {
    const own = this.namespace === '' ? this.name : `{${this.namespace}}${this.name}`;
    return this.subCode === null ? own : `${own} > ${this.subCode.toString()}`;
  }
}

/** A reason in one language. `language` is an xml:lang value; '' is "no language in particular". */
export interface FaultReasonText {
  readonly text: string;
  readonly language: string;
}

/** What a {@link MessageFault} is made from. */
export interface MessageFaultInit {
  readonly code: FaultCode;
  /** One text (taken as en-US, as .NET does on such a machine) or texts in several languages. */
  readonly reason: string | readonly FaultReasonText[];
  readonly actor?: string | undefined;
  readonly node?: string | undefined;
  /** The one element inside the detail. */
  readonly detail?: XmlElement | ((writer: XmlWriter) => void) | null | undefined;
}

/** The content of a SOAP fault, the same for both SOAP versions. */
export class MessageFault {
  readonly code: FaultCode;
  readonly reasons: readonly FaultReasonText[];
  readonly actor: string;
  readonly node: string;
  readonly detail: XmlElement | ((writer: XmlWriter) => void) | null;

  constructor(init: MessageFaultInit) {
    this.code = init.code;
    this.reasons =
      typeof init.reason === 'string' ? [{ text: init.reason, language: 'en-US' }] : init.reason;
    this.actor = init.actor ?? '';
    this.node = init.node ?? '';
    this.detail = init.detail ?? null;
  }

  /** The reason in English when there is one, else the first. */
  get reason(): string {
    const english = this.reasons.find(({ language }) => language.toLowerCase().startsWith('en'));
    return (english ?? this.reasons[0])?.text ?? '';
  }

  /** The detail as a tree: of a received fault, and of one made from a tree. */
  get detailElement(): XmlElement | null {
    return typeof this.detail === 'function' ? null : this.detail;
  }
}
