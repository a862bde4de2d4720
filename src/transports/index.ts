import '../default-elements.js';

export {
  HttpMountParameter,
  HttpReceivedRequestKey,
  HttpRequestMessagePropertyKey,
  HttpResponseMessagePropertyKey,
  httpMount,
  httpTransport,
  httpsTransport,
} from './http/index.js';
export type {
  HttpTransportElement,
  AuthenticationScheme,
  ExtendedProtectionPolicyOptions,
  FastifyInstanceLike,
  HostNameComparisonMode,
  HttpHeaderFields,
  HttpMount,
  HttpReceivedRequest,
  HttpRequestMessageProperty,
  HttpResponseMessageProperty,
  HttpRoute,
  HttpTransportOptions,
  HttpsTransportOptions,
  MountedRequest,
  SecurityPolicyVersion,
} from './http/index.js';
export { inProcessTransport } from './in-process/index.js';
export type { InProcessTransportElement, InProcessTransportOptions } from './in-process/index.js';
