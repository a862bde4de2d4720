import type { XmlReader } from '../../core/xml/index.js';
import { schemaInstanceNamespace } from './namespaces.js';

/** Whether the start tag the reader stands on says that it stands for null. */
export function isNil(reader: XmlReader): boolean {
  if (reader.attributeCount === 0) return false;
  const nil = reader.getAttribute('nil', schemaInstanceNamespace)?.trim();
  return nil === 'true' || nil === '1';
}
