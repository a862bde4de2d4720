export { generateFiles } from './code-generator.js';
export { defaultFileName } from './file-name.js';
export type { CodeStyle, GeneratedFile } from './code-generator.js';
