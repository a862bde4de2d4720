export { channelLaws } from './channel-laws.js';
export type { DeclareTest, LawAssertions, LawfulStack } from './channel-laws.js';
export { developmentCertificate } from './development-certificate.js';
export type { DevelopmentCertificate } from './development-certificate.js';
export { FaultInjectionElement, faultInjection } from './fault-injection/index.js';
export type {
  Fault,
  FaultInjectionOptions,
  InjectedFault,
  PassingMessage,
} from './fault-injection/index.js';
export { inProcess } from './in-process-pair.js';
export type { InProcessOptions, InProcessPair } from './in-process-pair.js';
export { sequenceStoreLaws } from './sequence-store-laws.js';
export type { LawfulStore } from './sequence-store-laws.js';
export { VirtualClock, virtualClock } from './virtual-clock.js';
