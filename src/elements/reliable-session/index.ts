export { ReliableSessionElement, reliableSession } from './reliable-session-element.js';
export type { ReliableSessionOptions } from './reliable-session-options.js';
export type { ReliableMessagingVersionName } from './protocol-version.js';
