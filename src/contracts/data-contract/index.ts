export type { DataContractClass, WireType } from './wire-type.js';
