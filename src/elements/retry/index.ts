export { RetryElement, retry } from './retry-element.js';
export type { RetryOptions } from './retry-options.js';
