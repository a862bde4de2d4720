export { generateFiles } from './code-generator.js';
export type { CodeGeneratorOptions, CodeModel, CodeStyle, GeneratedFile } from './code-generator.js';
export type { ClientSource } from './client-code.js';
