import { timeSpanAttribute } from '../core/binding/index.js';
import type { HostTimeouts } from '../contracts/index.js';
import type { CommunicationTimeouts } from '../core/channel/index.js';
import type { ConfigurationNode } from './configuration-node.js';

/** The `<timeouts>` of a `<host>`. */
export function readHostTimeouts(node: ConfigurationNode | null): HostTimeouts {
  if (node === null) return {};
  const open = node.value('openTimeout', timeSpanAttribute());
  const close = node.value('closeTimeout', timeSpanAttribute());
  node.finish();
  return {
    ...(typeof open === 'number' ? { openTimeout: open } : {}),
    ...(typeof close === 'number' ? { closeTimeout: close } : {}),
  };
}

const names = ['openTimeout', 'closeTimeout', 'sendTimeout', 'receiveTimeout'] as const;

/** The four timeouts of a `<binding>`; those that are not there keep WCF's defaults. */
export function readTimeouts(node: ConfigurationNode): Partial<CommunicationTimeouts> {
  const found: Partial<Record<(typeof names)[number], number>> = {};
  for (const name of names) {
    const value = node.value(name, timeSpanAttribute());
    if (typeof value === 'number') found[name] = value;
  }
  return found;
}
