import { xmlnsNamespace } from '../xml/index.js';
import type { XmlElement, XmlWriter } from '../xml/index.js';
import { XmlError } from '../errors/index.js';
import type { MessageVersion } from './message-version.js';

/** The SOAP attributes a header may carry, and how it is written. */
export interface MessageHeaderOptions {
  /** The receiver must refuse the message if it does not understand this header; default false. */
  readonly mustUnderstand?: boolean | undefined;
  /** The node that the header is for (`actor`, in SOAP 1.2 `role`); default '' (the ultimate receiver). */
  readonly actor?: string | undefined;
  /** SOAP 1.2: an intermediary that does not process the header passes it on; default false. */
  readonly relay?: boolean | undefined;
  /** The header comes from the reference parameters of an address (WS-Addressing 1.0, SOAP binding section 3.2.1). */
  readonly isReferenceParameter?: boolean | undefined;
  /** A prefix that the envelope declares once for all headers of this namespace. */
  readonly prefix?: string | undefined;
  /** A prefix that the header declares by itself; default none: the default namespace. */
  readonly ownPrefix?: string | undefined;
}

/** Writes what stands inside a header element: more attributes first, then content. Called once per transmission. */
export type HeaderContentWriter = (writer: XmlWriter, version: MessageVersion) => void;

/** One SOAP header block: either made here (name, attributes, content) or received (an element tree). */
export class MessageHeader {
  readonly name: string;
  readonly namespace: string;
  readonly mustUnderstand: boolean;
  readonly actor: string;
  readonly relay: boolean;
  readonly isReferenceParameter: boolean;
  /** The prefix the envelope declares for {@link namespace}, or null: then the header declares it itself. */
  readonly prefix: string | null;
  readonly #ownPrefix: string;
  /** The tree as it was received, or null for a header made here. */
  readonly element: XmlElement | null;
  readonly #content: HeaderContentWriter | string;

  private constructor(
    name: string,
    namespace: string,
    content: HeaderContentWriter | string,
    element: XmlElement | null,
    options: MessageHeaderOptions,
  ) {
    this.name = name;
    this.namespace = namespace;
    this.mustUnderstand = options.mustUnderstand ?? false;
    this.actor = options.actor ?? '';
    this.relay = options.relay ?? false;
    this.isReferenceParameter = options.isReferenceParameter ?? false;
    this.prefix = options.prefix ?? null;
    this.#ownPrefix = options.ownPrefix ?? '';
    this.element = element;
    this.#content = content;
  }

  /** A header whose content is text or is written by a function. */
  static create(
    name: string,
    namespace: string,
    content: HeaderContentWriter | string,
    options: MessageHeaderOptions = {},
  ): MessageHeader {
    return new MessageHeader(name, namespace, content, null, options);
  }

  /** A header that is written as the given tree, its SOAP attributes included. */
  static fromElement(element: XmlElement, version: MessageVersion): MessageHeader {
    return new MessageHeader(
      element.localName,
      element.namespaceUri,
      '',
      element,
      element.attributes.length === 0 ? noOptions : readSoapAttributes(element, version),
    );
  }

  /** A reference parameter of an address as a header: its tree, marked as WS-Addressing 1.0 demands. */
  static fromReferenceParameter(element: XmlElement): MessageHeader {
    const write: HeaderContentWriter = (writer) => {
      writeInside(writer, element);
    };
    return new MessageHeader(element.localName, element.namespaceUri, write, null, {
      isReferenceParameter: true,
    });
  }

  /** The character content: of a received header its text, of one made here its text or '' when a function writes it. */
  get text(): string {
    if (this.element !== null) return this.element.text;
    return typeof this.#content === 'string' ? this.#content : '';
  }

  /** Writes the header block with its SOAP attributes in .NET's order (actor, mustUnderstand, relay). */
  write(writer: XmlWriter, version: MessageVersion): void {
    if (this.element !== null) {
      writer.writeElement(this.element);
      return;
    }
    writer.writeStartElement(this.prefix ?? this.#ownPrefix, this.name, this.namespace);
    const envelope = version.envelope.namespace;
    if (this.actor !== '')
      writer.writeAttribute('s', version.envelope.actorAttribute, envelope, this.actor);
    if (this.mustUnderstand) writer.writeAttribute('s', 'mustUnderstand', envelope, '1');
    if (this.relay && version.envelope.name === 'Soap12')
      writer.writeAttribute('s', 'relay', envelope, '1');
    if (this.isReferenceParameter && version.addressing.name === 'WSAddressing10') {
      writer.writeAttribute('a', 'IsReferenceParameter', version.addressing.namespace, 'true');
    }
    if (typeof this.#content === 'string') writer.writeText(this.#content);
    else this.#content(writer, version);
    writer.writeEndElement();
  }
}

const noOptions: MessageHeaderOptions = {};

/** Writes the attributes and children of an element into the one that is open. */
function writeInside(writer: XmlWriter, element: XmlElement): void {
  for (const [prefix, namespace] of element.outerNamespaces) {
    if (prefix !== '') writer.writeNamespace(prefix, namespace);
  }
  for (const { prefix, localName, namespaceUri, value } of element.attributes) {
    if (namespaceUri !== xmlnsNamespace)
      writer.writeAttribute(prefix, localName, namespaceUri, value);
    else if (prefix !== '') writer.writeNamespace(localName, value);
  }
  for (const child of element.children) {
    if (typeof child === 'string') writer.writeText(child);
    else writer.writeElement(child);
  }
}

function readSoapAttributes(element: XmlElement, version: MessageVersion): MessageHeaderOptions {
  const envelope = version.envelope.namespace;
  let mustUnderstand = false;
  let actor = '';
  let relay = false;
  let isReferenceParameter = false;
  for (const attribute of element.attributes) {
    if (attribute.namespaceUri === envelope) {
      if (attribute.localName === 'mustUnderstand')
        mustUnderstand = readFlag(attribute.value, element, 'mustUnderstand');
      else if (attribute.localName === version.envelope.actorAttribute) actor = attribute.value;
      else if (attribute.localName === 'relay') relay = readFlag(attribute.value, element, 'relay');
    } else if (
      attribute.localName === 'IsReferenceParameter' &&
      attribute.namespaceUri === version.addressing.namespace
    ) {
      isReferenceParameter = readFlag(attribute.value, element, 'IsReferenceParameter');
    }
  }
  return { mustUnderstand, actor, relay, isReferenceParameter };
}

function readFlag(value: string, element: XmlElement, name: string): boolean {
  switch (value.trim()) {
    case '1':
    case 'true':
      return true;
    case '0':
    case 'false':
      return false;
    default:
      throw new XmlError(
        `The ${name} attribute of the header '${element.localName}' is '${value}'; it must be 0, 1, true or false.`,
      );
  }
}
