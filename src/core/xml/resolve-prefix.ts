import type { NamespaceScope } from './namespace-scope.js';
import { xmlNamespace } from './xml-names.js';
import type { XmlTextSource } from './xml-text-source.js';

/** The namespace of a prefix in a start tag, '' for the default namespace where there is none; an unbound prefix is an error. */
export function resolvePrefix(
  prefix: string,
  scope: NamespaceScope,
  source: XmlTextSource,
  start: number,
): string {
  const uri = scope.lookup(prefix);
  if (uri !== null) return uri;
  if (prefix === '') return '';
  if (prefix === 'xml') return xmlNamespace;
  throw source.error(`The prefix ${prefix.slice(0, 64)} is not bound to a namespace`, start);
}
