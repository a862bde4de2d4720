import type { IdGenerator } from '../message/index.js';
import type { Clock } from '../time/index.js';
import type { ElementRegistry } from './element-registry.js';
import { token } from './token.js';

/** The source of time. Default: the system's clock over one timer heap. */
export const ClockToken = token<Clock>('clock');

/** Makes message and sequence identifiers. Default: random GUIDs. */
export const IdGeneratorToken = token<IdGenerator>('idGenerator');

/** The kinds of binding elements, by configuration name. */
export const ElementRegistryToken = token<ElementRegistry>('elementRegistry');
