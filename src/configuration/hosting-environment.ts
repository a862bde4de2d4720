import { integerAttribute } from '../core/binding/index.js';
import type { ConfigurationNode } from './configuration-node.js';

/** Checks `<serviceHostingEnvironment>`, which is about IIS. */
export function checkHostingEnvironment(node: ConfigurationNode | null): void {
  if (node === null) return;
  node.boolean('aspNetCompatibilityEnabled');
  node.boolean('closeIdleServicesAtLowMemory');
  node.boolean('multipleSiteBindingsEnabled');
  node.value('minFreeMemoryPercentageToActivateService', integerAttribute(0, 99));
  for (const name of ['serviceActivations', 'baseAddressPrefixFilters'])
    node.refuseChild(name, 'give a service a .svc file, and its base addresses in code.');
  node.finish();
  node.notice('<serviceHostingEnvironment> is about IIS and has no effect here.');
}
