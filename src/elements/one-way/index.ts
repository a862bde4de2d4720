export { OneWayElement, oneWay } from './one-way-element.js';
export type { OneWayOptions } from './one-way-element.js';
