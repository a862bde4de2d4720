import { requestAction } from '../../contracts/description/contract-naming.js';
import type { QualifiedName } from '../../contracts/index.js';
import type { PortOperation } from './operation-messages.js';

/** The namespace of the wrappers where all bodies have the same other one: then the contract takes it, and its actions are said. */
export function contractNamespace(
  { namespace }: QualifiedName,
  operations: readonly PortOperation[],
): string {
  const found = new Set<string>();
  for (const { style, input, output, isCallback } of operations) {
    if (isCallback) return namespace;
    for (const message of [input, output]) {
      if (message === null) continue;
      if (message.isNamed && message.headers.length > 0) return namespace;
      if (style === 'Rpc') {
        if (message.bodyNamespace !== null) found.add(message.bodyNamespace);
        continue;
      }
      const [only, second] = message.body;
      if (only?.element == null || second !== undefined) return namespace;
      found.add(only.element.namespace);
    }
  }
  const [only, second] = found;
  return only !== undefined && second === undefined ? only : namespace;
}

/**
 * The contract that an operation is inherited from, which its action names: `<namespace>/<contract>/<operation>`, with the namespace of
 * its element. Null for an operation of the contract itself.
 */
export function baseContract(
  { name, input, isCallback }: PortOperation,
  own: QualifiedName,
): QualifiedName | null {
  const action = input?.action ?? null;
  const [only] = input?.body ?? [];
  const namespace = only?.element?.namespace ?? null;
  if (action === null || namespace === null || isCallback) return null;
  const [, found = ''] = /\/([^/]+)\/[^/]+$/.exec(action) ?? [];
  if (found === '' || (found === own.name && namespace === own.namespace)) return null;
  return action === requestAction({ name: found, namespace }, name)
    ? { name: found, namespace }
    : null;
}
