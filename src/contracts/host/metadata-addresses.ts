import { BindingKindToken } from '../../core/binding/index.js';
import type { Binding, CustomBinding } from '../../core/binding/index.js';
import type { ServiceContainer } from '../../core/container/index.js';
import { InvalidBindingError } from '../../core/errors/index.js';
import { EndpointAddress } from '../../core/message/index.js';
import type { ServiceSettings } from '../behaviors/index.js';
import { describeContract } from '../description/index.js';
import type { BaseAddresses } from './base-addresses.js';
import { MetadataExchange } from './metadata-exchange.js';
import { ServiceEndpoint } from './service-endpoint.js';

const kinds = { http: 'mexHttpBinding', https: 'mexHttpsBinding' } as const;

/**
 * Endpoints for base addresses where documents are to be had by a GET, and no endpoint listens: they are there for their page, and
 * answer WS-MetadataExchange besides. WCF listens there for the same reason.
 */
export function metadataAddresses(
  settings: ServiceSettings,
  baseAddresses: BaseAddresses,
  endpoints: readonly ServiceEndpoint[],
  container: ServiceContainer,
): ServiceEndpoint[] {
  return (['http', 'https'] as const).flatMap((scheme) => {
    const address = settings.metadata.getEnabled[scheme]
      ? addressOf(scheme, settings.metadata.getUrl[scheme], baseAddresses)
      : null;
    if (address === null || endpoints.some(({ listenUri }) => isSame(listenUri, address)))
      return [];
    const kind = container.getAll(BindingKindToken).find(({ name }) => name === kinds[scheme]);
    if (kind === undefined) return [];
    // All its options have defaults.
    const binding = likeTheOthers(kind.create({} as never, {}), endpoints);
    return [
      new ServiceEndpoint(
        describeContract(MetadataExchange),
        binding,
        new EndpointAddress(address),
        { listenUri: address, name: null },
      ),
    ];
  });
}

/** Where documents of a scheme are beside the addresses of endpoints; null without a base address. @throws InvalidBindingError */
function addressOf(
  scheme: 'http' | 'https',
  url: string | null,
  baseAddresses: BaseAddresses,
): string | null {
  const base = baseAddresses.of(scheme);
  if (url === null || URL.canParse(url)) return url ?? base;
  if (base === null)
    throw new InvalidBindingError(
      `serviceMetadata: ${scheme}GetUrl is '${url}', and there is no base address of ${scheme} that it could be below; add one, or give an absolute address.`,
    );
  return `${base.replace(/\/$/, '')}/${url.replace(/^\//, '')}`;
}

/** With the transport of another endpoint: what listens on one port must agree on certificates. */
function likeTheOthers(binding: CustomBinding, endpoints: readonly ServiceEndpoint[]): Binding {
  const own = binding.elements.at(-1);
  const others = endpoints.flatMap((endpoint) => endpoint.binding.elements.slice(-1));
  const other = others.find(({ name }) => name === own?.name);
  return other === undefined ? binding : binding.replace(other.name, other);
}

function isSame(one: string, other: string): boolean {
  return one.replace(/\/$/, '').toLowerCase() === other.replace(/\/$/, '').toLowerCase();
}
