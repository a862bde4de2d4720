import type { ImportedMetadata } from '../../metadata/index.js';
import { kebabCase } from '../../metadata/generate/names.js';
import { contractClassName } from '../../metadata/generate/code-generator.js';

/** The file of the contracts: after the first of them, or `types`. */
export function defaultFileName({ contracts }: ImportedMetadata): string {
  const [first] = contracts;
  return first === undefined ? 'types' : kebabCase(contractClassName(first.name));
}
