import { MetadataExporterToken } from '../contracts/index.js';
import { serviceModule } from '../core/container/index.js';
import { wsdlExporter } from './export/index.js';

export { MetadataError } from './export/index.js';

/** Lets the hosts of a container describe themselves; loaded into the default container. */
export const metadataModule = serviceModule(MetadataExporterToken, wsdlExporter);
