export { BindingElement } from './binding-element.js';
export type { BindingContext, ElementRole } from './binding-element.js';
export { BindingParameters, bindingParameter } from './binding-parameters.js';
export type { BindingParameterKey } from './binding-parameters.js';
export {
  booleanAttribute,
  enumAttribute,
  integerAttribute,
  stringAttribute,
  timeSpanAttribute,
} from './configuration-attributes.js';
export type {
  AttributeSchema,
  ConfigurationAttribute,
  DescribedStack,
  ElementConfiguration,
  MetadataContribution,
} from './contributions.js';
export { CredentialsParameter } from './credentials.js';
export type { CertificateWithKey, Credentials } from './credentials.js';
export { encodingOf } from './default-encoding.js';
export { Binding, CustomBinding } from './custom-binding.js';
export type { BuildOptions, CustomBindingOptions } from './custom-binding.js';
export type {
  EncodedMessage,
  IncompleteMessage,
  MessageEncoder,
  MessageEncoding,
  StreamedMessageBytes,
  StreamingMessageEncoder,
} from './message-encoder.js';
export { MessageEncodingElement } from './message-encoding-element.js';
export { checkOptionNames } from './option-names.js';
export { sameShapes, transportShapes } from './shape-mapping.js';
export type { ShapeMapping } from './shape-mapping.js';
export { MessageVersionKey, TransportCapabilitiesKey } from './stack-properties.js';
export type { TransferMode, TransportCapabilities } from './stack-properties.js';
export { defineElement } from './define-element.js';
export type { ElementFactory } from './define-element.js';
export { messageLayer } from './message-layer.js';
export type { LayerServices, MessageLayer } from './message-layer.js';
export { ServicePageParameter } from './service-page.js';
export type { PageAnswer, ServicePage } from './service-page.js';
export { policyNamespaces } from './contributions.js';
export {
  BindingKindToken,
  bindingModule,
  defineBinding,
  recognizeBinding,
} from './define-binding.js';
export type {
  BindingFactory,
  BindingKind,
  BindingKindInit,
  BindingOptions,
} from './define-binding.js';
