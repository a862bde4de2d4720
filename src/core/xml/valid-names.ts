import { InvalidOperationError } from '../errors/index.js';
import { isNcName } from './xml-names.js';

/**
 * Checks a name that is to be written. Names found valid are remembered, so that a message costs a lookup per name.
 *
 * @throws InvalidOperationError when it is no name, or has a colon.
 */
export function requireName(name: string): void {
  if (validNames.has(name)) return;
  if (!isNcName(name)) {
    throw new InvalidOperationError(
      `"${name.slice(0, 64)}" is not an XML name without colon; encode it, for instance as .NET's XmlConvert.EncodeName does.`,
    );
  }
  // Bounded, for names may come from data.
  if (validNames.size >= mostNames) validNames.clear();
  if (name.length <= longestName) validNames.add(name);
}

const validNames = new Set<string>();
const mostNames = 4_096;
const longestName = 64;
