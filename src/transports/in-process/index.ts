export { InProcessTransportElement, inProcessTransport } from './in-process-element.js';
export type { InProcessTransportOptions } from './in-process-options.js';
