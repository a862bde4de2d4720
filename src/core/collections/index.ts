export { TransientList } from './transient-list.js';
export type { ListEntry } from './transient-list.js';
export { TransientMap } from './transient-map.js';
