export { OneWayElement, oneWay } from './one-way-element.js';
