import type { PageAnswer } from '../../core/binding/index.js';
import type { ServiceSettings } from '../behaviors/index.js';
import type {
  DescribedService,
  MetadataDocument,
  MetadataExporter,
  MetadataLocator,
  ServiceMetadata,
} from './service-metadata.js';

/** What is asked for in a query: `wsdl`, `xsd`, `singlewsdl` or `disco`, and which of them. */
export interface MetadataQuestion {
  readonly key: string;
  readonly value: string;
}

/** What documents are made from, when they are asked for. */
export interface PublishedMetadataSource {
  readonly settings: ServiceSettings;
  readonly exporter: () => MetadataExporter;
  /** The service with the addresses of its endpoints as `addressOf` gives them. */
  describe(addressOf: (address: string) => string): DescribedService;
}

/** The documents of a service, made when the first of them is asked for. */
export class PublishedMetadata {
  readonly #source: PublishedMetadataSource;
  #made: ServiceMetadata | null = null;

  constructor(source: PublishedMetadataSource) {
    this.#source = source;
  }

  /** The answer to a question, or null where there is none. `url` is the address with the question in it. */
  answer({ key, value }: MetadataQuestion, url: URL, hasHelpPage: boolean): PageAnswer | null {
    const { metadata } = this.#source.settings;
    if (metadata.externalLocation !== null)
      return key === 'wsdl' && value === '' ? redirect(metadata.externalLocation) : null;
    if (key === 'disco') return hasHelpPage ? xml(disco(this.#addressFor(url))) : null;
    const described = this.#describe(url);
    if (key === 'singlewsdl') return xml(described.renderSingle());
    const document = described.documents.find(
      ({ kind, name }) => kind === key && name === value && (key === 'wsdl' || value !== ''),
    );
    if (document === undefined) return null;
    return xml(described.render(document, locatorAt(this.#addressFor(url))));
  }

  /** The documents as they stand in an answer to WS-MetadataExchange: without locations. */
  describe(): ServiceMetadata {
    return (this.#made ??= this.#export((address) => address));
  }

  #describe(url: URL): ServiceMetadata {
    if (!this.#source.settings.metadataUsesRequestHeaders) return this.describe();
    return this.#export((address) => sameScheme(address, url) ?? address);
  }

  #export(addressOf: (address: string) => string): ServiceMetadata {
    return this.#source.exporter().export(this.#source.describe(addressOf));
  }

  /** Where the documents are: the first endpoint of the scheme, or where they were asked for. */
  #addressFor(url: URL): string {
    const { endpoints } = this.#source.describe((address) => address);
    const first = endpoints.find(({ address }) => address.startsWith(url.protocol));
    const address = first?.address ?? url.origin + url.pathname;
    if (!this.#source.settings.metadataUsesRequestHeaders) return address;
    return sameScheme(address, url) ?? address;
  }
}

/** An address of the scheme of the request, with the host and port of the request. */
function sameScheme(address: string, { protocol, host }: URL): string | null {
  const url = new URL(address);
  if (url.protocol !== protocol) return null;
  return `${protocol}//${host}${url.pathname}${url.search}`;
}

function locatorAt(address: string): MetadataLocator {
  return ({ kind, name }: MetadataDocument) => `${address}?${kind}${name === '' ? '' : `=${name}`}`;
}

function disco(address: string): string {
  const reference = escapeAttribute(`${address}?wsdl`);
  return `<?xml version="1.0" encoding="utf-8"?><discovery xmlns="http://schemas.xmlsoap.org/disco/"><contractRef ref="${reference}" docRef="${escapeAttribute(address)}" xmlns="http://schemas.xmlsoap.org/disco/scl/"/></discovery>`;
}

function escapeAttribute(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${String(character.charCodeAt(0))};`);
}

function xml(body: string): PageAnswer {
  return { status: 200, contentType: 'text/xml; charset=UTF-8', body };
}

function redirect(location: string): PageAnswer {
  return { status: 307, contentType: null, body: '', location };
}
