export { svcutil, writeFiles } from './svcutil/index.js';
export type { SvcutilOptions, SvcutilResult, WrittenFile } from './svcutil/index.js';
export { serve } from './serve/index.js';
export type { ServedApplication, ServeOptions } from './serve/index.js';
export type {
  CodeStyle,
  GeneratedFile,
  ImportLimits,
  ImportNotice,
  SerializerChoice,
} from '../metadata/index.js';
