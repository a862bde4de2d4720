export { ServiceEndpoint } from './service-endpoint.js';
export { ServiceHost } from './service-host.js';
export type { EndpointOptions, ServiceHostOptions } from './service-host.js';
export type { ServiceClass } from './service-implementation.js';
export { checkSessionMode, isAllOneWay } from './listener-shape.js';
export { containerOf, createBindingParameters } from './stack-options.js';
export type { BindingParameterEntry, StackOptions } from './stack-options.js';
