import { timeSpanAttribute } from '../core/binding/index.js';
import type { CommunicationTimeouts } from '../core/channel/index.js';
import type { ConfigurationNode } from './configuration-node.js';

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
