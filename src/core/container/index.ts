export {
  ServiceContainer,
  createContainer,
  defaultContainer,
  elementModule,
  listModule,
  serviceModule,
} from './container.js';
export type { ServiceModule } from './container.js';
export { ElementRegistry } from './element-registry.js';
export type { ElementKind } from './element-registry.js';
export { nearestNames } from './nearest-names.js';
export { token } from './token.js';
export type { Services, Token } from './token.js';
export { ClockToken, ElementRegistryToken, IdGeneratorToken } from './tokens.js';
