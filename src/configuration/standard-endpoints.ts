import type { ConfigurationNode } from './configuration-node.js';

/** Standard endpoints of WCF that are known, and why they are not there. */
const unread: Readonly<Record<string, string>> = {
  announcementEndpoint: 'there is no discovery.',
  discoveryEndpoint: 'there is no discovery.',
  dynamicEndpoint: 'there is no discovery; give the client an address.',
  udpAnnouncementEndpoint: 'there is no discovery.',
  udpDiscoveryEndpoint: 'there is no discovery.',
  webHttpEndpoint: 'it is about HTTP without SOAP.',
  webScriptEndpoint: 'it is about HTTP without SOAP.',
  workflowControlEndpoint: 'there are no workflows.',
};

/** The kinds of endpoints that a file configures by a name: WCF's standard endpoints, of which `mexEndpoint` is there. */
export interface StandardEndpoints {
  /** Checks that the kind of an endpoint is there, and its configuration is. */
  check(endpoint: ConfigurationNode, kind: string, configuration: string): void;
}

/** Reads `<standardEndpoints>`. */
export function readStandardEndpoints(node: ConfigurationNode | null): StandardEndpoints {
  for (const [name, reason] of Object.entries(unread)) node?.refuseChild(name, reason);
  const section = node?.child('mexEndpoint') ?? null;
  const names = new Set<string>();
  for (const endpoint of section?.all('standardEndpoint') ?? []) {
    const name = endpoint.text('name') ?? '';
    if (names.has(name))
      throw endpoint.error(`There is a second mexEndpoint named '${name}'; keep one.`);
    names.add(name);
    endpoint.finish();
  }
  section?.finish();
  node?.finish();
  return {
    check(endpoint, kind, configuration) {
      const reason = unread[kind];
      if (kind !== 'mexEndpoint')
        throw endpoint.attributeError(
          'kind',
          reason === undefined
            ? `There is no kind="${kind}"; mexEndpoint is one.`
            : `kind="${kind}" is not supported: ${reason}`,
        );
      if (configuration !== '' && !names.has(configuration))
        throw endpoint.attributeError(
          'endpointConfiguration',
          `There is no mexEndpoint named '${configuration}' in <standardEndpoints>; it has no settings, so leave the attribute out.`,
        );
    },
  };
}
