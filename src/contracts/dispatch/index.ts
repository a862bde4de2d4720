export { createAddressFilter } from './address-filter.js';
export { ChannelDispatcher } from './channel-dispatcher.js';
export { compileOperations } from './dispatch-operation.js';
export { DispatchTable } from './dispatch-table.js';
export { InstanceScopes } from './instance-scope.js';
export { isThenable } from './service-instance.js';
