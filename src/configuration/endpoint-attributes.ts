import type { Behavior } from '../contracts/index.js';
import type { BehaviorSection } from './behavior-section.js';
import type { ConfigurationNode } from './configuration-node.js';

/** Takes what all endpoints may say beside address, binding and contract. Returns the behaviours of the endpoint. */
export function readEndpointBehaviors(
  node: ConfigurationNode,
  behaviors: BehaviorSection,
  level: 'endpoint' | 'client',
): readonly Behavior[] {
  const found = behaviors.findEndpoint(node, node.text('behaviorConfiguration') ?? '', level);
  readIdentity(node.child('identity'));
  return found;
}

/** Who the service is has to be known for message security and Windows; https asks for the host name of the address, in WCF as well. */
function readIdentity(node: ConfigurationNode | null): void {
  if (node === null) return;
  for (const name of ['dns', 'userPrincipalName', 'servicePrincipalName']) {
    const child = node.child(name);
    child?.text('value');
    child?.finish();
  }
  for (const name of ['rsa', 'certificate', 'certificateReference'])
    node.refuseChild(
      name,
      'name the certificates that a client trusts in the credentials of its factory ({ trust }).',
    );
  node.finish();
  node.notice(
    '<identity> is about message security and Windows; over https the certificate is checked against the host name of the address, as in WCF.',
  );
}
