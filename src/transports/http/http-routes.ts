import type { IncomingMessage, ServerResponse } from 'node:http';
import { AddressAlreadyInUseError } from '../../core/errors/index.js';
import type { HostNameComparisonMode } from './http-options.js';

/** A listener as a server sees it. */
export interface HttpRoute {
  /** Its address, for errors. */
  readonly uri: string;
  /** Host name of the address, in lower case. */
  readonly host: string;
  /** Path of the address, without a slash at its end; '' for the root. */
  readonly path: string;
  readonly hostNameComparisonMode: HostNameComparisonMode;
  /** Takes a request over. `target` is its path with the query; a client that `waits` sends its body after "100 Continue". */
  receive(req: IncomingMessage, res: ServerResponse, target: string, waits: boolean): void;
}

/** How many request targets are remembered with the route they led to. */
const maxRemembered = 1024;
const modes: readonly HostNameComparisonMode[] = ['StrongWildcard', 'Exact', 'WeakWildcard'];

/** The listeners of one server: a request goes to the one whose path is the longest beginning of its own, by whole segments. */
export class HttpRoutes {
  #routes: readonly HttpRoute[] = [];
  readonly #remembered = new Map<string, HttpRoute | null>();
  #hasExact = false;

  get isEmpty(): boolean {
    return this.#routes.length === 0;
  }

  /** Whether `match` looks at the Host header. */
  get needsHost(): boolean {
    return this.#hasExact;
  }

  /** Adds a listener; two at one path throw {@link AddressAlreadyInUseError}. */
  add(route: HttpRoute): void {
    const same = this.#routes.find(
      (one) =>
        normalize(one.path) === normalize(route.path) &&
        one.hostNameComparisonMode === route.hostNameComparisonMode &&
        (route.hostNameComparisonMode !== 'Exact' || one.host === route.host),
    );
    if (same !== undefined) {
      throw new AddressAlreadyInUseError(
        `There is a listener at ${same.uri} already, so ${route.uri} cannot be listened on: both would get the same requests. Give one of them another path.`,
      );
    }
    this.#set([...this.#routes, route]);
  }

  remove(route: HttpRoute): void {
    this.#set(this.#routes.filter((one) => one !== route));
  }

  /** The listener for a request target (path and query), or null. */
  match(target: string, host: string | undefined): HttpRoute | null {
    if (this.#hasExact) return this.#find(target, hostName(host));
    const known = this.#remembered.get(target);
    if (known !== undefined) return known;
    const found = this.#find(target, '');
    if (this.#remembered.size >= maxRemembered) this.#remembered.clear();
    this.#remembered.set(target, found);
    return found;
  }

  #find(target: string, host: string): HttpRoute | null {
    const path = normalize(pathOf(target));
    for (const mode of modes) {
      let best: HttpRoute | null = null;
      for (const route of this.#routes) {
        if (route.hostNameComparisonMode !== mode) continue;
        if (mode === 'Exact' && route.host !== host) continue;
        if (!isBelow(path, normalize(route.path))) continue;
        if (best === null || route.path.length > best.path.length) best = route;
      }
      if (best !== null) return best;
    }
    return null;
  }

  #set(routes: readonly HttpRoute[]): void {
    this.#routes = routes;
    this.#remembered.clear();
    this.#hasExact = routes.some((route) => route.hostNameComparisonMode === 'Exact');
  }
}

/** The path of a request target, which may also be a whole URI (RFC 9112 section 3.2.2). */
function pathOf(target: string): string {
  const path = target.startsWith('/') || !URL.canParse(target) ? target : new URL(target).pathname;
  const query = path.indexOf('?');
  return query < 0 ? path : path.slice(0, query);
}

/** Paths are compared without regard to case and to the way their characters are escaped. */
function normalize(path: string): string {
  const trimmed = path.endsWith('/') ? path.slice(0, -1) : path;
  try {
    return decodeURIComponent(trimmed).toLowerCase();
  } catch {
    return trimmed.toLowerCase();
  }
}

function isBelow(path: string, base: string): boolean {
  return path.startsWith(base) && (path.length === base.length || path[base.length] === '/');
}

function hostName(host: string | undefined): string {
  return (host ?? '').replace(/:\d+$/, '').toLowerCase();
}
