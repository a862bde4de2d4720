export { FaultInjectionElement, faultInjection } from './fault-injection-element.js';
export type {
  Fault,
  FaultInjectionOptions,
  InjectedFault,
  PassingMessage,
} from './fault-injection-options.js';
