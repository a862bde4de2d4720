export { basicHttpBinding, basicHttpsBinding } from './basic-http-binding.js';
export type { BasicHttpBindingOptions, BasicHttpsBindingOptions } from './basic-http-binding.js';
export type {
  HttpBindingOptions,
  HttpSecurityOptions,
  HttpTransportSecurityOptions,
} from './http-parts.js';
export { ws2007HttpBinding, wsDualHttpBinding, wsHttpBinding } from './ws-http-binding.js';
export type {
  StandardReliableSessionOptions,
  WSDualHttpBindingOptions,
  WSHttpBindingOptions,
} from './ws-http-binding.js';
export { mexHttpBinding, mexHttpsBinding } from './mex-http-binding.js';
