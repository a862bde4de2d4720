export { CompositeDuplexElement, compositeDuplex } from './composite-duplex-element.js';
export type { CompositeDuplexOptions } from './composite-duplex-options.js';
