import { ChannelStackError, ProtocolError, XmlError } from '../errors/index.js';
import { xmlNamespace } from '../xml/index.js';
import type { XmlElement } from '../xml/index.js';
import { FaultCode, MessageFault } from './message-fault.js';
import type { FaultReasonText } from './message-fault.js';
import type { Message } from './message.js';
import type { EnvelopeVersion } from './message-version.js';

/** Reads the body of a message whose `isFault` is true. What SOAP does not allow in it is a {@link ProtocolError}. */
export function readFault(message: Message): MessageFault {
  const { envelope } = message.version;
  try {
    const reader = message.getReaderAtBodyContents();
    const fault = reader.readElement();
    return envelope.name === 'Soap11' ? readSoap11(fault, envelope) : readSoap12(fault, envelope);
  } catch (error) {
    if (!ChannelStackError.is(error)) throw error;
    throw new ProtocolError(
      `The peer answered with a fault that is not valid ${envelope.name}: ${error.message}`,
      {
        cause: error,
      },
    );
  }
}

function readSoap11(fault: XmlElement, envelope: EnvelopeVersion): MessageFault {
  const children = new ChildCursor(fault);
  const codeElement = children.require('faultcode', '');
  const reasonElement = children.require('faultstring', '');
  const actor = children.take('faultactor', '')?.text;
  const detail = children.take('detail', '');
  children.end();
  const language = reasonElement.attribute('lang', xmlNamespace) ?? '';
  return new MessageFault({
    code: readQualifiedName(codeElement, envelope),
    reason: [{ text: reasonElement.text, language }],
    actor,
    node: actor,
    detail: onlyDetail(detail),
  });
}

function readSoap12(fault: XmlElement, envelope: EnvelopeVersion): MessageFault {
  const { namespace } = envelope;
  const children = new ChildCursor(fault);
  const code = readSoap12Code(children.require('Code', namespace), envelope);
  const reasonElement = children.require('Reason', namespace);
  const node = children.take('Node', namespace)?.text;
  const actor = children.take('Role', namespace)?.text;
  const detail = children.take('Detail', namespace);
  children.end();
  const reasons = reasonElement.elements.map((text): FaultReasonText => {
    if (!text.is('Text', namespace)) throw unexpected(text, reasonElement);
    const language = text.attribute('lang', xmlNamespace);
    if (language === null)
      throw new XmlError('A reason Text of the fault lacks its xml:lang attribute.');
    return { text: text.text, language };
  });
  if (reasons.length === 0) throw new XmlError('The Reason of the fault has no Text.');
  return new MessageFault({ code, reason: reasons, node, actor, detail: onlyDetail(detail) });
}

function readSoap12Code(element: XmlElement, envelope: EnvelopeVersion): FaultCode {
  const children = new ChildCursor(element);
  const value = readQualifiedName(children.require('Value', envelope.namespace), envelope);
  const subCode = children.take('Subcode', envelope.namespace);
  children.end();
  if (subCode === null) return value;
  return new FaultCode(value.name, value.namespace, readSoap12Code(subCode, envelope));
}

function readQualifiedName(element: XmlElement, envelope: EnvelopeVersion): FaultCode {
  const text = element.text.trim();
  const colon = text.indexOf(':');
  const prefix = colon < 0 ? '' : text.slice(0, colon);
  const namespace = element.lookupNamespace(prefix) ?? '';
  if (colon >= 0 && namespace === '') {
    throw new XmlError(`The prefix '${prefix}' of the fault code '${text}' is not declared.`);
  }
  return new FaultCode(text.slice(colon + 1), namespace === envelope.namespace ? '' : namespace);
}

function onlyDetail(detail: XmlElement | null): XmlElement | null {
  if (detail === null) return null;
  const [first, second] = detail.elements;
  if (second !== undefined)
    throw new XmlError('The detail of the fault has more than one element; only one is allowed.');
  return first ?? null;
}

function unexpected(found: XmlElement, inside: XmlElement): XmlError {
  return new XmlError(
    `The element '${found.localName}' is not allowed here in '${inside.localName}'.`,
  );
}

/** Takes the child elements of an element in order. */
class ChildCursor {
  readonly #parent: XmlElement;
  readonly #children: readonly XmlElement[];
  #next = 0;

  constructor(parent: XmlElement) {
    this.#parent = parent;
    this.#children = parent.elements;
  }

  take(name: string, namespace: string): XmlElement | null {
    const child = this.#children[this.#next];
    if (child?.is(name, namespace) !== true) return null;
    this.#next += 1;
    return child;
  }

  require(name: string, namespace: string): XmlElement {
    const child = this.take(name, namespace);
    if (child !== null) return child;
    throw new XmlError(
      `The element '${name}' is missing in '${this.#parent.localName}' of the fault.`,
    );
  }

  end(): void {
    const child = this.#children[this.#next];
    if (child !== undefined) throw unexpected(child, this.#parent);
  }
}
