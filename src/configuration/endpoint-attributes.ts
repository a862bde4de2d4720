import type { Behavior } from '../contracts/index.js';
import type { BehaviorSection } from './behavior-section.js';
import type { ConfigurationNode } from './configuration-node.js';

/**
 * Takes what all endpoints may say beside address, binding and contract, and refuses what they may say in WCF only. Returns the
 * behaviours of the endpoint.
 */
export function readEndpointBehaviors(
  node: ConfigurationNode,
  behaviors: BehaviorSection,
  level: 'endpoint' | 'client',
): readonly Behavior[] {
  const found = behaviors.findEndpoint(node, node.text('behaviorConfiguration') ?? '', level);
  node.refuseChild('headers', 'give new EndpointAddress(uri, { headers }) in code.');
  node.refuseChild(
    'identity',
    'the certificate of the server is checked against the address and the trust of the credentials; take the element out.',
  );
  return found;
}
