import type { Binding } from '../../core/binding/index.js';
import type { Services } from '../../core/container/index.js';
import { InvalidBindingError } from '../../core/errors/index.js';

/** The base addresses of a host, at most one for each scheme. */
export class BaseAddresses {
  readonly #byScheme = new Map<string, string>();

  constructor(addresses: readonly (string | URL)[]) {
    for (const address of addresses) {
      const uri = String(address);
      if (!URL.canParse(uri)) {
        throw new InvalidBindingError(
          `The base address '${uri}' is no absolute URI, such as http://localhost:8080/calculator.`,
        );
      }
      const scheme = schemeOf(uri);
      const other = this.#byScheme.get(scheme);
      if (other !== undefined) {
        throw new InvalidBindingError(
          `The host has two base addresses for ${scheme}: ${other} and ${uri}. Keep one, and give absolute addresses to the endpoints elsewhere.`,
        );
      }
      this.#byScheme.set(scheme, uri);
    }
  }

  /** The base address of a scheme, or null. */
  of(scheme: string): string | null {
    return this.#byScheme.get(scheme) ?? null;
  }

  /** The absolute address of an endpoint: `''` is the base address, anything relative is below it. */
  resolve(address: string, binding: Binding, services: Services): string {
    const scheme = binding.getScheme(services);
    if (URL.canParse(address)) {
      if (scheme !== '' && schemeOf(address) !== scheme) {
        throw new InvalidBindingError(
          `The address ${address} does not fit the binding '${binding.name}', whose addresses start with ${scheme}:. Change one of them.`,
        );
      }
      return address;
    }
    const base = this.#byScheme.get(scheme);
    if (base === undefined) {
      throw new InvalidBindingError(
        `The relative address '${address}' needs a base address for ${scheme}, the scheme of the binding '${binding.name}'. ` +
          `The host has ${this.#byScheme.size === 0 ? 'no base address' : [...this.#byScheme.values()].join(', ')}; add one to baseAddresses, or give the endpoint an absolute address.`,
      );
    }
    if (address === '') return base;
    return `${base.replace(/\/$/, '')}/${address.replace(/^\//, '')}`;
  }
}

function schemeOf(uri: string): string {
  return new URL(uri).protocol.slice(0, -1);
}
