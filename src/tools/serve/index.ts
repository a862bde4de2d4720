export { serve } from './serve.js';
export type { ServedApplication, ServeOptions } from './serve.js';
