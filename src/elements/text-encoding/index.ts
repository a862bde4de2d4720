export { TextEncodingElement, textEncoding } from './text-encoding-element.js';
export type { TextEncodingOptions, TextWriteEncoding } from './text-encoding-options.js';
