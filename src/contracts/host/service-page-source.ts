import type { ServiceSettings } from '../behaviors/index.js';
import type { PublishedMetadata } from './published-metadata.js';
import type { ServiceEndpoint } from './service-endpoint.js';

/** What the page of a service is made from. */
export interface ServicePageSource {
  readonly name: string;
  readonly endpoints: readonly ServiceEndpoint[];
  readonly settings: ServiceSettings;
  readonly metadata: PublishedMetadata;
}
