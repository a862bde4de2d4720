import type { Binding } from '../../core/binding/index.js';
import { EndpointAddress } from '../../core/message/index.js';
import type { ContractDescription } from '../description/index.js';

/** Where a service is reached, how, and with which operations. WCF's ServiceEndpoint. */
export class ServiceEndpoint {
  readonly contract: ContractDescription;
  readonly binding: Binding;
  #address: EndpointAddress;
  #listenUri: string;

  constructor(
    contract: ContractDescription,
    binding: Binding,
    address: EndpointAddress,
    listenUri: string,
  ) {
    this.contract = contract;
    this.binding = binding;
    this.#address = address;
    this.#listenUri = listenUri;
  }

  /** The address that clients use; once the host is open, with the port that the system gave for port 0. */
  get address(): EndpointAddress {
    return this.#address;
  }

  /** Where the endpoint listens; the address, unless another was given. */
  get listenUri(): string {
    return this.#listenUri;
  }

  /** @internal The listener is open: takes over what only it knows, the port. */
  listensAt(uri: string): void {
    const { uri: address, headers, identity } = this.#address;
    if (address === this.#listenUri || new URL(address).port === '0') {
      const actual = address === this.#listenUri ? uri : withPortOf(address, uri);
      this.#address = new EndpointAddress(actual, { headers, identity: identity ?? undefined });
    }
    this.#listenUri = uri;
  }
}

function withPortOf(address: string, listenUri: string): string {
  const url = new URL(address);
  url.port = new URL(listenUri).port;
  return url.href;
}
