import type { ImportedMetadata } from '../import/index.js';
import { contractClassName, kebabCase } from './names.js';

/** What the file of the contracts is called: after the first of them, or `types`. */
export function defaultFileName({ contracts }: Pick<ImportedMetadata, 'contracts'>): string {
  const [first] = contracts;
  return first === undefined ? 'types' : kebabCase(contractClassName(first.name));
}
