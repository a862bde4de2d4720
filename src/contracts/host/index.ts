export { ServiceEndpoint } from './service-endpoint.js';
export { MetadataExchange } from './metadata-exchange.js';
export { ServiceHost } from './service-host.js';
export type { EndpointOptions, HostTimeouts, ServiceHostOptions } from './service-host.js';
export type { ServiceClass } from './service-implementation.js';
export type { ServiceHealth, ThrottleLoad } from './service-health.js';
export { MetadataExporterToken } from './service-metadata.js';
export type {
  DescribedEndpoint,
  DescribedService,
  MetadataDocument,
  MetadataExporter,
  MetadataLocator,
  ServiceMetadata,
} from './service-metadata.js';
