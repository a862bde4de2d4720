import { AddressAlreadyInUseError, EndpointNotFoundError } from '../../core/errors/index.js';

/** What listens at an address of the network. */
export interface InProcessEndpoint {
  /** Takes a request; `answer` is called once with the reply's bytes, or null for none, or `fail` with an error. */
  deliver(delivery: InProcessDelivery): void;
  /** Takes a new duplex connection and returns the far end, or null where only requests are taken. */
  connect(near: InProcessPeer): InProcessPeer | null;
}

/** One request on its way. */
export interface InProcessDelivery {
  readonly bytes: Uint8Array;
  readonly contentType: string;
  answer(bytes: Uint8Array | null): void;
  fail(error: Error): void;
  /** Set by the endpoint: called when the sender gives up. */
  onCancel: (reason: Error) => void;
}

/** One end of a duplex connection. */
export interface InProcessPeer {
  receive(bytes: Uint8Array): void;
  /** The other side sends nothing more. */
  endOfInput(): void;
  /** The other side is gone. */
  broken(reason: Error): void;
}

/** All in-process addresses of this process. */
class InProcessNetwork {
  readonly #endpoints = new Map<string, InProcessEndpoint>();

  listen(address: string, endpoint: InProcessEndpoint): void {
    const key = normalize(address);
    if (this.#endpoints.has(key)) {
      throw new AddressAlreadyInUseError(
        `Something listens at ${address} in this process already; close it first or take another address.`,
      );
    }
    this.#endpoints.set(key, endpoint);
  }

  unlisten(address: string, endpoint: InProcessEndpoint): void {
    const key = normalize(address);
    if (this.#endpoints.get(key) === endpoint) this.#endpoints.delete(key);
  }

  find(address: string): InProcessEndpoint {
    const endpoint = this.#endpoints.get(normalize(address));
    if (endpoint !== undefined) return endpoint;
    throw new EndpointNotFoundError(
      `Nothing listens at ${address} in this process; open the host first, and check the address.`,
    );
  }
}

/** The one network of the process. */
export const inProcessNetwork = new InProcessNetwork();

function normalize(address: string): string {
  return new URL(address).href.toLowerCase();
}
