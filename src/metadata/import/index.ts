export { importMetadata } from './metadata-importer.js';
export type { ImportedMetadata } from './metadata-importer.js';
export type { SerializerChoice } from './serializer-choice.js';
export type { ImportLimits, MetadataSource } from './document-set.js';
export type { ImportNotice } from './import-report.js';
export { importEndpoints } from './binding-import.js';
export type { ImportedEndpoint } from './binding-import.js';
