export { VirtualClock, virtualClock } from './virtual-clock.js';
