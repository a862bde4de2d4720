export { HttpTransportElement, httpTransport, httpsTransport } from './http-element.js';
export {
  HttpReceivedRequestKey,
  HttpRequestMessagePropertyKey,
  HttpResponseMessagePropertyKey,
} from './http-message-properties.js';
export type {
  HttpHeaderFields,
  HttpReceivedRequest,
  HttpRequestMessageProperty,
  HttpResponseMessageProperty,
} from './http-message-properties.js';
export { HttpMountParameter, httpMount } from './http-mount.js';
export type { FastifyInstanceLike, HttpMount, MountedRequest } from './http-mount.js';
export { extendedProtectionConfiguration, refuseExtendedProtection } from './http-options.js';
export type {
  AuthenticationScheme,
  ExtendedProtectionPolicyOptions,
  HostNameComparisonMode,
  HttpTransportOptions,
  HttpsTransportOptions,
  SecurityPolicyVersion,
} from './http-options.js';
export type { HttpRoute } from './http-routes.js';
