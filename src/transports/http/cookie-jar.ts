import { parseCookie } from 'undici';

/** A cookie that a response set, and where it goes back to. */
interface StoredCookie {
  readonly name: string;
  readonly value: string;
  readonly host: string;
  /** False: the cookie is for its host alone; true: for its subdomains too. */
  readonly includesSubdomains: boolean;
  readonly path: string;
  readonly isSecure: boolean;
}

/** More cookies than this are not kept; the oldest go first. */
const maxCookies = 300;

/** The cookies of one channel factory (RFC 6265), for the life of the factory; expiry dates are taken as "keep" or "delete". */
export class CookieJar {
  readonly #cookies = new Map<string, StoredCookie>();

  /** Keeps what a Set-Cookie header of a response of `url` says; malformed ones and foreign domains are ignored. */
  store(url: URL, setCookie: string, today = new Date()): void {
    const cookie = parseCookie(setCookie);
    if (cookie === null) return;
    const host = url.hostname;
    const domain = cookie.domain?.replace(/^\./, '').toLowerCase();
    if (domain !== undefined && !isWithin(host, domain)) return;
    const path = cookie.path?.startsWith('/') === true ? cookie.path : defaultPath(url.pathname);
    const key = `${domain ?? host};${path};${cookie.name}`;
    this.#cookies.delete(key);
    const isOver =
      cookie.maxAge !== undefined
        ? cookie.maxAge <= 0
        : cookie.expires !== undefined && new Date(cookie.expires) <= today;
    if (isOver) return;
    this.#cookies.set(key, {
      name: cookie.name,
      value: cookie.value,
      host: domain ?? host,
      includesSubdomains: domain !== undefined,
      path,
      isSecure: cookie.secure ?? false,
    });
    const [oldest] = this.#cookies.keys();
    if (this.#cookies.size > maxCookies && oldest !== undefined) this.#cookies.delete(oldest);
  }

  /** The Cookie header for a request to `url`, or null. */
  header(url: URL): string | null {
    const found: string[] = [];
    for (const cookie of this.#cookies.values()) {
      const isHost = cookie.includesSubdomains
        ? isWithin(url.hostname, cookie.host)
        : url.hostname === cookie.host;
      if (!isHost || !isBelow(url.pathname, cookie.path)) continue;
      if (cookie.isSecure && url.protocol !== 'https:') continue;
      found.push(`${cookie.name}=${cookie.value}`);
    }
    return found.length === 0 ? null : found.join('; ');
  }
}

function isWithin(host: string, domain: string): boolean {
  return host === domain || (host.endsWith(`.${domain}`) && domain.includes('.'));
}

function isBelow(path: string, cookiePath: string): boolean {
  if (!path.startsWith(cookiePath)) return false;
  return (
    path.length === cookiePath.length || cookiePath.endsWith('/') || path[cookiePath.length] === '/'
  );
}

/** RFC 6265 section 5.1.4. */
function defaultPath(path: string): string {
  const end = path.lastIndexOf('/');
  return end <= 0 ? '/' : path.slice(0, end);
}
