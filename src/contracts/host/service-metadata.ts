import { token } from '../../core/container/index.js';
import type { Binding } from '../../core/binding/index.js';
import type { MessageVersion } from '../../core/message/index.js';
import type { ContractDescription } from '../description/index.js';

/** An endpoint as its metadata tells of it. */
export interface DescribedEndpoint {
  /** The name of port and binding; null: that of the binding and that of the contract. */
  readonly name: string | null;
  readonly contract: ContractDescription;
  readonly binding: Binding;
  readonly version: MessageVersion;
  readonly address: string;
}

/** What metadata is made from. */
export interface DescribedService {
  readonly name: string;
  readonly namespace: string;
  readonly endpoints: readonly DescribedEndpoint[];
  readonly policyVersion: 'Policy12' | 'Policy15';
}

/** One document of several that describe a service. */
export interface MetadataDocument {
  readonly kind: 'wsdl' | 'xsd';
  /** What it is asked for by: `wsdl0` in `?wsdl=wsdl0`; '' for the document of the service. */
  readonly name: string;
  readonly targetNamespace: string;
}

/** Says where a document is; null: not at all. */
export type MetadataLocator = (document: MetadataDocument) => string | null;

/** The documents that describe a service. */
export interface ServiceMetadata {
  /** WSDL documents first, and schemas after them. */
  readonly documents: readonly MetadataDocument[];
  /** The text of a document, which refers to others where `locate` says that they are. */
  render(document: MetadataDocument, locate: MetadataLocator): string;
  /** All of it in one document. */
  renderSingle(): string;
}

/** Describes services. */
export interface MetadataExporter {
  /** @throws ChannelStackError for a service that cannot be described */
  export(service: DescribedService): ServiceMetadata;
}

/** Who describes the services of a container. Default: WSDL 1.1, XML Schema and WS-Policy. */
export const MetadataExporterToken = token<MetadataExporter>('metadataExporter');
