import type { AddressFilterMode } from '../description/index.js';

/** Whether a message's address (its To, or where the transport received it) is the endpoint's. */
export type AddressFilter = (address: string) => boolean;

/**
 * The filter of an endpoint. Only paths are compared, without regard to case and to a slash at the end: scheme, host and
 * port are those of whatever stands in front (a proxy, a load balancer, another name of the machine).
 */
export function createAddressFilter(mode: AddressFilterMode, endpoint: string): AddressFilter {
  if (mode === 'Any') return () => true;
  const own = comparablePath(endpoint);
  const matches =
    mode === 'Exact'
      ? (path: string) => path === own
      : (path: string) => path === own || path.startsWith(`${own}/`);
  // A client sends the same address with each message: the last one that fitted is not parsed again.
  let lastMatch = endpoint;
  return (address) => {
    if (address === lastMatch) return true;
    if (!matches(comparablePath(address))) return false;
    lastMatch = address;
    return true;
  };
}

function comparablePath(address: string): string {
  if (!URL.canParse(address)) return address;
  const url = new URL(address);
  const path = decodePath(url.pathname).toLowerCase();
  return path.endsWith('/') ? path.slice(0, -1) : path;
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    // A stray percent sign: compared as it stands.
    return path;
  }
}
