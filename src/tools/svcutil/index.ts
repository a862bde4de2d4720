export { svcutil } from './svcutil.js';
export type { SvcutilOptions, SvcutilResult } from './svcutil.js';
export { writeFiles } from './write-files.js';
export type { WrittenFile } from './write-files.js';
