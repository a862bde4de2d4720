import { MetadataExporterToken } from '../contracts/index.js';
import { serviceModule } from '../core/container/index.js';
import { wsdlExporter } from './export/index.js';

export { MetadataError } from './metadata-error.js';
export { importEndpoints, importMetadata } from './import/index.js';
export type {
  ImportLimits,
  ImportNotice,
  ImportedEndpoint,
  ImportedMetadata,
  MetadataSource,
  SerializerChoice,
} from './import/index.js';
export { defaultFileName, generateFiles } from './generate/index.js';
export type { CodeStyle, GeneratedFile } from './generate/index.js';

/** Lets the hosts of a container describe themselves; loaded into the default container. */
export const metadataModule = serviceModule(MetadataExporterToken, wsdlExporter);
