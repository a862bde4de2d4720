export type { Clock, Timer, TimerOptions } from './clock.js';
export { Deadlines } from './deadlines.js';
export type { Deadline, Deadlined } from './deadlines.js';
export { SystemClock } from './system-clock.js';
export { TimerHeap } from './timer-heap.js';
export type { HeapEntry } from './timer-heap.js';
