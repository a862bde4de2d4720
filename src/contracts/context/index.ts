export { OperationContext, contextOf, currentCall, runInCall } from './operation-context.js';
export type { CallState } from './operation-context.js';
export { currentScope, operationScope } from './operation-scope.js';
export type { OperationScope } from './operation-scope.js';
