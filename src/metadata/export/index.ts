export { wsdlExporter } from './metadata-exporter.js';
