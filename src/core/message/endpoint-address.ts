import { XmlError } from '../errors/index.js';
import type { XmlElement, XmlWriter } from '../xml/index.js';
import type { AddressingVersion } from './message-version.js';

const identityNamespace = 'http://schemas.xmlsoap.org/ws/2006/02/addressingidentity';
/** Stands in front of the class, whose own constants need it. */
const noHeaders: readonly XmlElement[] = [];

/** What a client expects its server to prove: WCF's EndpointIdentity. */
export interface EndpointIdentity {
  /** A name in the server's certificate. */
  readonly dns?: string | undefined;
  /** The server certificate itself, DER. */
  readonly certificate?: Uint8Array | undefined;
  readonly userPrincipalName?: string | undefined;
  readonly servicePrincipalName?: string | undefined;
}

/** What an {@link EndpointAddress} is made from beside its URI. */
export interface EndpointAddressInit {
  /** Reference parameters: sent as headers of each message to this address. */
  readonly headers?: readonly XmlElement[] | undefined;
  readonly identity?: EndpointIdentity | undefined;
}

/**
 * The address of an endpoint: a URI, reference parameters and the expected identity. The anonymous address ("reply on the
 * connection you were asked on") and the none address are written as the URI that each addressing version has for them.
 */
export class EndpointAddress {
  static readonly anonymous = new EndpointAddress(
    'http://schemas.microsoft.com/2005/12/ServiceModel/Addressing/Anonymous',
  );
  static readonly none = new EndpointAddress(
    'http://schemas.microsoft.com/2005/12/ServiceModel/Addressing/None',
  );

  readonly uri: string;
  readonly headers: readonly XmlElement[];
  readonly identity: EndpointIdentity | null;

  constructor(uri: string | URL, init: EndpointAddressInit = {}) {
    this.uri = typeof uri === 'string' ? uri : uri.href;
    this.headers = init.headers ?? noHeaders;
    this.identity = init.identity ?? null;
  }

  get isAnonymous(): boolean {
    return this.uri === EndpointAddress.anonymous.uri;
  }

  get isNone(): boolean {
    return this.uri === EndpointAddress.none.uri;
  }

  /** The URI as a given addressing version writes it. Throws {@link XmlError} for the none address in August 2004. */
  uriFor(addressing: AddressingVersion): string {
    if (this.isAnonymous) return addressing.anonymous;
    if (!this.isNone) return this.uri;
    if (addressing.none !== null) return addressing.none;
    throw new XmlError(
      `The "none" address does not exist in ${addressing.name}; use WS-Addressing 1.0 or another address.`,
    );
  }

  /** Writes Address, ReferenceParameters and Identity: what stands inside any endpoint-reference element. */
  writeContents(writer: XmlWriter, addressing: AddressingVersion): void {
    const namespace = addressing.namespace;
    writer.writeStartElement('a', 'Address', namespace);
    writer.writeText(this.uriFor(addressing));
    writer.writeEndElement();
    if (this.headers.length > 0) {
      writer.writeStartElement('a', 'ReferenceParameters', namespace);
      for (const header of this.headers) writer.writeElement(header);
      writer.writeEndElement();
    }
    if (this.identity !== null) writeIdentity(writer, this.identity);
  }

  /** Reads an endpoint-reference element. Unknown children after the known ones are extensions and ignored. */
  static fromElement(element: XmlElement, addressing: AddressingVersion): EndpointAddress {
    const { elements } = element;
    const first = elements[0];
    if (first?.is('Address', addressing.namespace) !== true) {
      throw new XmlError(
        `The element ${element.localName} must start with an Address in ${addressing.namespace}.`,
      );
    }
    const headers: XmlElement[] = [];
    let identity: EndpointIdentity | undefined;
    for (const child of elements) {
      if (child === first) continue;
      if (
        child.is('ReferenceParameters', addressing.namespace) ||
        child.is('ReferenceProperties', addressing.namespace)
      ) {
        headers.push(...child.elements);
      } else if (child.is('Identity', identityNamespace)) {
        identity = readIdentity(child);
      } else if (child.is('Metadata', addressing.namespace) && child.children.length === 0) {
        throw new XmlError(
          `The Metadata element of ${element.localName} is empty; leave it out or fill it.`,
        );
      }
    }
    const uri = first.text.trim();
    if (uri === addressing.anonymous) return EndpointAddress.anonymous;
    if (uri === addressing.none) return EndpointAddress.none;
    if (!URL.canParse(uri))
      throw new XmlError(
        `The Address of ${element.localName} is '${uri}'; it must be an absolute URI.`,
      );
    return new EndpointAddress(uri, { headers, identity });
  }

  toString(): string {
    return this.uri;
  }
}

function writeIdentity(writer: XmlWriter, identity: EndpointIdentity): void {
  writer.writeStartElement('', 'Identity', identityNamespace);
  writeIdentityClaim(writer, 'Dns', identity.dns);
  writeIdentityClaim(writer, 'Upn', identity.userPrincipalName);
  writeIdentityClaim(writer, 'Spn', identity.servicePrincipalName);
  if (identity.certificate !== undefined) {
    writer.writeStartElement('', 'KeyInfo', 'http://www.w3.org/2000/09/xmldsig#');
    writer.writeStartElement('', 'X509Data', 'http://www.w3.org/2000/09/xmldsig#');
    writer.writeStartElement('', 'X509Certificate', 'http://www.w3.org/2000/09/xmldsig#');
    writer.writeBase64(identity.certificate);
    writer.writeEndElement();
    writer.writeEndElement();
    writer.writeEndElement();
  }
  writer.writeEndElement();
}

function writeIdentityClaim(writer: XmlWriter, name: string, value: string | undefined): void {
  if (value === undefined) return;
  writer.writeStartElement('', name, identityNamespace);
  writer.writeText(value);
  writer.writeEndElement();
}

function readIdentity(element: XmlElement): EndpointIdentity {
  const claim = (name: string): string | undefined =>
    element.element(name, identityNamespace)?.text.trim();
  const certificate = element
    .element('KeyInfo', 'http://www.w3.org/2000/09/xmldsig#')
    ?.element('X509Data', 'http://www.w3.org/2000/09/xmldsig#')
    ?.element('X509Certificate', 'http://www.w3.org/2000/09/xmldsig#')?.text;
  return {
    dns: claim('Dns'),
    userPrincipalName: claim('Upn'),
    servicePrincipalName: claim('Spn'),
    certificate: certificate === undefined ? undefined : Buffer.from(certificate, 'base64'),
  };
}
