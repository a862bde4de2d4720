export { channelLaws } from './channel-laws.js';
export type { DeclareTest, LawAssertions, LawfulStack } from './channel-laws.js';
export { developmentCertificate } from './development-certificate.js';
export type { DevelopmentCertificate } from './development-certificate.js';
export { VirtualClock, virtualClock } from './virtual-clock.js';
