export { ConfigurationFile, parseConfiguration } from './configuration-file.js';
export type {
  ConfigurationOptions,
  ConfiguredFactoryOptions,
  ConfiguredHostOptions,
} from './configuration-file.js';
export type { ConfigurationNode } from './configuration-node.js';
export type { TextPosition } from '../core/xml/index.js';
export { ConfigurationRegistry } from './configuration-registry.js';
export type { ServiceBehaviorConfiguration } from './behavior-section.js';
export type { ClientEndpointConfiguration } from './client-section.js';
export {
  loadChannelFactory,
  loadConfiguration,
  loadServiceApplication,
  loadServiceFile,
} from './load-configuration.js';
export type { ConfiguredClientOptions, ServiceApplication } from './load-configuration.js';
export { parseServiceFile } from './service-file.js';
export type { ServiceFile } from './service-file.js';
export type { EndpointConfiguration, ServiceConfiguration } from './service-section.js';
export { defineConfiguration } from './configuration-object.js';
export type {
  BehaviorObject,
  BindingObject,
  BindingsObject,
  ConfigurationObject,
  CustomBindingObject,
  EndpointObject,
  ServiceObject,
  SettingsObject,
} from './configuration-object.js';
export { configurationSchema } from './configuration-schema.js';
export type { JsonSchema } from './configuration-schema.js';
export { startMessageLog } from './message-log.js';
export type { MessageLogEntry } from './message-log.js';
export type { MessageLogging } from './diagnostics-section.js';
export type { ServiceActivation } from './hosting-environment.js';
export { writeConfiguration } from './write-configuration.js';
export type {
  WriteConfigurationOptions,
  WrittenConfiguration,
  WrittenEndpoint,
  WrittenService,
} from './write-configuration.js';
