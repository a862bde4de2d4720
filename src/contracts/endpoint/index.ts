export { checkSessionMode, isAllOneWay } from './session-mode.js';
export { containerOf, createBindingParameters } from './stack-options.js';
export type { BindingParameterEntry, StackOptions } from './stack-options.js';
export { streamLimit } from './stream-limit.js';
