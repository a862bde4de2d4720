export { developmentCertificate } from './development-certificate.js';
export type { DevelopmentCertificate } from './development-certificate.js';
export { VirtualClock, virtualClock } from './virtual-clock.js';
