export { MetadataError } from '../metadata-error.js';
export { wsdlExporter } from './metadata-exporter.js';
